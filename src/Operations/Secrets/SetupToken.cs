using System.Security.Cryptography;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// The token that the first start prints (KR-6): 28 characters of Crockford's base32, 140 bits, shown in groups of four.
/// People retype it, so case, blanks, hyphens and look-alikes (O, I, L) do not matter.
/// </summary>
internal static class SetupToken
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 28;
    private const int Group = 4;

    /// <summary>As it is shown: <c>7K3M-…</c>.</summary>
    public static string Make() =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(group => new string(group)));

    /// <summary>What is stored of a token, made or typed: <see cref="TokenHash"/> of its plain form. Null where it cannot be one.</summary>
    public static byte[]? Hash(string typed)
    {
        var plain = string.Concat(typed.Where(c => c is not ('-' or ' ')).Select(Plain));
        return plain.Length == Length && plain.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? TokenHash.Of(plain) : null;
    }

    private static char Plain(char c) =>
        char.ToUpperInvariant(c) switch
        {
            'O' => '0',
            'I' or 'L' => '1',
            var other => other,
        };
}
