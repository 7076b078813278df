using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Users;

/// <summary>A person as those may know them who share a lock with them.</summary>
/// <param name="Id">Public UUID.</param>
/// <param name="Email">Null where they log in otherwise.</param>
public sealed record NamedPerson(string Id, string? Email, string? DisplayName)
{
    public override string ToString() => $"person {Id}";
}

/// <summary>A person as they are read, before their address is opened. In a statement they have a name, and their columns begin with it.</summary>
internal sealed record NamedPersonRow(UserId User, string Id, Guid Login, byte[]? SealedEmail, string? DisplayName)
{
    public const int Width = 5;

    public static string ColumnsOf(string name) =>
        $"{name}.user_id as {name}_user, {name}_id.wire_id as {name}_uuid, {name}_login.login_id as {name}_login_id, "
        + $"{name}_login.name_sealed as {name}_sealed, {name}.display_name as {name}_called";

    /// <param name="user">The column with the person's id; where it is null, or of nobody, all columns are.</param>
    public static string JoinOf(string user, string name) =>
        $"""
            left join app_user {name} on {name}.user_id = {user}
            left join public_id {name}_id on {name}_id.tenant_id = {name}.home_tenant_id and {name}_id.row_id = {name}.user_id
                and {name}_id.kind = {(int)WireIdKind.UserUuid}
            left join lateral (
                select i.login_id, i.name_sealed from login i where i.user_id = {name}.user_id and i.kind = {(int)LoginKind.Email}
                order by i.created_at limit 1) as {name}_login on true
            """;

    /// <summary>Null for nobody.</summary>
    public static NamedPersonRow? Read(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) || row.IsDBNull(column + 1)
            ? null
            : new NamedPersonRow(
                new UserId(row.GetGuid(column)),
                row.GetString(column + 1),
                row.GetOptional<Guid>(column + 2) ?? Guid.Empty,
                row.IsDBNull(column + 3) ? null : row.GetFieldValue<byte[]>(column + 3),
                row.GetText(column + 4)
            );

    public NamedPerson Open(TenantKeys installation) =>
        new(Id, SealedEmail is { } blob ? installation.OpenText(PersonName.PlaceOf(Login), blob) : null, DisplayName);

    public override string ToString() => $"person {Id}";
}
