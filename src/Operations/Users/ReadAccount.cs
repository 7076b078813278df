using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Users;

/// <param name="Email">In lower case; null: they have none.</param>
public sealed record AccountView(UserId User, string? Email, string? DisplayName, bool IsEmailVerified)
{
    public override string ToString() => $"account {User.Value}";
}

/// <summary>What a person is told of their own account.</summary>
public sealed class ReadAccount
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal ReadAccount(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    public async Task<Outcome<AccountView>> RunAsync(Caller by, CancellationToken cancel)
    {
        var read = await reads.ListAsync(by, Sql, Row.Read, _ => [by.Principal.Id, (short)LoginKind.Email], cancel);
        if (read.IsRefused(out var refusal, out var rows))
        {
            return refusal;
        }

        if (rows.Count == 0)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return rows[0].Open(installation);
    }

    private sealed record Row(UserId User, string? DisplayName, Guid? Login, byte[]? Sealed, bool IsVerified)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(
                new UserId(row.GetGuid(0)),
                row.GetText(1),
                row.GetOptional<Guid>(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
                row.GetBoolean(4)
            );

        public AccountView Open(TenantKeys installation) =>
            new(
                User,
                Sealed is { } blob && Login is { } login ? installation.OpenText(PersonName.PlaceOf(login), blob) : null,
                DisplayName,
                IsVerified
            );
    }

    private const string Sql = """
        select u.user_id, u.display_name, o.login_id, o.name_sealed, coalesce(o.verified_at is not null, false)
        from app_user u
        left join lateral (
            select * from login l where l.user_id = u.user_id and l.kind = $2 order by l.created_at limit 1) as o on true
        where u.user_id = $1
        """;
}
