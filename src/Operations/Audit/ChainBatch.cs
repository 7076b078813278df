using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Audit;

/// <summary>The end of a tenant's chain.</summary>
internal readonly record struct ChainEnd(long Sequence, byte[] Hash, DateTimeOffset ReceivedAt);

/// <summary>
/// Numbers and chains the events of one transaction whose chain ends it holds (AU-3), and makes the statements that write them.
/// </summary>
internal sealed class ChainBatch
{
    private Dictionary<TenantId, ChainEnd> ends = [];
    private HashSet<TenantId> moved = [];
    private readonly List<Row> rows = [];

    private readonly record struct Row(
        TenantId Tenant,
        long Sequence,
        AuditEvent Event,
        byte[] Bytes,
        byte[] Hash,
        byte[]? Salt,
        byte[]? Private,
        Guid? Person
    );

    /// <summary>A day of each month that events are in.</summary>
    public DateOnly[] Months => [.. rows.Select(row => AuditMonths.DayOf(row.Event.ReceivedAt)).DistinctBy(day => (day.Year, day.Month))];

    public void Hold(TenantId tenant, ChainEnd end) => ends[tenant] = end;

    public bool Holds(TenantId tenant) => ends.ContainsKey(tenant);

    /// <summary>As it is now.</summary>
    /// <returns>What makes it so again.</returns>
    public Action Mark()
    {
        var (count, formerEnds, formerlyMoved) = (rows.Count, new Dictionary<TenantId, ChainEnd>(ends), new HashSet<TenantId>(moved));
        return () =>
        {
            rows.RemoveRange(count, rows.Count - count);
            (ends, moved) = (formerEnds, formerlyMoved);
        };
    }

    /// <summary>Appends an event; answers its sequence in the tenant's chain.</summary>
    public long Append(TenantId tenant, AuditEvent audited, DateTimeOffset now, AuditPrivate? detail = null)
    {
        var end = ends[tenant];
        var sequence = end.Sequence + 1;
        var receivedAt = now > end.ReceivedAt ? now : end.ReceivedAt;
        var (salt, secret, secretHash) = Seal(detail);
        var stored = audited with { ReceivedAt = receivedAt, PrivateHash = secretHash };
        var bytes = stored.ToBytes();
        var hash = new byte[AuditHash.Size];
        AuditHash.Next(tenant, sequence, end.Hash, bytes, hash);
        rows.Add(new Row(tenant, sequence, stored, bytes, hash, salt, secret, ChainVerifier.PersonOf(audited)));
        ends[tenant] = new ChainEnd(sequence, hash, receivedAt);
        moved.Add(tenant);
        return sequence;
    }

    /// <summary>The end after an event that was told; null where it does not follow from this one.</summary>
    public static ChainEnd? Follows(TenantId tenant, ChainEnd end, long sequence, byte[] bytes, byte[] hash)
    {
        var expected = new byte[AuditHash.Size];
        AuditHash.Next(tenant, sequence, end.Hash, bytes, expected);
        return sequence == end.Sequence + 1 && expected.AsSpan().SequenceEqual(hash)
            ? new ChainEnd(sequence, hash, AuditEvent.FromBytes(bytes).ReceivedAt)
            : null;
    }

    /// <summary>An event whose bytes are not to change, with the end that it makes. Its personal detail is gone.</summary>
    public void AppendAsItWas(TenantId tenant, ChainEnd next, byte[] bytes)
    {
        rows.Add(new Row(tenant, next.Sequence, AuditEvent.FromBytes(bytes), bytes, next.Hash, Salt: null, Private: null, Person: null));
        ends[tenant] = next;
        moved.Add(tenant);
    }

    public void AddStatements(NpgsqlBatch batch)
    {
        if (rows.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(Events());
        if (rows.Exists(row => row.Private is not null))
        {
            batch.BatchCommands.Add(PrivateDetail());
        }

        batch.BatchCommands.Add(Ends());
    }

    private static (byte[]? Salt, byte[]? Bytes, byte[]? Hash) Seal(AuditPrivate? detail)
    {
        if (detail is null)
        {
            return default;
        }

        var salt = RandomNumberGenerator.GetBytes(AuditHash.SaltSize);
        var bytes = detail.ToBytes();
        return (salt, bytes, AuditHash.OfPersonalDetail(salt, bytes));
    }

    private NpgsqlBatchCommand Events()
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into audit_event (tenant_id, sequence, received_at, hash, bytes, kind, stage, outcome, operation_id, lock_id, object_id, principal_id, happened_at,
                cause, shown, bolt, door)
            select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::smallint[], $7::smallint[], $8::smallint[],
                $9::uuid[], $10::uuid[], $11::uuid[], $12::uuid[], $13::timestamptz[], $14::smallint[], $15::smallint[], $16::smallint[], $17::smallint[])
            """
        );
        Add(command, row => row.Tenant.Value);
        Add(command, row => row.Sequence);
        Add(command, row => row.Event.ReceivedAt);
        Add(command, row => row.Hash);
        Add(command, row => row.Bytes);
        Add(command, row => (short)row.Event.Kind);
        Add(command, row => (short)row.Event.Stage);
        Add(command, row => (short)row.Event.Outcome);
        Add(command, row => row.Event.Operation);
        Add(command, row => row.Event.Lock);
        Add(command, row => row.Event.On?.Id);
        Add(command, row => row.Event.By?.Id);
        Add(command, row => row.Event.DeviceAt ?? row.Event.ReceivedAt);
        Add(command, row => (short?)row.Event.Cause);
        Add(command, row => (short?)row.Event.Shown);
        Add(command, row => (short?)row.Event.Bolt);
        Add(command, row => (short?)row.Event.Door);
        return command;

        void Add<T>(NpgsqlBatchCommand to, Func<Row, T> column) => Column(to, rows, column);
    }

    private NpgsqlBatchCommand PrivateDetail()
    {
        var with = rows.FindAll(row => row.Private is not null);
        var command = new NpgsqlBatchCommand(
            """
            insert into audit_private (tenant_id, sequence, received_at, salt, bytes, person_id)
            select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::uuid[])
            """
        );
        Column(command, with, row => row.Tenant.Value);
        Column(command, with, row => row.Sequence);
        Column(command, with, row => row.Event.ReceivedAt);
        Column(command, with, row => row.Salt!);
        Column(command, with, row => row.Private!);
        Column(command, with, row => row.Person);
        return command;
    }

    private NpgsqlBatchCommand Ends()
    {
        List<(TenantId Tenant, ChainEnd End)> changed = [.. moved.Select(tenant => (tenant, ends[tenant]))];
        var command = new NpgsqlBatchCommand(
            """
            update audit_chain c set sequence = e.sequence, hash = e.hash, received_at = e.received_at
            from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::timestamptz[]) as e (tenant_id, sequence, hash, received_at)
            where c.tenant_id = e.tenant_id
            """
        );
        Column(command, changed, row => row.Tenant.Value);
        Column(command, changed, row => row.End.Sequence);
        Column(command, changed, row => row.End.Hash);
        Column(command, changed, row => row.End.ReceivedAt);
        return command;
    }

    private static void Column<TRow, T>(NpgsqlBatchCommand command, List<TRow> rows, Func<TRow, T> column) =>
        command.Parameters.AddArray(rows, column);
}
