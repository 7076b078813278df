using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Users;

/// <summary>Where a person gets mail; null where they have no e-mail address.</summary>
/// <param name="Locale">Of the person; null: none is known.</param>
internal sealed record PersonEmail(Guid Login, byte[] Sealed, bool IsVerified, string? Locale)
{
    private const string Sql = """
        select l.login_id, l.name_sealed, l.verified_at is not null, u.locale
        from login l join app_user u on u.user_id = l.user_id where l.user_id = $1 and l.kind = $2 order by l.created_at limit 1
        """;

    public static Task<PersonEmail?> FindAsync(Work work, UserId person, CancellationToken cancel) =>
        work.FirstAsync(Sql, Read, [person.Value, (short)LoginKind.Email], cancel);

    public ContactText Open(TenantKeys installation) => ContactText.Email(installation.OpenText(PersonName.PlaceOf(Login), Sealed)).Value;

    public override string ToString() => nameof(PersonEmail);

    private static PersonEmail Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetBoolean(2), row.GetText(3));
}
