using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.GuestPages;

/// <summary>That the page of a code was opened: recorded once an hour for each, whoever opened it (KR-3).</summary>
internal sealed class PageReveals(AccessDb db, TimeProvider clock)
{
    /// <summary>Beyond that the database is asked again.</summary>
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<CredentialId, DateTimeOffset> noted = new();

    /// <summary>Before it is shown: what cannot be recorded is not shown.</summary>
    public async Task NoteAsync(TenantId tenant, GuestCredential code, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        var hour = now - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour);
        if (noted.TryGetValue(code.Id, out var last) && last >= hour)
        {
            return;
        }

        await RecordAsync(tenant, code, from, hour, now, cancel);
        if (noted.Count >= MostRemembered)
        {
            noted.Clear();
        }

        noted[code.Id] = hour;
    }

    private async Task RecordAsync(
        TenantId tenant,
        GuestCredential code,
        RequestOrigin from,
        DateTimeOffset hour,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var chain = await work.HoldChainsAsync(cancel, tenant);
        // Another node may have been first; whoever holds the chain sees what it wrote.
        var isRecorded = await work.FirstAsync(
            """
            select exists (
                select from audit_event where tenant_id = $1 and principal_id = $2 and kind = $3 and object_id = $4 and stage <> 1
                    and happened_at >= $5 and received_at >= $5)
            """,
            row => row.GetBoolean(0),
            [tenant.Value, Guid.Empty, (short)AuditKind.CredentialRevealed, code.Id.Value, hour],
            cancel
        );
        if (!isRecorded)
        {
            var detail = from is { Address: null, UserAgent: null }
                ? null
                : new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
            chain.Append(tenant, EventOf(code, now), now, detail);
            await work.CommitAsync(chain, cancel);
        }
    }

    private static AuditEvent EventOf(GuestCredential code, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.CredentialRevealed,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            // Nobody is known by a link: the server showed it.
            By = new AuditPrincipal(PrincipalKind.Server, Guid.Empty, null, Surface.GuestPage),
            On = new AuditObject(code.Kind.Noun(), code.Id.Value),
            Shown = code.Kind,
            Credential = code.Id.Value,
        };
}
