using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>What a caller may know of passcodes, cards and fingerprints.</summary>
public sealed class CredentialQueries
{
    // First, since the statements below are made of it. What was revoked is told as long as the lock may hold it: one that never took it has nothing to remove.
    private static readonly string Shown =
        $"(e.desired_present or (e.gone_at is null and (e.observed <> 0 or e.path = {(int)EnrollmentPath.OfflineScheme})))";

    private readonly CallerReads reads;
    private readonly RevealRecords reveals;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;

    internal CredentialQueries(CallerReads reads, RevealRecords reveals, KeyRing ring, WireIdIndex index) =>
        (this.reads, this.reveals, this.ring, this.index) = (reads, reveals, ring, index);

    /// <summary>Those of one kind on a lock: those that live, those being removed, and those whose window is over.</summary>
    public async Task<Outcome<PageOf<CredentialView>>> OnLockAsync(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        CredentialsFilter filter,
        CancellationToken cancel
    ) => (await ListAsync(by, kind, smartLock, AccessAct.ListCredentials, filter, cancel)).Then(found => found.Page.Select(row => row.View!));

    /// <summary>
    /// The same with digits or numbers, for wires that list them: for who may manage the lock's codes; one audit record a principal, lock, kind and hour
    /// (KR-3). None where an operator has masked them for the caller's client, and then nothing is revealed.
    /// </summary>
    public async Task<Outcome<PageOf<CredentialView>>> OnLockWithValuesAsync(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        CredentialsFilter filter,
        CancellationToken cancel
    )
    {
        var listed = await ListAsync(by, kind, smartLock, AccessAct.RevealCredentials, filter, cancel);
        if (listed.IsRefused(out var refusal, out var found))
        {
            return refusal;
        }

        if (found.By.MasksCodes)
        {
            return found.Page.Select(row => row.View!);
        }

        if (
            found.Page.Items.Count > 0
            && await reveals.OnceAnHourAsync(by, kind, found.Tenant, [found.Page.Items[0].Lock.Id], cancel) is { } unrecorded
        )
        {
            return unrecorded;
        }

        using var keys = await ring.RentAsync(found.Tenant, cancel);
        return found.Page.Select(row => row.View! with { Value = row.Open(kind, keys) });
    }

