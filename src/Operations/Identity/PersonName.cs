using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>How a person is named to others who may know of them: by their account, an e-mail address before any other, else by what they are called.</summary>
internal sealed record PersonName(string? DisplayName, Guid Login, byte[]? SealedAccount)
{
    public const int Width = 3;

    /// <param name="name">As given to <see cref="JoinOf"/>.</param>
    public static string ColumnsOf(string name) =>
        $"{name}.display_name as {name}_called, {name}.login_id as {name}_login, {name}.name_sealed as {name}_account";

    /// <param name="user">The column with the person's id.</param>
    /// <param name="name">Of the joined row; its columns are null where there is nobody.</param>
    public static string JoinOf(string user, string name) =>
        $"""
            left join lateral (
                select p.display_name, o.login_id, o.name_sealed from app_user p left join login o on o.user_id = p.user_id and o.kind <= 3
                where p.user_id = {user} order by o.kind = 2 desc, o.created_at limit 1) as {name} on true
            """;

    public static PersonName Read(NpgsqlDataReader row, int column) =>
        new(
            row.GetText(column),
            row.GetOptional<Guid>(column + 1) ?? Guid.Empty,
            row.IsDBNull(column + 2) ? null : row.GetFieldValue<byte[]>(column + 2)
        );

    public static SecretPlace PlaceOf(Guid login) => new("login", "name_sealed", login);

    /// <summary>Null for who has none.</summary>
    public string? Account(TenantKeys installation) => SealedAccount is { } blob ? installation.OpenText(PlaceOf(Login), blob) : null;

    /// <summary>Null for nobody.</summary>
    public string? Open(TenantKeys installation) => Account(installation) ?? DisplayName;

    public override string ToString() => nameof(PersonName);
}
