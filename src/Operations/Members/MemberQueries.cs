using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Members;

/// <param name="Id">Public UUID.</param>
/// <param name="Login">Null for who has none.</param>
/// <param name="IsWaiting">They were invited, and become a member when they accept.</param>
/// <param name="IsSwitchedOff">They have no right here until they are switched on again.</param>
/// <param name="Since">When they became one, or were invited.</param>
public sealed record SeenMember(string Id, string? Name, string? Login, TenantRole Role, bool IsWaiting, bool IsSwitchedOff, DateTimeOffset Since)
{
    public override string ToString() => $"member {Id}";
}

/// <summary>The people of a tenant who have a role in it, and those who are invited to one.</summary>
public sealed class MemberQueries
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal MemberQueries(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    /// <summary>Oldest first.</summary>
    public async Task<Outcome<PageOf<SeenMember>>> ListAsync(Caller by, TenantId tenant, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, ListSql.For(page), Paged.Row(Row.Read), now => [tenant.Value, page.Size, page.Start, now], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.PeopleRead, read.By.StandingIn(tenant), Noun.User) is { } weak)
        {
            return weak;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return Paged.Page(read.Rows).Select(row => row.Open(installation));
    }

    public async Task<Outcome<SeenMember>> FindAsync(Caller by, TenantId tenant, WireId person, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, OneSql, Row.Read, now => [tenant.Value, (short)person.Kind, person.Text, now], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.PeopleRead, read.By.StandingIn(tenant), Noun.User) is { } weak)
        {
            return weak;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return read.Rows is [var row] ? row.Open(installation) : AccessError.NotFound(Noun.User);
    }

    private sealed record Row(SeenMember Member, PersonName Name)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(
                new SeenMember(
                    row.GetString(0),
                    null,
                    null,
                    (TenantRole)row.GetInt16(1),
                    row.GetBoolean(2),
                    row.GetBoolean(3),
                    row.GetFieldValue<DateTimeOffset>(4)
                ),
                PersonName.Read(row, 5)
            );

        public SeenMember Open(TenantKeys installation) => Member with { Name = Name.DisplayName, Login = Name.Account(installation) };
    }

    /// <summary>Members, and the newest open invitation of each who is none.</summary>
    /// <param name="now">The number of the parameter.</param>
    private static string PeopleSql(int now) =>
        $"""
            select m.user_id, m.role, false as is_waiting, m.switched_off_at is not null as is_off, m.created_at from membership m where m.tenant_id = $1
            union all
            select * from (
                select distinct on (i.user_id) i.user_id, i.role, true, false, i.created_at from invitation i
                where i.tenant_id = $1 and {Invited(now)} order by i.user_id, i.created_at desc) as invited
            """;

    /// <summary>Of the row <c>i</c>: it makes somebody a member who is none yet.</summary>
    /// <param name="now">The number of the parameter.</param>
    internal static string Invited(int now) =>
        $"""
            i.purpose = {(int)InvitationPurpose.Membership} and i.used_at is null and i.expires_at > ${now}
                and not exists (select from membership m where m.tenant_id = i.tenant_id and m.user_id = i.user_id)
            """;

    private static readonly string Columns = $"""
        (select w.wire_id from public_id w where w.row_id = h.user_id and w.kind = {(int)
            WireIdKind.UserUuid}) as id, h.role, h.is_waiting, h.is_off, h.created_at,
        {PersonName.ColumnsOf("person")}
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        PeopleSql(4),
        PageOrder.Rising("created_at timestamptz, user_id uuid"),
        size: 2,
        "h",
        (Columns, PersonName.JoinOf("h.user_id", "person"))
    );

    private static readonly string OneSql = $"""
        select {Columns} from ({PeopleSql(4)}) as h
        join public_id p on p.row_id = h.user_id and p.kind = $2 and p.wire_id = $3
        {PersonName.JoinOf("h.user_id", "person")}
        """;
}
