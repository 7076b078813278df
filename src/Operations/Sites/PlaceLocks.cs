using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Sites;

/// <summary>
/// Says which locks lead into a unit: these and no others. A lock that comes from another site is moved to the unit's. The codes of stays go with
/// it: a lock that is exchanged for another in one act gets the digits that its guests know. Who has other digits by it is told, where the site tells guests.
/// </summary>
public sealed class PlaceLocks
{
    public const int Most = 20;

    private static readonly AccessError IsElsewhere = new(AccessErrorCode.Taken, "A lock belongs to another unit.", Noun.Lock);

    private readonly TenantTurns turns;
    private readonly StayCodes codes;
    private readonly StayNews news;
    private readonly KeyRing ring;

    internal PlaceLocks(TenantTurns turns, StayCodes codes, StayNews news, KeyRing ring) =>
        (this.turns, this.codes, this.news, this.ring) = (turns, codes, news, ring);

    /// <param name="locks">None: the unit has none.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId unit, IReadOnlyList<WireId> locks, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            new TenantRules(AuditKind.UnitChanged, Permission.SitesWrite, Noun.Unit),
            unit,
            async (turn, row) =>
                locks.Count > Most ? AccessError.Invalid($"A unit has at most {Most} locks.", Noun.Unit)
                : await turns.RowsAsync(turn, locks, cancel) is not { } wanted ? AccessError.NotFound(Noun.Lock)
                : await PlaceAsync(turn, row, [.. wanted.Distinct()], cancel),
            cancel
        );

    private async Task<Outcome<Done>> PlaceAsync(CallerTurn turn, Guid unit, Guid[] locks, CancellationToken cancel)
    {
        var there = await turn.Work.ListAsync(
            """
            select l.unit_id is not null and l.unit_id <> $2 from smart_lock l
            where l.tenant_id = $1 and l.lock_id = any ($3) and l.decommissioned_at is null for update
            """,
            row => row.GetBoolean(0),
            [turn.Tenant.Value, unit, locks],
            cancel
        );
        if (there.Count != locks.Length)
        {
            return AccessError.NotFound(Noun.Lock);
        }

        if (there.Contains(true))
        {
            return IsElsewhere;
        }

        var placed = await turn.Work.DoAsync(
            """
            update smart_lock l set unit_id = case when l.lock_id = any ($3) then u.unit_id end,
                site_id = case when l.lock_id = any ($3) then u.site_id else l.site_id end, updated_at = $4
            from unit u
            where u.tenant_id = $1 and u.unit_id = $2 and u.archived_at is null and l.tenant_id = u.tenant_id
                and (l.lock_id = any ($3) or l.unit_id = u.unit_id) and l.decommissioned_at is null
            """,
            [turn.Tenant.Value, unit, locks, turn.Now],
            cancel
        );
        if (placed == 0 && locks.Length > 0)
        {
            return AccessError.NotFound(Noun.Unit);
        }

        turn.Told.Add(TenantTurns.Told(turn, AuditKind.UnitChanged, Noun.Unit, unit, "locks"));
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        if ((await codes.FollowLocksAsync(turn, new UnitId(unit), keys, cancel)).IsRefused(out var refusal, out var others))
        {
            return refusal;
        }

        foreach (var stay in others)
        {
            turn.Told.Add(TenantTurns.Told(turn, AuditKind.ReservationChanged, Noun.Reservation, stay.Value, "codes"));
            await news.TellAsync(turn, stay, GuestNews.StayChanged, keys, cancel);
        }

        return Done.Yes;
    }
}
