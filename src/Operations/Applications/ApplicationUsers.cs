using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Applications;

/// <param name="Id">Public UUID.</param>
/// <param name="UpdatedAt">When a token last told something of them.</param>
public sealed record ApplicationUser(
    string Id,
    string? DisplayName,
    UserChannel? ForeignKey,
    UserChannel? Email,
    UserChannel? Telephone,
    DateTimeOffset UpdatedAt
);

/// <param name="IsVerified">A person is found only by what is verified; a foreign key always is.</param>
public sealed record UserChannel(string Text, bool IsVerified)
{
    public override string ToString() => nameof(UserChannel);
}

/// <summary>The people that tokens of an application told of.</summary>
public sealed class ApplicationUsers
{
    public const int LargestPage = 100;

    private static readonly AccessError UnknownLast = AccessError.Invalid("The user to go on after is none of this application.", Noun.User);

    private readonly OwnedApplications owned;
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal ApplicationUsers(OwnedApplications owned, CallerReads reads, KeyRing ring) => (this.owned, this.reads, this.ring) = (owned, reads, ring);

    /// <summary>Oldest first.</summary>
    /// <param name="last">The last one of the page before; null: from the first on.</param>
    public async Task<Outcome<IReadOnlyList<ApplicationUser>>> ListAsync(
        Caller by,
        WireId application,
        int pageSize,
        WireId? last,
        CancellationToken cancel
    )
    {
        if ((await owned.ReadAsync(by, application, cancel)).IsRefused(out var missing, out var its))
        {
            return missing;
        }

        if ((await AfterAsync(by, its, last, cancel)).IsRefused(out var unknown, out var after))
        {
            return unknown;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var found = await reads.ReadAsync(
            by,
            [its.Tenant],
            Sql,
            row => Read(row, installation),
            _ => [its.Tenant.Value, its.Application.Value, after.Value, Math.Clamp(pageSize, 1, LargestPage)],
            cancel
        );
        return found.Then(read => (IReadOnlyList<ApplicationUser>)read.Rows);
    }

    /// <summary>Behind whom the page begins; others than the application's own people are nobody here (AZ-3).</summary>
    private async Task<Outcome<UserId>> AfterAsync(Caller by, OwnedApplication its, WireId? last, CancellationToken cancel)
    {
        if (last is not { } uuid)
        {
            return default(UserId);
        }

        var found = await reads.ReadAsync(
            by,
            [its.Tenant],
            """
            select p.user_id from public_id w join application_person p on p.user_id = w.row_id
            where w.kind = $1 and w.wire_id = $2 and p.tenant_id = $3 and p.application_id = $4
            """,
            row => new UserId(row.GetGuid(0)),
            _ => [(short)uuid.Kind, uuid.Text, its.Tenant.Value, its.Application.Value],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is [var person] ? person
            : UnknownLast;
    }

    private static ApplicationUser Read(NpgsqlDataReader row, TenantKeys installation)
    {
        return new ApplicationUser(row.GetString(0), row.GetText(1), Channel(3), Channel(6), Channel(9), row.GetFieldValue<DateTimeOffset>(2));

        UserChannel? Channel(int column) =>
            row.IsDBNull(column)
                ? null
                : new UserChannel(
                    installation.OpenText(PersonName.PlaceOf(row.GetGuid(column)), row.GetFieldValue<byte[]>(column + 1)),
                    row.GetBoolean(column + 2)
                );
    }

    private static readonly string Sql = $"""
        select w.wire_id, u.display_name, p.updated_at,
            f.login_id, f.name_sealed, f.verified_at is not null, e.login_id, e.name_sealed, e.verified_at is not null,
            t.login_id, t.name_sealed, t.verified_at is not null
        from application_person p
        join app_user u on u.user_id = p.user_id and u.disabled_at is null
        join public_id w on w.tenant_id = u.home_tenant_id and w.row_id = u.user_id and w.kind = {(int)WireIdKind.UserUuid}
        left join login f on f.user_id = p.user_id and f.kind = {(int)LoginKind.ForeignKey}
        left join login e on e.user_id = p.user_id and e.kind = {(int)LoginKind.Email}
        left join login t on t.user_id = p.user_id and t.kind = {(int)LoginKind.Telephone}
        where p.tenant_id = $1 and p.application_id = $2 and p.user_id > $3
        order by p.user_id limit $4
        """;
}
