using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <param name="WasAtWork">False: there was none, as before the first certificate, or twice in a row.</param>
/// <param name="Revoked">Certificates that were neither over nor revoked; some may be of keys that had ended.</param>
public sealed record RetiredAuthority(bool WasAtWork, int Revoked);

/// <summary>
/// The operator's rotation (JW-5): the authority at work certifies no more, and whoever asks for a certificate gets one of a new authority, on every node
/// within five minutes. What it has certified holds to its end, or is revoked with it, at once (AZ-5).
/// </summary>
/// <param name="owner">Connections as the owner of the tables.</param>
public sealed class RetireAuthority(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <param name="revokes">
    /// Ends every certificate that this server ever gave out. Keys stay registered: phones get another certificate without a second factor.
    /// </param>
    public async Task<RetiredAuthority> RunAsync(bool revokes, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await new AccessDb(owner).BeginAsync(TenantSet.Of(TenantId.Installation), cancel);
        var retired = await work.DoAsync(
            "update certificate_authority set retired_at = $2 where tenant_id = $1 and retired_at is null",
            [TenantId.Installation.Value, now],
            cancel
        );
        var revoked = revokes
            ? await work.DoAsync("update leaf_certificate set revoked_at = $1 where revoked_at is null and ends_at > $1", [now], cancel)
            : 0;
        if (retired + revoked > 0)
        {
            await work.CommitAsync(TenantId.Installation, now, cancel, new AuditEntry(Told(now, revokes)));
        }

        return new RetiredAuthority(retired > 0, revoked);
    }

    private static AuditEvent Told(DateTimeOffset now, bool revokes) =>
        new()
        {
            Kind = AuditKind.AuthorityRetired,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = Caller.Server().Audited,
            Changed = new Dictionary<string, string> { ["certificates"] = revokes ? "revoked" : "kept" },
        };
}
