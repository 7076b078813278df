using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>
/// Turns the counts of past minutes into events: failed authentications and refused reads are recorded once a minute with their number (AU-1).
/// </summary>
public sealed class TellTallies
{
    /// <summary>Ten records a second; what is beyond is told in one record a kind and reason, in which only the number rises (AU-1).</summary>
    internal const int MostAMinute = 600;

    private readonly AccessDb db;
    private readonly RefusalCounts refusals;
    private readonly TimeProvider clock;

    internal TellTallies(AccessDb db, RefusalCounts refusals, TimeProvider clock) => (this.db, this.refusals, this.clock) = (db, refusals, clock);

    /// <summary>Counts of the minute under way are left. A count is told once, whoever tells it.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var tenants = await db.ListAsync(
            TenantSet.None,
            "select tenant_id from latchwork_tallies_due($1)",
            row => new TenantId(row.GetGuid(0)),
            [minute],
            cancel
        );
        foreach (var tenant in tenants.Concat(refusals.Tenants(minute)).Distinct().ToList())
        {
            await TellAsync(tenant, minute, now, cancel);
        }
    }

    internal sealed record Tally(
        DateTimeOffset Minute,
        PrincipalKind By,
        Guid Principal,
        AuditKind Kind,
        Noun? What,
        Guid Object,
        AccessErrorCode Reason,
        long Number,
        string? Source = null,
        ForgerySign? Sign = null
    );

    private async Task TellAsync(TenantId tenant, DateTimeOffset minute, DateTimeOffset now, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        if (!await ClusterLock.TryTakeAsync(work, ClusterLock.TellTallies, cancel))
        {
            return;
        }

        var tallies = await work.ListAsync(
            """
            delete from audit_tally where tenant_id = $1 and minute < $2
            returning minute, principal_kind, principal_id, kind, object_kind, object_id, reason, number
            """,
            Read,
            [tenant.Value, minute],
            cancel
        );
        var counted = refusals.Take(tenant, minute);
        tallies.AddRange(counted.Select(Read));
        if (tallies.Count == 0)
        {
            return;
        }

        try
        {
            await work.CommitAsync(tenant, now, cancel, [.. Told(tallies).Select(tally => new AuditEntry(EventOf(tally, now), DetailOf(tally)))]);
        }
        catch
        {
            refusals.PutBack(counted);
            throw;
        }
    }

    /// <summary>The largest counts by themselves, the others summed by kind and reason.</summary>
    internal static IEnumerable<Tally> Told(List<Tally> tallies)
    {
        var kinds = tallies.DistinctBy(tally => (tally.Kind, tally.Reason)).Count();
        var alone = tallies.Count <= MostAMinute ? tallies.Count : Math.Max(0, MostAMinute - kinds);
        List<Tally> largest = [.. tallies.OrderByDescending(tally => tally.Number).ThenBy(tally => tally.Minute)];
        var rest = largest
            .Skip(alone)
            .GroupBy(tally => (tally.Kind, tally.Reason))
            .Select(group =>
                group.First() with
                {
                    Principal = Guid.Empty,
                    Object = Guid.Empty,
                    Source = null,
                    Sign = null,
                    Number = group.Sum(tally => tally.Number),
                }
            );
        return largest.Take(alone).Concat(rest);
    }

    private static Tally Read(NpgsqlDataReader row) =>
        new(
            row.GetFieldValue<DateTimeOffset>(0),
            (PrincipalKind)row.GetInt16(1),
            row.GetGuid(2),
            (AuditKind)row.GetInt16(3),
            (Noun?)row.GetOptional<short>(4),
            row.GetGuid(5),
            (AccessErrorCode)row.GetInt16(6),
            row.GetInt64(7)
        );

    private static Tally Read((RefusalCounts.Refused What, long Number) counted) =>
        new(
            counted.What.Minute,
            counted.What.By?.Kind ?? PrincipalKind.User,
            counted.What.By?.Id ?? Guid.Empty,
            counted.What.Kind,
            counted.What.On,
            counted.What.Object,
            counted.What.Reason,
            counted.Number,
            counted.What.Source,
            counted.What.Sign
        );

    private static AuditPrivate? DetailOf(Tally tally) => tally.Source is { } source ? new AuditPrivate { Address = source } : null;

    private static AuditEvent EventOf(Tally tally, DateTimeOffset now) =>
        new()
        {
            Kind = tally.Kind,
            Outcome = AuditOutcome.Refused,
            Reason = tally.Reason,
            Operation = OperationId.New(now).Value,
            By = tally.Principal == Guid.Empty ? null : new AuditPrincipal(tally.By, tally.Principal, null, Surface.None),
            Lock = tally.What == Noun.Lock && tally.Object != Guid.Empty ? tally.Object : null,
            On = tally.What is { } what and not Noun.Lock && tally.Object != Guid.Empty ? new AuditObject(what, tally.Object) : null,
            Changed = FactsOf(tally),
        };

    private static Dictionary<string, string> FactsOf(Tally tally)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["minute"] = tally.Minute.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture),
            ["number"] = tally.Number.ToString(CultureInfo.InvariantCulture),
        };
        if (tally.Sign is { } sign)
        {
            facts["sign"] = sign.ToString();
        }

        return facts;
    }
}
