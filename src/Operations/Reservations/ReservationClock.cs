using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>
/// Looks at the proof of access of stays whose time has come, and tells when it got worse or better. Every node runs it, and they share the work. It revokes
/// nothing: codes end by their own windows.
/// </summary>
public sealed class ReservationClock
{
    private const int AtOnce = 100;
    private const int MostRounds = 50;

    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal ReservationClock(AccessDb db, TimeProvider clock) => (this.db, this.clock) = (db, clock);

    /// <summary>One round: all that is due.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var now = clock.Now();
            var due = await db.ListAsync(
                TenantSet.None,
                "select tenant_id, reservation_id from latchwork_reservations_due($1, $2)",
                row => (Tenant: new TenantId(row.GetGuid(0)), Id: row.GetGuid(1)),
                [now, AtOnce],
                cancel
            );
            foreach (var tenant in due.GroupBy(one => one.Tenant))
            {
                await LookAsync(tenant.Key, [.. tenant.Select(one => one.Id)], now, cancel);
            }

            if (due.Count < AtOnce)
            {
                return;
            }
        }
    }

    /// <param name="ToldBatteries">Locks of which it was told that their battery ends before the stay.</param>
    private sealed record Due(ReservationId Id, StayState State, Period Codes, Readiness? Told, Period Stay, Guid[] ToldBatteries);

    private async Task LookAsync(TenantId tenant, Guid[] ids, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        // The chain first, as every act takes it before the rows of a stay.
        var chain = await work.HoldChainsAsync(cancel, tenant);
        var due = await work.ListAsync(
            """
            select reservation_id, state, starts_at - early, ends_at + extend, told_verdict, starts_at, ends_at, told_batteries from reservation
            where tenant_id = $1 and reservation_id = any ($2) and clock_due_at <= $3 for update skip locked
            """,
            row => new Due(
                new ReservationId(row.GetGuid(0)),
                (StayState)row.GetInt16(1),
                new Period(row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3)),
                (Readiness?)row.GetOptional<short>(4),
                new Period(row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6)),
                row.GetFieldValue<Guid[]>(7)
            ),
            [tenant.Value, ids, now],
            cancel
        );
        var evidence = await work.ListAsync(StayEvidence.Sql, row => StayEvidence.Read(row, now), [tenant.Value, ids], cancel);
        var byStay = evidence.ToLookup(one => one.Reservation);
        var looked = due.ConvertAll(stay =>
            (
                Stay: stay,
                Verdict: StayEvidence.Judge(stay.State, stay.Stay, byStay[stay.Id], now)?.Overall,
                Ending: Ending(stay, byStay[stay.Id], now)
            )
        );
        await work.DoAsync(
            """
            update reservation r set told_verdict = coalesce(l.verdict, r.told_verdict), clock_due_at = l.due_at, told_batteries = l.batteries::uuid[]
            from unnest($2::uuid[], $3::smallint[], $4::timestamptz[], $5::text[]) as l (reservation_id, verdict, due_at, batteries)
            where r.tenant_id = $1 and r.reservation_id = l.reservation_id
            """,
            [
                tenant.Value,
                looked.Select(one => one.Stay.Id.Value).ToArray(),
                looked.Select(one => (short?)one.Verdict?.Readiness).ToArray(),
                looked.Select(one => StayClock.NextLook(one.Stay.State, one.Stay.Codes, one.Verdict?.Readiness ?? Readiness.NotReady, now)).ToArray(),
                looked.Select(one => $"{{{string.Join(',', one.Ending.Select(door => door.Lock!.Id.Value))}}}").ToArray(),
            ],
            cancel
        );
        foreach (var (stay, verdict, ending) in looked)
        {
            foreach (var door in ending.Where(door => !stay.ToldBatteries.Contains(door.Lock!.Id.Value)))
            {
                chain.Append(tenant, Told(stay, door, now), now);
            }

            // What was never told of is taken for ready.
            if (verdict is not null && verdict.Readiness != (stay.Told ?? Readiness.Ready))
            {
                chain.Append(tenant, Told(stay, verdict, now), now);
            }
        }

        await work.CommitAsync(chain, cancel);
    }

    /// <summary>The doors whose batteries will not last the stay. One that lasts after all is forgotten, and told anew if it ends again.</summary>
    private static List<StayEvidence> Ending(Due stay, IEnumerable<StayEvidence> evidence, DateTimeOffset now) =>
        stay.State.HasCodes()
            ? [.. evidence.Where(one => one.Lock is not null && one.BatteryLasts(stay.Stay, now) == false).DistinctBy(one => one.Lock!.Id)]
            : [];

    private static AuditEvent Told(Due stay, StayEvidence door, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.BatteryEndsInStay,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Surface.None),
            Lock = door.Lock!.Id.Value,
            On = new AuditObject(Noun.Reservation, stay.Id.Value),
            Changed = ForecastBatteries.FactsOf(door.EmptyFrom),
        };

    /// <summary>In the words of the verdict, which name nobody and nothing.</summary>
    private static AuditEvent Told(Due stay, Verdict verdict, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.ReservationVerdict,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Surface.None),
            On = new AuditObject(Noun.Reservation, stay.Id.Value),
            Changed = new Dictionary<string, string>
            {
                ["verdict"] = verdict.Readiness.ToString(),
                ["was"] = (stay.Told ?? Readiness.Ready).ToString(),
                ["because"] = verdict.Because,
            },
        };
}
