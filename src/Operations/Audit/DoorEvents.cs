using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Audit;

/// <summary>
/// What happened at the doors of a tenant, out of the one list of events, for its members and keys; newest first. What was asked and has not ended is never among it (AU-1).
/// That somebody reads it is recorded once an hour (AU-6).
/// </summary>
public sealed class DoorEvents
{
    /// <summary>A search counts no further.</summary>
    public const int MostCounted = 10_000;

    private readonly CallerReads reads;
    private readonly WireIdIndex index;
    private readonly KeyRing ring;
    private readonly RevealRecords reveals;
    private readonly HistoryReads seen;

    internal DoorEvents(CallerReads reads, WireIdIndex index, KeyRing ring, RevealRecords reveals, HistoryReads seen) =>
        (this.reads, this.index, this.ring, this.reveals, this.seen) = (reads, index, ring, reveals, seen);

    /// <returns>With the total of all pages, up to <see cref="MostCounted"/>.</returns>
    public async Task<Outcome<PageOf<DoorEvent>>> ListAsync(Caller by, DoorEventsFilter filter, CancellationToken cancel)
    {
        var wanted = await WantedAsync(by, filter, cancel);
        if (wanted.IsRefused(out var unknown, out var rows))
        {
            return unknown;
        }

        var after = filter.After is { } number ? await SequenceAsync(by, number, cancel) : null;
        var found = await reads.ReadAsync(by, DoorEventSql.Search, DoorEventRow.Read, _ => DoorEventSql.Values(by.Home, rows, filter, after), cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.AuditRead, read.By.StandingIn(by.Home), Noun.Lock) is { } weak)
        {
            return weak;
        }

        if (read.Rows is not [var first, ..] || !first.KnowsCursor)
        {
            return AccessError.Invalid("There is no such place in the list.", Noun.AuditEvent);
        }

        await seen.NoteAsync(by, cancel);
        return await OpenAsync(read.By, by, read.Rows, cancel);
    }

    /// <summary>One that is named and not there is not there; of the locks none is an empty list.</summary>
    private async Task<Outcome<DoorEventSql.Wanted>> WantedAsync(Caller by, DoorEventsFilter filter, CancellationToken cancel)
    {
        var locks = filter.Locks is null ? null : new List<Guid>();
        foreach (var one in filter.Locks ?? [])
        {
            if (await index.FindAsync(one, by.Tenants, cancel) is not { } row)
            {
                return AccessError.NotFound(Noun.Lock);
            }

            locks!.Add(row.Id);
        }

        var (unit, site, person) = (
            await RowAsync(by, filter.Unit, cancel),
            await RowAsync(by, filter.Site, cancel),
            await PersonAsync(filter.Person, cancel)
        );
        return filter.Unit is not null && unit is null ? AccessError.NotFound(Noun.Unit)
            : filter.Site is not null && site is null ? AccessError.NotFound(Noun.Site)
            : new DoorEventSql.Wanted(locks?.ToArray(), unit, site, person);
    }

    private async Task<Guid?> RowAsync(Caller by, WireId? id, CancellationToken cancel) =>
        id is { } named ? (await index.FindAsync(named, by.Tenants, cancel))?.Id : null;

    /// <summary>People are of no tenant. One that nobody knows did nothing; the empty id is the server's own.</summary>
    private async Task<Guid?> PersonAsync(WireId? id, CancellationToken cancel) =>
        id is { } named ? (await index.FindAsync(named, cancel))?.Id ?? Guid.AllBitsSet : null;

    private async Task<long?> SequenceAsync(Caller by, long number, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(by.Home, cancel);
        return keys.RecordIds.Invert(number) ?? 0;
    }

    private async Task<Outcome<PageOf<DoorEvent>>> OpenAsync(Caller now, Caller by, List<DoorEventRow> rows, CancellationToken cancel)
    {
        var events = rows.Where(row => row.Told is not null).ToList();
        var shows = !now.MasksCodes && now.StandingIn(by.Home)?.Contains(Permission.PinsReveal) == true;
        LockId[] revealed = [.. events.Where(row => shows && row.ShowsDigits).Select(row => new LockId(row.Told!.Lock!.Value)).Distinct()];
        if (await reveals.OnceAnHourAsync(by, CredentialKind.Passcode, by.Home, revealed, cancel) is { } unrecorded)
        {
            return unrecorded;
        }

        using var keys = await ring.RentAsync(by.Home, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return new PageOf<DoorEvent>([.. events.Select(row => row.Open(keys, installation, shows))], rows[0].Total);
    }
}
