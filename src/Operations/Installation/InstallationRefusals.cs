using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Installation;

/// <summary>Refusals that belong to no tenant, told once a minute with their number (AU-1).</summary>
/// <param name="Id">Its place among the records of the installation.</param>
/// <param name="ToldAt">When they were recorded: within a minute after they happened.</param>
/// <param name="Address">Where they came from; null where many were told as one, or it was erased.</param>
public sealed record SeenRefusal(long Id, DateTimeOffset ToldAt, AuditKind Kind, AccessErrorCode? Reason, long Number, string? Address);

/// <summary>Log-ins and tokens that nobody could be told apart by, for the administrators of the installation.</summary>
public sealed class InstallationRefusals
{
    private readonly InstallationReads reads;
    private readonly HistoryReads seen;

    internal InstallationRefusals(InstallationReads reads, HistoryReads seen) => (this.reads, this.seen) = (reads, seen);

    /// <summary>Newest first. That somebody read them is recorded in the chain of their home (AU-6).</summary>
    public async Task<Outcome<PageOf<SeenRefusal>>> ListAsync(Caller by, PageRequest page, CancellationToken cancel)
    {
        var found = await reads.ListAsync(by, Sql.For(page), Paged.Row(Read), _ => [TenantId.Installation.Value, page.Size, page.Start], cancel);
        if (found.Error is null)
        {
            await seen.NoteAsync(by, cancel);
        }

        return found.Then(Paged.Page<SeenRefusal>);
    }

    private static SeenRefusal Read(NpgsqlDataReader row)
    {
        var told = AuditEvent.FromBytes(row.GetFieldValue<byte[]>(2));
        var number = told.Changed?.GetValueOrDefault("number") is { } text && long.TryParse(text, out var counted) ? counted : 1;
        var address = row.IsDBNull(3) ? null : AuditPrivate.FromBytes(row.GetFieldValue<byte[]>(3)).Address;
        return new SeenRefusal(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), told.Kind, told.Reason, number, address);
    }

    private static readonly PagedSql Sql = Paged.Sql(
        $"""
        select e.sequence, e.received_at, e.bytes, p.bytes as detail from audit_event e
        left join audit_private p on p.tenant_id = e.tenant_id and p.sequence = e.sequence and p.received_at = e.received_at
        where e.tenant_id = $1 and e.outcome = {(int)AuditOutcome.Refused}
        """,
        PageOrder.Falling("sequence bigint"),
        size: 2
    );
}
