using System.Collections.Concurrent;
using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Audit;

/// <summary>
/// Refusals that have no record of their own, counted in this node's memory until they are told once a minute (AU-1): a flood of them costs no
/// commits. A node that is killed loses the counts of the minute under way.
/// </summary>
public sealed class RefusalCounts
{
    /// <summary>Above that many at a time only the number of a reason rises.</summary>
    private const int MostKinds = 10_000;

    private readonly WireIdIndex ids;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<Refused, long> counts = new();

    internal RefusalCounts(WireIdIndex ids, TimeProvider clock) => (this.ids, this.clock) = (ids, clock);

    /// <summary>A credential, or a set-up token, that is none.</summary>
    public void Authentication(IPAddress? source, AccessErrorCode reason) =>
        Add(new Refused(TenantId.Installation, AuditKind.LogInsRefused, reason, Minute()) { Source = source?.ToString() });

    /// <summary>A read that was refused to a known caller.</summary>
    /// <param name="of">What they named; counted as nothing where it is not theirs to see.</param>
    public async ValueTask ReadAsync(Caller by, Noun on, WireId? of, AccessErrorCode reason, CancellationToken cancel)
    {
        var named = of is { } id ? await ids.FindAsync(id, cancel) : null;
        var seen = named is { } row && by.Tenants.Contains(row.Tenant) ? named : null;
        Add(
            new Refused(seen?.Tenant ?? by.Home, AuditKind.ReadsRefused, reason, Minute())
            {
                By = by.Principal,
                On = on,
                Object = seen?.Id ?? Guid.Empty,
            }
        );
    }

    /// <summary>What only one who forges or repeats would show, beside whatever records the refusal itself.</summary>
    /// <param name="tenant">Whose it was aimed at.</param>
    /// <param name="by">In whose name, as far as that is known.</param>
    public void Forgery(ForgerySign sign, TenantId tenant, Principal? by, IPAddress? source, LockId? smartLock = null) =>
        Add(
            new Refused(
                tenant,
                AuditKind.ForgeryAttempted,
                sign == ForgerySign.RepeatedOperation ? AccessErrorCode.Replayed : AccessErrorCode.ProofRefused,
                Minute()
            )
            {
                By = by,
                Source = source?.ToString(),
                On = smartLock is null ? null : Noun.Lock,
                Object = smartLock?.Value ?? Guid.Empty,
                Sign = sign,
            }
        );

    internal IEnumerable<TenantId> Tenants(DateTimeOffset before) => counts.Keys.Where(what => what.Minute < before).Select(what => what.Tenant);

    /// <summary>Takes what was counted for the tenant in the minutes before.</summary>
    internal List<(Refused What, long Number)> Take(TenantId tenant, DateTimeOffset before)
    {
        var taken = new List<(Refused, long)>();
        foreach (var what in counts.Keys.Where(what => what.Tenant == tenant && what.Minute < before))
        {
            if (counts.TryRemove(what, out var number))
            {
                taken.Add((what, number));
            }
        }

        return taken;
    }

    /// <summary>What was taken and could not be told.</summary>
    internal void PutBack(List<(Refused What, long Number)> taken) => taken.ForEach(counted => Add(counted.What, counted.Number));

    private void Add(Refused what, long number = 1)
    {
        var counted = counts.Count < MostKinds ? what : new Refused(what.Tenant, what.Kind, what.Reason, what.Minute);
        counts.AddOrUpdate(counted, number, (_, before) => before + number);
    }

    private DateTimeOffset Minute()
    {
        var now = clock.Now();
        return now - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerMinute);
    }

    /// <summary>Refusals that are counted together.</summary>
    internal sealed record Refused(TenantId Tenant, AuditKind Kind, AccessErrorCode Reason, DateTimeOffset Minute)
    {
        public Principal? By { get; init; }

        /// <summary>The address; personal, so it is never in the chain itself (AU-7).</summary>
        public string? Source { get; init; }

        public Noun? On { get; init; }

        public Guid Object { get; init; }

        /// <summary>Of <see cref="AuditKind.ForgeryAttempted"/>.</summary>
        public ForgerySign? Sign { get; init; }
    }
}
