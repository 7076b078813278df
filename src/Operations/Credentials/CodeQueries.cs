using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// The codes of a tenant by unit, by lock or one by one, for its members and keys, with digits, numbers and QR: whoever reads them may reveal what is on each of those
/// locks, and that is recorded once an hour (KR-3), of a box's code by itself.
/// </summary>
public sealed class CodeQueries
{
    private readonly CallerReads reads;
    private readonly RevealRecords reveals;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;

    internal CodeQueries(CallerReads reads, RevealRecords reveals, KeyRing ring, WireIdIndex index) =>
        (this.reads, this.reveals, this.ring, this.index) = (reads, reveals, ring, index);

    /// <summary>Those that were not revoked, on any lock of the unit; by their start, then by id.</summary>
    public Task<Outcome<PageOf<SeenCode>>> OnUnitAsync(Caller by, CredentialKind kind, WireId unit, CodesFilter filter, CancellationToken cancel) =>
        ListAsync(by, kind, unit, Noun.Unit, CodeSql.OnUnit, filter, cancel);

    /// <inheritdoc cref="OnUnitAsync"/>
    public Task<Outcome<PageOf<SeenCode>>> OnLockAsync(
        Caller by,
        CredentialKind kind,
        WireId smartLock,
        CodesFilter filter,
        CancellationToken cancel
    ) => ListAsync(by, kind, smartLock, Noun.Lock, CodeSql.OnLock, filter, cancel);

    /// <summary>One, revoked or not, for a door or for a box.</summary>
    public async Task<Outcome<SeenCode>> OneAsync(Caller by, CredentialKind kind, WireId id, CancellationToken cancel) =>
        await index.FindAsync(id, by.Tenants, cancel) is { } row ? await OneAsync(by, kind, row.Id, Anybodys, cancel) : kind.Missing();

    /// <summary>What is known of one, revoked or not, without its value: nothing is revealed.</summary>
    public async Task<Outcome<SeenCode>> KnownAsync(Caller by, CredentialKind kind, WireId id, CancellationToken cancel) =>
        await index.FindAsync(id, by.Tenants, cancel) is { } row ? await OneAsync(by, kind, row.Id, Listing, cancel) : kind.Missing();

    /// <summary>One that the caller's own act has made: whoever may make codes is told of theirs, also without the right to be told others' (keyvox.md 12).</summary>
    public Task<Outcome<SeenCode>> MadeAsync(Caller by, CredentialKind kind, CredentialId made, CancellationToken cancel) =>
        OneAsync(by, kind, made.Value, OwnMaking, cancel);

    private async Task<Outcome<SeenCode>> OneAsync(Caller by, CredentialKind kind, Guid row, Showing rule, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(by, CodeSql.One, CodeRow.Read, _ => [by.Home.Value, (short)kind, row], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        var opened = await OpenAsync(read.By, by, kind, read.Rows, rule, cancel);
        return opened.IsRefused(out refusal, out var codes) ? refusal
            : codes is [var one, ..] ? one
            : kind.Missing();
    }

    private async Task<Outcome<PageOf<SeenCode>>> ListAsync(
        Caller by,
        CredentialKind kind,
        WireId on,
        Noun what,
        string sql,
        CodesFilter filter,
        CancellationToken cancel
    )
    {
        if (await index.FindAsync(on, by.Tenants, cancel) is not { } place)
        {
            return AccessError.NotFound(what);
        }

        var after = filter.After is { } cursor ? await index.FindAsync(cursor, by.Tenants, cancel) : null;
        var found = await reads.ReadAsync(
            by,
            sql,
            CodeRow.Read,
            _ =>
                [
                    place.Tenant.Value,
                    (short)kind,
                    place.Id,
                    filter.From,
                    filter.Until,
                    filter.Size,
                    filter.Offset,
                    filter.After is null ? null : after?.Id ?? Guid.Empty,
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (read.Rows is not [var first, ..] || (filter.After is not null && !first.KnowsCursor))
        {
            return read.Rows.Count == 0 ? AccessError.NotFound(what) : AccessError.Invalid("There is no such place in the list.", kind.Noun());
        }

        return (await OpenAsync(read.By, by, kind, read.Rows, Anybodys, cancel)).Then(codes => new PageOf<SeenCode>([.. codes], first.Total));
    }

    /// <param name="now">The caller as the database knew them when the rows were read.</param>
    private async Task<Outcome<List<SeenCode>>> OpenAsync(
        Caller now,
        Caller by,
        CredentialKind kind,
        List<CodeRow> rows,
        Showing rule,
        CancellationToken cancel
    )
    {
        var tenant = rows.Count == 0 ? now.Home : rows[0].Tenant;
        if (RefuseAny(now, rows, tenant, rule) is { } weak)
        {
            return weak;
        }

        var codes = rows.Where(row => row.Code is not null).ToList();
        if (rule.ShowsValues && !now.MasksCodes)
        {
            LockId[] locks = [.. codes.Where(row => row.Place is not null).Select(row => row.Place!.Lock.Id).Distinct()];
            CredentialId[] onNone = [.. codes.Where(row => row.Place is null).Select(row => row.Code!.Id)];
            var unrecorded =
                await reveals.OnceAnHourAsync(by, kind, tenant, locks, cancel) ?? await reveals.OnceAnHourAsync(by, kind, tenant, onNone, cancel);
            if (unrecorded is not null)
            {
                return unrecorded;
            }
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return codes
            .GroupBy(row => row.Code!.Id)
            .Select(of => CodeRow.View([.. of], rule.ShowsValues && !now.MasksCodes ? keys : null, reads.Now))
            .ToList();
    }

    /// <summary>By their rights as they are now, not as they were remembered; at each lock that is told of.</summary>
    private AccessError? RefuseAny(Caller by, List<CodeRow> rows, TenantId tenant, Showing rule) =>
        AccessDecision.Refuse(rule.Needed, by.StandingIn(tenant), Noun.Lock)
        ?? rows.Where(row => row.Place is not null)
            .Select(row => row.Place!.Lock.Refuse(rule.AtEachLock, by, tenant, reads.Now))
            .FirstOrDefault(refusal => refusal is not null);

    /// <summary>What it takes to be shown codes.</summary>
    private readonly record struct Showing(Permission Needed, AccessAct AtEachLock, bool ShowsValues = true);

    private static readonly Showing Anybodys = new(Permission.PinsReveal, AccessAct.RevealCredentials);
    private static readonly Showing Listing = new(Permission.CredentialsRead, AccessAct.ListCredentials, ShowsValues: false);
    private static readonly Showing OwnMaking = new(Permission.CredentialsWrite, AccessAct.RevokeCredentials);
}
