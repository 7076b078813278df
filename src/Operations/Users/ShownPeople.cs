using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Users;

/// <summary>A person as a wire shows them to who runs their locks.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, RSA (6).</param>
/// <param name="IsOrphan">
/// They never set a password, without which nobody here logs in or registers a key: an invitation that waits (9.3). Nobody of an application's pool is: it
/// knows them.
/// </param>
/// <param name="IsForeign">Of another pool than the caller.</param>
public sealed record ShownPerson(NamedPerson Name, byte[] PublicKey, bool IsOrphan, bool IsForeign)
{
    public override string ToString() => Name.ToString();
}

internal sealed record ShownPersonRow(NamedPersonRow Name, byte[]? PublicKey, bool IsOrphan, bool IsForeign)
{
    public const int Width = NamedPersonRow.Width + 3;

    /// <param name="caller">The parameter with the caller's user id.</param>
    public static string ColumnsOf(string name, string caller) =>
        NamedPersonRow.ColumnsOf(name)
        + $"""
            , {name}.public_key,
            {name}.password_hash is null and {name}.pool = '00000000-0000-0000-0000-000000000000',
            coalesce({name}.pool <> (select x.pool from app_user x where x.user_id = {caller}), true)
            """;

    /// <summary>Null for nobody.</summary>
    public static ShownPersonRow? Read(NpgsqlDataReader row, int column)
    {
        const int Key = NamedPersonRow.Width;
        return NamedPersonRow.Read(row, column) is not { } name
            ? null
            : new ShownPersonRow(
                name,
                row.IsDBNull(column + Key) ? null : row.GetFieldValue<byte[]>(column + Key),
                row.GetBoolean(column + Key + 1),
                row.GetBoolean(column + Key + 2)
            );
    }
}

/// <summary>From rows to people: their addresses are opened, and who was never shown before gets a key.</summary>
internal sealed class ShownPeople(PublicKeys keys, KeyRing ring)
{
    /// <returns>In the same order.</returns>
    public async Task<ShownPerson[]> OpenAsync(IReadOnlyList<ShownPersonRow> rows, CancellationToken cancel)
    {
        UserId[] without = [.. rows.Where(row => row.PublicKey is null).Select(row => row.Name.User).Distinct()];
        var made = await keys.MakeAsync(without, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return
        [
            .. rows.Select(row => new ShownPerson(row.Name.Open(installation), row.PublicKey ?? made[row.Name.User], row.IsOrphan, row.IsForeign)),
        ];
    }
}
