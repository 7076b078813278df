using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// A stored password hash: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c> (the PHC string format) or <c>$pbkdf2-sha256$i=600000$salt$hash</c>,
/// salt and hash in base64 without padding.
/// </summary>
internal sealed record StoredPassword(PasswordCost Cost, byte[] Salt, byte[] Hash)
{
    private const int SaltSize = 16;
    private const int HashSize = 32;

    public static StoredPassword Make(PasswordCost cost, EncodedPassword password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return new StoredPassword(cost, salt, Compute(cost, password, salt));
    }

    /// <summary>A hash that no password has, checked at the same cost as a real one.</summary>
    public static StoredPassword OfNobody(PasswordCost cost) =>
        new(cost, RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    /// <exception cref="FormatException">The server did not write this.</exception>
    public static StoredPassword Parse(string text)
    {
        var stored = text.Split('$') switch
        {
            ["", "argon2id", "v=19", var cost, var salt, var hash] => new StoredPassword(Argon2Cost(cost), Bytes(salt), Bytes(hash)),
            ["", "pbkdf2-sha256", var cost, var salt, var hash] => new StoredPassword(Pbkdf2Cost(cost), Bytes(salt), Bytes(hash)),
            _ => throw Malformed(),
        };
        var isOurs = stored is { Cost.IsSane: true, Hash.Length: HashSize, Salt.Length: SaltSize } && stored.ToString() == text;
        return isOurs ? stored : throw Malformed();
    }

    public bool Matches(EncodedPassword password) => CryptographicOperations.FixedTimeEquals(Compute(Cost, password, Salt), Hash);

    public override string ToString() => $"${Cost.Text}${Base64(Salt)}${Base64(Hash)}";

    private static byte[] Compute(PasswordCost cost, EncodedPassword password, byte[] salt)
    {
        var hash = new byte[HashSize];
        cost.Hash(Encoding.ASCII.GetBytes(password.Reveal()), salt, hash);
        return hash;
    }

    private static PasswordCost.Argon2id Argon2Cost(string text) =>
        text.Split(',') is [var memory, var passes, var lanes]
            ? new PasswordCost.Argon2id(new(Number(memory, "m="), Number(passes, "t="), Number(lanes, "p=")))
            : throw Malformed();

    private static PasswordCost.Pbkdf2 Pbkdf2Cost(string text) => new((int)Number(text, "i="));

    private static uint Number(string text, string name) =>
        text.StartsWith(name, StringComparison.Ordinal)
        && uint.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Malformed();

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));

    private static FormatException Malformed() => new("That is no stored password.");
}
