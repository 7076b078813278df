using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Grants;

/// <summary>A grant as those see it who run its tenant. Ids are public UUIDs.</summary>
/// <param name="HolderName">What they are called.</param>
/// <param name="HolderLogin">Null for who has none.</param>
/// <param name="Name">What its giver calls it.</param>
/// <param name="DerivedFrom">The grant that it ends with.</param>
/// <param name="GivenBy">Null where no person gave it.</param>
public sealed record SeenGrant(
    string Id,
    string Lock,
    string LockName,
    string Holder,
    string? HolderName,
    string? HolderLogin,
    AccessGrant Terms,
    string? Name,
    string? Remarks,
    string? DerivedFrom,
    string? GivenBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt
)
{
    public override string ToString() => $"grant {Id}";
}

/// <summary>Of which lock and whose; what is null filters nothing.</summary>
public sealed record TenantGrantsFilter(PageRequest Page)
{
    public WireId? Lock { get; init; }

    public WireId? Holder { get; init; }
}

/// <summary>The grants to the locks of a tenant that were not revoked, for its members and keys: those that are over too, and the owners'.</summary>
public sealed class TenantGrants
{
    private readonly CallerReads reads;
    private readonly KeyRing ring;

    internal TenantGrants(CallerReads reads, KeyRing ring) => (this.reads, this.ring) = (reads, ring);

    /// <summary>Oldest first. Of a lock or person that is not there: none.</summary>
    public async Task<Outcome<PageOf<SeenGrant>>> ListAsync(Caller by, TenantId tenant, TenantGrantsFilter filter, CancellationToken cancel)
    {
        var (page, smartLock, holder) = (filter.Page, filter.Lock, filter.Holder);
        var found = await reads.ReadAsync(
            by,
            ListSql.For(page),
            Paged.Row(Row.Read),
            _ => [tenant.Value, page.Size, page.Start, (short?)smartLock?.Kind, smartLock?.Text, (short?)holder?.Kind, holder?.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.GrantsRead, read.By.StandingIn(tenant), Noun.Grant) is { } weak)
        {
            return weak;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return Paged.Page(read.Rows).Select(row => row.Open(installation));
    }

    public async Task<Outcome<SeenGrant>> FindAsync(Caller by, WireId grantId, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => (Row: Row.Read(row), Tenant: new TenantId(row.GetGuid(Row.Width))),
            _ => [(short)grantId.Kind, grantId.Text],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var (row, tenant)])
        {
            return NamedGrant.Missing;
        }

        if (AccessDecision.Refuse(Permission.GrantsRead, read.By.StandingIn(tenant), Noun.Grant) is { } weak)
        {
            return weak;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return row.Open(installation);
    }

    /// <summary>Before the login of its holder is opened.</summary>
    private sealed record Row(SeenGrant Grant, PersonName Holder)
    {
        private const int Terms = 8 + PersonName.Width;

        public const int Width = Terms + GrantRow.Width + 2;

        public static Row Read(NpgsqlDataReader row) =>
            new(
                new SeenGrant(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    null,
                    null,
                    GrantRow.ReadOptional(row, Terms)!,
                    row.GetText(4) is { Length: > 0 } name ? name : null,
                    row.GetText(5),
                    row.GetText(6),
                    row.GetText(7),
                    row.GetFieldValue<DateTimeOffset>(Terms + GrantRow.Width),
                    row.GetFieldValue<DateTimeOffset>(Terms + GrantRow.Width + 1)
                ),
                PersonName.Read(row, 8)
            );

        public SeenGrant Open(TenantKeys installation) => Grant with { HolderName = Holder.DisplayName, HolderLogin = Holder.Account(installation) };
    }

    private static readonly string Columns = $"""
        {WireIds.Of(WireIdKind.GrantUuid, "g.grant_id")} as id, {WireIds.Of(WireIdKind.LockUuid, "g.lock_id")} as lock, l.name as lock_name,
        {UserOf("g.user_id")} as holder, g.name as given_name, g.remarks, {WireIds.Of(WireIdKind.GrantUuid, "g.derived_from")} as origin,
        {UserOf("g.given_by")} as giver, {PersonName.ColumnsOf("person")}, {GrantRow.Columns}, g.created_at, g.updated_at
        """;

    private static readonly string Joins = $"""
        left join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id
        {PersonName.JoinOf("g.user_id", "person")}
        """;

    /// <summary>A person's ids are of their home.</summary>
    private static string UserOf(string column) =>
        $"(select w.wire_id from public_id w where w.row_id = {column} and w.kind = {(int)WireIdKind.UserUuid})";

    private static string RowOf(int kind) => $"(select p.row_id from public_id p where p.kind = ${kind} and p.wire_id = ${kind + 1})";

    private static readonly PagedSql ListSql = Paged.Sql(
        $"""
        select g.* from access_grant g where g.tenant_id = $1 and g.revoked_at is null
            and ($4::smallint is null or g.lock_id = {RowOf(4)}) and ($6::smallint is null or g.user_id = {RowOf(6)})
        """,
        PageOrder.Rising("created_at timestamptz, grant_id uuid"),
        size: 2,
        "g",
        (Columns, Joins)
    );

    private static readonly string OneSql = $"""
        select {Columns}, g.tenant_id from public_id p
        join access_grant g on g.tenant_id = p.tenant_id and g.grant_id = p.row_id and g.revoked_at is null {Joins}
        where p.kind = $1 and p.wire_id = $2
        """;
}
