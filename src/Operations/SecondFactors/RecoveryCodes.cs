using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.SecondFactors;

/// <summary>
/// Codes for whoever has lost what makes the others: each works once. They are shown when they are made and kept as hashes; with 80 random bits a plain one
/// suffices.
/// </summary>
internal static class RecoveryCodes
{
    public const int Number = 10;

    private const int Length = 16;
    private const int Group = 4;

    /// <summary>Of Crockford's base32: nothing that looks like something else.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>New ones; those before are void.</summary>
    public static async Task<string[]> MakeAsync(Work work, UserId person, CancellationToken cancel)
    {
        string[] codes = [.. Enumerable.Range(0, Number).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length))];
        await DropAsync(work, person, cancel);
        await work.DoAsync(
            "insert into recovery_code (user_id, code_hash) select $1, unnest($2::bytea[])",
            [person.Value, codes.Select(TokenHash.Of).ToArray()],
            cancel
        );
        return [.. codes.Select(Shown)];
    }

    /// <summary>With somebody's first second factor; none where they have some.</summary>
    public static async Task<string[]> MakeFirstAsync(Work work, UserId person, CancellationToken cancel) =>
        await work.FirstAsync("select exists (select from recovery_code where user_id = $1)", row => row.GetBoolean(0), [person.Value], cancel)
            ? []
            : await MakeAsync(work, person, cancel);

    /// <returns>False where it is none, or was used.</returns>
    public static async Task<bool> UseAsync(Work work, UserId person, string typed, CancellationToken cancel) =>
        await work.DoAsync("delete from recovery_code where user_id = $1 and code_hash = $2", [person.Value, TokenHash.Of(Plain(typed))], cancel)
        == 1;

    public static Task<int> DropAsync(Work work, UserId person, CancellationToken cancel) =>
        work.DoAsync("delete from recovery_code where user_id = $1", [person.Value], cancel);

    private static string Shown(string code) => string.Join('-', code.Chunk(Group).Select(part => new string(part)));

    /// <summary>As it was made, however it was copied down.</summary>
    private static string Plain(string typed) =>
        new([
            .. typed
                .ToUpperInvariant()
                .Where(char.IsAsciiLetterOrDigit)
                .Select(one =>
                    one switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => one,
                    }
                ),
        ]);
}
