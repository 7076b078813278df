using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>Who and what an event names, for those who may read it. The statement that reads them calls the event's row <c>e</c>.</summary>
/// <param name="DisplayName">Of the person who asked for it over an API.</param>
/// <param name="SealedLogin">Their account, sealed for the installation.</param>
/// <param name="Credential">What was shown at the door, by its name.</param>
internal sealed record EventNames(string? DisplayName, byte[]? SealedLogin, Guid Login, string? Credential)
{
    public const int Width = 4;

    public const string Columns = "u.display_name, lo.name_sealed, lo.login_id, c.name";

    public const string Joins = """
        left join app_user u on u.user_id = e.principal_id
        left join lateral (
            select login_id, name_sealed from login where user_id = e.principal_id and kind <= 3 order by kind = 2 desc, created_at limit 1) as lo on true
        left join credential c on c.tenant_id = e.tenant_id and c.credential_id = (convert_from(e.bytes, 'UTF8')::jsonb ->> 'credential')::uuid
        """;

    public static EventNames Read(NpgsqlDataReader row, int column) =>
        new(
            row.GetText(column),
            row.IsDBNull(column + 1) ? null : row.GetFieldValue<byte[]>(column + 1),
            row.GetOptional<Guid>(column + 2) ?? Guid.Empty,
            row.GetText(column + 3)
        );

    /// <summary>The account, else what the person is called; null where nobody asked for it over an API.</summary>
    public string? UserName(TenantKeys installation) => SealedLogin is null ? DisplayName : installation.OpenText(PlaceOf(Login), SealedLogin);

    public static SecretPlace PlaceOf(Guid login) => new("login", "name_sealed", login);
}
