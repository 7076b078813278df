using System.Data;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Audit;

/// <summary>Where the heads are that this node brought out of the database; null: nowhere.</summary>
public sealed record ExportedHeads(string? Folder);

[JsonSerializable(typeof(List<ChainFault>))]
internal sealed partial class ChainFaultJson : JsonSerializerContext;

/// <summary>
/// Does the verifications that were asked for, one after the other. A node has one for half a minute at a time and says meanwhile that it is still at it; where it died, another
/// begins anew. The end is recorded with what was found.
/// </summary>
public sealed class VerifyAskedChains
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    private readonly AccessDb db;
    private readonly ExportedHeads heads;
    private readonly TimeProvider clock;

    internal VerifyAskedChains(AccessDb db, ExportedHeads heads, TimeProvider clock) => (this.db, this.heads, this.clock) = (db, heads, clock);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (
            await db.ListAsync(
                TenantSet.None,
                "select tenant_id, claims from latchwork_take_verification()",
                row => new Claim(new TenantId(row.GetGuid(0)), row.GetInt32(1)),
                [],
                cancel
            )
                is [var claim]
        )
        {
            if (await VerifyAsync(claim, cancel) is { } report)
            {
                await EndAsync(claim, report, cancel);
            }
        }
    }

    /// <param name="Number">Of the tenant's claims: whoever has the last one tells of it, and ends it.</param>
    private readonly record struct Claim(TenantId Tenant, int Number);

    /// <returns>Null: another node has taken it meanwhile, since this one was silent for too long.</returns>
    private async Task<ChainReport?> VerifyAsync(Claim claim, CancellationToken cancel)
    {
        // Before the moment that is looked at: a head that is signed meanwhile is of records beyond it.
        var exported = heads.Folder is { } folder ? HeadArchive.Load(folder) : HeadArchive.None;
        await using var connection = await db.Source.OpenConnectionAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using (var scope = new Npgsql.NpgsqlCommand(AccessDb.SetTenants, connection, moment))
        {
            scope.Parameters.Add(new() { Value = TenantSet.Of(claim.Tenant, TenantId.Installation).Setting });
            await scope.ExecuteNonQueryAsync(cancel);
        }

        var told = clock.GetTimestamp();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await ChainReader.VerifyAsync(
                connection,
                claim.Tenant,
                exported,
                async (records, stop) =>
                {
                    if (clock.GetElapsedTime(told) >= TellEvery)
                    {
                        told = clock.GetTimestamp();
                        if (!await TellAsync(claim, records, stop))
                        {
                            await lost.CancelAsync();
                        }
                    }
                },
                lost.Token
            );
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>Whether it is still this node's.</returns>
    private async Task<bool> TellAsync(Claim claim, long records, CancellationToken cancel)
    {
        var told = await db.ListAsync(
            TenantSet.Of(claim.Tenant),
            """
            update audit_verification set looked_at = $3, claimed_until = clock_timestamp() + interval '30 seconds'
            where tenant_id = $1 and claims = $2 and verified_at is null returning 1
            """,
            row => row.GetInt32(0),
            [claim.Tenant.Value, claim.Number, records],
            cancel
        );
        return told.Count > 0;
    }

    private async Task EndAsync(Claim claim, ChainReport report, CancellationToken cancel)
    {
        var tenant = claim.Tenant;
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        // The chain first, as everybody takes it who asks for a verification.
        var chain = await work.HoldChainsAsync(cancel, tenant);
        // Somebody else's claim ran out while this one slept: then theirs is the end, and it is written once.
        var ended = await work.ListAsync(
            EndSql,
            row =>
                (
                    Operation: row.GetGuid(0),
                    By: new AuditPrincipal((PrincipalKind)row.GetInt16(1), row.GetGuid(2), row.GetOptional<Guid>(3), (Surface)row.GetInt16(4))
                ),
            [
                tenant.Value,
                claim.Number,
                report.Records,
                now,
                report.Heads,
                report.FirstAt,
                report.LastAt,
                report.FaultCount,
                JsonSerializer.Serialize([.. report.Faults], ChainFaultJson.Default.ListChainFault),
            ],
            cancel
        );
        if (ended is not [var (operation, by)])
        {
            return;
        }

        var told = new AuditEvent
        {
            Kind = AuditKind.AuditVerified,
            Stage = AuditStage.Ended,
            Outcome = report.IsSound ? AuditOutcome.Done : AuditOutcome.Failed,
            Operation = operation,
            By = by,
            Changed = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["records"] = report.Records.ToString(CultureInfo.InvariantCulture),
                ["heads"] = report.Heads.ToString(CultureInfo.InvariantCulture),
                ["faults"] = report.FaultCount.ToString(CultureInfo.InvariantCulture),
            },
        };
        chain.Append(tenant, told, now);
        await work.CommitAsync(chain, cancel);
    }

    private const string EndSql = """
        update audit_verification set looked_at = $3, verified_at = $4, heads = $5, first_at = $6::timestamptz, last_at = $7::timestamptz, fault_count = $8, faults = $9::jsonb
        where tenant_id = $1 and claims = $2 and verified_at is null
        returning operation_id, asked_by_kind, asked_by, session_id, surface
        """;
}