    /// <param name="id">Of an enrollment.</param>
    public async Task<Outcome<CredentialView>> OneAsync(Caller by, CredentialKind kind, WireId id, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row => CredentialRow.Read(row, reads.Now),
            _ => [(short)id.Kind, id.Text, by.User?.Value, (short)kind],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var one, ..])
        {
            return kind.Missing();
        }

        // By their rights as they are now, not as they were remembered.
        if (one.Refuse(AccessAct.ListCredentials, read.By, reads.Now) is { } weak)
        {
            return kind.Told(weak);
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return one.NamedBy(installation).View!;
    }

    private sealed record Listed(Caller By, TenantId Tenant, PageOf<CredentialRow> Page);

    private async Task<Outcome<Listed>> ListAsync(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        AccessAct act,
        CredentialsFilter filter,
        CancellationToken cancel
    )
    {
        var indexes = await IndexesAsync(by, kind, smartLock, filter, cancel);
        var found = await reads.ReadAsync(
            by,
            filter.Page.After is null ? ByNumber : ByPlace,
            row => (Row: CredentialRow.Read(row, reads.Now), Trail: PagedRow.ReadTrail(row)),
            _ =>
                [
                    (short)smartLock.Kind,
                    smartLock.Text,
                    by.User?.Value,
                    filter.Search is { } part ? Like.Escape(part) : null,
                    filter.Page.Size,
                    filter.Page.Start,
                    indexes,
                    filter.Digits is not null,
                    filter.EnrollmentNumber?.ToString(CultureInfo.InvariantCulture),
                    (int)filter.Order,
                    (short)kind,
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        // By their rights as they are now, not as they were remembered.
        var rows = read.Rows;
        if ((rows.Count == 0 ? AccessError.NotFound(Noun.Lock) : rows[0].Row.Refuse(act, read.By, reads.Now)) is { } weak)
        {
            return weak;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var shown = rows.Where(row => row.Row.View is not null).Select(row => row.Row.NamedBy(installation));
        return new Listed(read.By, rows[0].Row.Tenant, Paged.Page<CredentialRow>([.. shown], [.. rows.Select(row => row.Trail)]));
    }

    /// <summary>Of the digits or the number that are looked for; null where none are.</summary>
    private async Task<IReadOnlyList<byte[]>?> IndexesAsync(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        CredentialsFilter filter,
        CancellationToken cancel
    )
    {
        var value = filter.Digits is { } digits ? CredentialValue.Of(digits) : CredentialValue.Typed(kind, filter.Search);
        if (value is null || await index.FindAsync(smartLock, by.Tenants, cancel) is not { } row)
        {
            return null;
        }

        using var keys = await ring.RentAsync(row.Tenant, cancel);
        return [.. keys.ValueIndexes(new LockId(row.Id), value)];
    }

    private static readonly string OneSql = $"""
        select {CredentialRow.Columns}
        from public_id p
        join enrollment e on e.tenant_id = p.tenant_id and e.enrollment_id = p.row_id and {Shown} and e.kind = $4
        join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id and l.decommissioned_at is null
        {CredentialRow.Joins}
        where p.kind = $1 and p.wire_id = $2
        """;

    private static readonly PageOrder Newest = PageOrder.Falling("created_at timestamptz, enrollment_id uuid");

    private static readonly string ByNumber = ListSql(
        $"select *, null::text[] as page_key, row_number() over ({Order}) as n from hits {Order} limit $5 offset $6",
        "(select count(*)::int from hits), null::int"
    );

    /// <summary>Newest first, in whatever order is asked for.</summary>
    private static readonly string ByPlace = ListSql(
        $"select of.*, row_number() over (order by {Newest.Sql}) as n from ({Paged.Rows("hits", Newest, size: 5, byPlace: true)}) as of",
        Paged.Total("hits", size: 5)
    );

    // The lock is found first, so that an empty list differs from a lock that is not there.
    private static string ListSql(string page, string total) =>
        $"""
        with door as (
            select l.* from public_id p join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is null
            where p.kind = $1 and p.wire_id = $2),
        hits as (
            select e.tenant_id, e.enrollment_id, e.created_at, coalesce(c.name, '') as name from door l
            join enrollment e on e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.kind = $11 and {Shown}
            join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.origin <> {(int)CredentialOrigin.Super}
            where ($4::text is null or c.name ilike '%' || $4 || '%' or e.value_index = any ($7::bytea[]))
                and (not $8 or e.value_index = any ($7::bytea[]))
                and ($9::text is null or e.enrollment_id = (select row_id from public_id where kind = {(int)
            WireIdKind.EnrollmentNumber} and wire_id = $9))),
        page as ({page})
        select {CredentialRow.Columns}, page.page_key, {total}
        from door l
        left join page on page.tenant_id = l.tenant_id
        left join enrollment e on e.tenant_id = page.tenant_id and e.enrollment_id = page.enrollment_id
        {CredentialRow.Joins}
        order by page.n
        """;

    private const string Order = "order by case $10 when 1 then name end, case $10 when 2 then name end desc, created_at desc, enrollment_id desc";
}

/// <summary>The same of passcodes alone.</summary>
public sealed class PasscodeQueries
{
    private readonly CredentialQueries all;

    internal PasscodeQueries(CredentialQueries all) => this.all = all;

    public Task<Outcome<PageOf<CredentialView>>> OnLockAsync(Caller by, WireId smartLock, CredentialsFilter filter, CancellationToken cancel) =>
        all.OnLockAsync(by, CredentialKind.Passcode, smartLock, filter, cancel);

    /// <inheritdoc cref="CredentialQueries.OnLockWithValuesAsync"/>
    public Task<Outcome<PageOf<CredentialView>>> OnLockWithDigitsAsync(
        Caller by,
        WireId smartLock,
        CredentialsFilter filter,
        CancellationToken cancel
    ) => all.OnLockWithValuesAsync(by, CredentialKind.Passcode, smartLock, filter, cancel);

    /// <param name="id">Of an enrollment.</param>
    public Task<Outcome<CredentialView>> OneAsync(Caller by, WireId id, CancellationToken cancel) =>
        all.OneAsync(by, CredentialKind.Passcode, id, cancel);
}
