using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Reservations;

/// <summary>What is known of one lock of one unit of a stay, for <see cref="ProofOfAccess"/>. Nothing of it is stored: it is worked out when it is asked for.</summary>
/// <param name="Lock">Null where the unit has none.</param>
/// <param name="Code">Null where the lock has no code of the stay.</param>
/// <param name="EmptyFrom">When its battery may be empty at the earliest; null where nobody knows.</param>
internal sealed record StayEvidence(ReservationId Reservation, UnitId Unit, EvidenceLock? Lock, Verdict? Code, DateTimeOffset? EmptyFrom)
{
    /// <summary>Every lock of every unit that is not over. Parameters: tenant, reservations.</summary>
    public static readonly string Sql = $"""
        select r.reservation_id, r.unit_id, l.lock_id, {WireIds.Of(WireIdKind.LockUuid, "l.lock_id")}, l.name,
            coalesce(k.is_online, false), k.changed_at, f.empty_from, {EnrollmentRow.Columns}
        from reservation_unit r
        left join smart_lock l on l.tenant_id = r.tenant_id and l.unit_id = r.unit_id and l.decommissioned_at is null
        left join site s on s.tenant_id = l.tenant_id and s.site_id = l.site_id
        left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
        left join battery_forecast f on f.tenant_id = l.tenant_id and f.device_id = l.device_id
        left join lateral (
            select x.xmin, x.* from reservation_credential rc
            join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id and c.revoked_at is null
            join enrollment x on x.tenant_id = c.tenant_id and x.credential_id = c.credential_id and x.lock_id = l.lock_id and x.desired_present
            where rc.tenant_id = r.tenant_id and rc.reservation_id = r.reservation_id and rc.unit_id = r.unit_id
            order by rc.created_at desc limit 1) as e on true
        where r.tenant_id = $1 and r.reservation_id = any ($2) and r.checked_out_at is null
        order by r.unit_id, l.name, l.lock_id
        """;

    private const int OwnWidth = 8;

    public static StayEvidence Read(NpgsqlDataReader row, DateTimeOffset now) =>
        new(
            new ReservationId(row.GetGuid(0)),
            new UnitId(row.GetGuid(1)),
            row.IsDBNull(2) ? null : new EvidenceLock(new LockId(row.GetGuid(2)), row.GetString(3), row.GetString(4)),
            row.IsDBNull(OwnWidth + 1)
                ? null
                : EnrollmentKnowledge.Of(EnrollmentRow.Read(row, OwnWidth), now, row.GetBoolean(5) ? now : row.GetInstant(6)).Verdict,
            row.GetInstant(7)
        );

    /// <summary>Whether its battery opens the door until the end of the stay: of one that is days away nobody asks, since batteries are changed.</summary>
    public bool? BatteryLasts(Period stay, DateTimeOffset now) =>
        EmptyFrom is { } from && now >= stay.StartsAt - StayClock.LooksAhead && now < stay.EndsAt ? from >= stay.EndsAt : null;

    /// <param name="evidence">Of one stay.</param>
    public static AccessVerdict? Judge(StayState state, Period stay, IEnumerable<StayEvidence> evidence, DateTimeOffset now) =>
        ProofOfAccess.Of(
            state,
            [
                .. evidence
                    .GroupBy(one => one.Unit)
                    .Select(unit => new UnitProof(
                        unit.Key,
                        [.. unit.Where(one => one.Lock is not null).Select(one => new DoorProof(one.Lock!.Id, one.Code, one.BatteryLasts(stay, now)))]
                    )),
            ]
        );
}

/// <param name="Uuid">Its public one.</param>
internal sealed record EvidenceLock(LockId Id, string Uuid, string Name);
