using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Audit;

/// <summary>
/// Compares a tenant's records with their chain, with the copies beside them, with the end that the chain's row tells, and with signed heads
/// (AU-5). Records are added in the order of their sequence; memory does not grow with them.
/// </summary>
internal sealed class ChainVerifier
{
    /// <summary>So many faults are kept with their words; one broken record seldom comes alone.</summary>
    public const int MostFaults = 20;

    private readonly TenantId tenant;
    private readonly AuditEnd? end;
    private readonly Queue<AuditHead> heads = new();
    private readonly List<ChainFault> faults = [];
    private readonly int headCount;
    private long faultCount;
    private long records;
    private long lastSequence;
    private byte[] lastHash = new byte[AuditHash.Size];
    private DateTimeOffset? firstAt;
    private DateTimeOffset? lastAt;

    /// <param name="end">Null where the chain has no row of its own.</param>
    /// <param name="signed">The tenant's heads, wherever they were kept.</param>
    /// <param name="keys">The public keys that heads may be signed with, by their ids in lower-case hexadecimal.</param>
    public ChainVerifier(TenantId tenant, AuditEnd? end, IEnumerable<AuditHead> signed, IReadOnlyDictionary<string, byte[]> keys)
    {
        (this.tenant, this.end) = (tenant, end);
        foreach (var head in signed.Where(head => head.Tenant == tenant.Value).OrderBy(head => head.Sequence))
        {
            if (!keys.TryGetValue(Convert.ToHexStringLower(head.KeyId), out var key) || !head.IsSignedBy(key))
            {
                Fault(head.Sequence, "a signed head has a wrong signature or an unknown key");
                continue;
            }

            heads.Enqueue(head);
        }

        headCount = heads.Count;
    }

    public void Add(AuditRow row)
    {
        records++;
        firstAt ??= row.ReceivedAt;
        CheckPlace(row);
        CheckHash(row);
        CheckContent(row);
        lastSequence = row.Sequence;
        lastHash = row.Hash;
        lastAt = row.ReceivedAt;
        CheckHeads(row);
    }

    /// <summary>Personal detail that belongs to no record.</summary>
    public void AddStray(long sequence) => Fault(sequence, "personal detail belongs to no record");

    /// <summary>No more records follow.</summary>
    public ChainReport Finish()
    {
        if (end is null)
        {
            Fault(lastSequence, "the row with the end of the chain is missing");
        }
        else if (end.Sequence != lastSequence)
        {
            Fault(lastSequence, $"the chain should end with record {end.Sequence}, and ends with {lastSequence}");
        }
        else if (!end.Hash.AsSpan().SequenceEqual(lastHash) || (lastAt is { } last && end.ReceivedAt != last))
        {
            Fault(lastSequence, "the row with the end of the chain is another than the last record");
        }

        while (heads.TryDequeue(out var beyond))
        {
            Fault(beyond.Sequence, $"a head was signed for record {beyond.Sequence}, and the chain ends with {lastSequence}");
        }

        return new ChainReport(tenant, records, firstAt, lastAt, headCount, faults, faultCount);
    }

    private void CheckPlace(AuditRow row)
    {
        if (row.Sequence <= lastSequence)
        {
            Fault(row.Sequence, "the record is there twice, or out of order");
        }
        else if (row.Sequence > lastSequence + 1)
        {
            Fault(
                row.Sequence,
                lastSequence + 2 == row.Sequence
                    ? $"record {lastSequence + 1} is missing"
                    : $"records {lastSequence + 1} to {row.Sequence - 1} are missing"
            );
        }

        if (row.ReceivedAt < lastAt)
        {
            Fault(row.Sequence, "the record was received before the one in front of it");
        }
    }

    private void CheckHash(AuditRow row)
    {
        if (row.Sequence < 1)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[AuditHash.Size];
        AuditHash.Next(tenant, row.Sequence, lastHash, row.Bytes, hash);
        if (!hash.SequenceEqual(row.Hash))
        {
            Fault(row.Sequence, "the record does not follow from the one in front of it");
        }
    }

    private void CheckContent(AuditRow row)
    {
        AuditEvent told;
        try
        {
            told = AuditEvent.FromBytes(row.Bytes);
        }
        catch (JsonException)
        {
            Fault(row.Sequence, "the record cannot be read");
            return;
        }

        if (told.ReceivedAt != row.ReceivedAt || ColumnsOf(told) != row.Columns)
        {
            Fault(row.Sequence, "a column says something else than the record");
        }

        if (row.Private is { } detail && !Belongs(detail, told))
        {
            Fault(row.Sequence, "the personal detail is not the one that was recorded");
        }
    }

    private void CheckHeads(AuditRow row)
    {
        while (heads.TryPeek(out var head) && head.Sequence <= row.Sequence)
        {
            heads.Dequeue();
            if (head.Sequence != row.Sequence || !head.Hash.AsSpan().SequenceEqual(row.Hash))
            {
                Fault(head.Sequence, "a signed head tells of another record");
            }
        }
    }

    /// <summary>What the copies beside an event's bytes have to be.</summary>
    internal static AuditColumns ColumnsOf(AuditEvent told) =>
        new(
            (short)told.Kind,
            (short)told.Stage,
            (short)told.Outcome,
            (short?)told.Cause,
            (short?)told.Shown,
            (short?)told.Bolt,
            (short?)told.Door,
            told.Operation,
            told.Lock,
            told.On?.Id,
            told.By?.Id,
            told.DeviceAt ?? told.ReceivedAt
        );

    /// <summary>Whose erasure takes the personal detail with it (AU-7).</summary>
    internal static Guid? PersonOf(AuditEvent told) => told.By is { Kind: PrincipalKind.User } by ? by.Id : null;

    private static bool Belongs(AuditPrivateRow detail, AuditEvent told) =>
        told.PrivateHash is { } hash
        && detail.Salt.Length == AuditHash.SaltSize
        && detail.Person == PersonOf(told)
        && AuditHash.OfPersonalDetail(detail.Salt, detail.Bytes).AsSpan().SequenceEqual(hash);

    private void Fault(long sequence, string what)
    {
        faultCount++;
        if (faults.Count < MostFaults)
        {
            faults.Add(new ChainFault(sequence, what));
        }
    }
}
