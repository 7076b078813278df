using System.Buffers.Binary;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Locks;

/// <summary>A record of a lock's own log, as a caller tells it.</summary>
/// <param name="HappenedAt">By the lock's clock.</param>
/// <param name="Name">Whose it is said to be.</param>
public sealed record ClaimedRecord(RecordClaim Claim, DateTimeOffset HappenedAt, string? Name)
{
    public override string ToString() => "claimed record";
}

/// <summary>
/// Keeps what a caller says that the lock has in its own log: in the audit as their claim, of a kind that proves nothing and raises no evidence. What
/// was told before, by whomever, is kept once: the same lock, time, type, outcome and number.
/// </summary>
public sealed class ClaimRecords
{
    public const int Most = 100;
    public const int LongestName = 200;

    /// <summary>Clocks of locks and phones are allowed to be ahead by so much.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly LockTurns turns;

    internal ClaimRecords(LockTurns turns) => this.turns = turns;

    /// <returns>How many were new.</returns>
    public Task<Outcome<int>> RunAsync(Caller by, WireId lockId, IReadOnlyList<ClaimedRecord> records, CancellationToken cancel) =>
        turns.RunAsync<int>(
            by,
            lockId,
            AuditKind.RecordClaimed,
            AccessAct.ClaimRecords,
            async (turn, named) => Refuse(records, turn.Now) is { } refusal ? refusal : await SaveAsync(turn, named.Id, records, cancel),
            cancel
        );

    private static AccessError? Refuse(IReadOnlyList<ClaimedRecord> records, DateTimeOffset now) =>
        records.Count > Most ? AccessError.Invalid($"At most {Most} records are taken at a time.", Noun.AuditEvent)
        : records.Any(record => record.Name?.Length > LongestName)
            ? AccessError.Invalid($"A name has at most {LongestName} characters.", Noun.AuditEvent)
        : records.Any(record => record.HappenedAt > now + Ahead) ? AccessError.Invalid("A record is of a time that has not come.", Noun.AuditEvent)
        : null;

    private static async Task<int> SaveAsync(CallerTurn turn, LockId smartLock, IReadOnlyList<ClaimedRecord> records, CancellationToken cancel)
    {
        var told = records.DistinctBy(record => IdOf(smartLock, record)).ToDictionary(record => IdOf(smartLock, record));
        var known = await turn.Work.ListAsync(
            "select operation_id from audit_event where tenant_id = $1 and operation_id = any ($2)",
            row => row.GetGuid(0),
            [turn.Tenant.Value, told.Keys.ToArray()],
            cancel
        );
        known.ForEach(id => told.Remove(id));
        foreach (var (id, record) in told.OrderBy(pair => pair.Value.HappenedAt))
        {
            var claimed = turn.Event(AuditKind.RecordClaimed, smartLock) with
            {
                Operation = id,
                DeviceAt = record.HappenedAt.Cut(),
                Claim = record.Claim,
            };
            turn.Chain.Append(turn.Tenant, claimed, turn.Now, (turn.By.AuditedDetail ?? new AuditPrivate()) with { TypedName = record.Name });
        }

        return told.Count;
    }

    /// <summary>The same for the same record, so that telling it twice is seen: a UUID of version 8 (RFC 9562 §5.8). The name is personal and no part of it.</summary>
    private static Guid IdOf(LockId smartLock, ClaimedRecord record)
    {
        Span<byte> told = stackalloc byte[16 + 8 + 4 + 4 + 8];
        smartLock.Value.TryWriteBytes(told, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(told[16..], record.HappenedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32BigEndian(told[24..], record.Claim.Type);
        BinaryPrimitives.WriteInt32BigEndian(told[28..], record.Claim.IsSuccess ? 1 : 0);
        BinaryPrimitives.WriteInt64BigEndian(told[32..], record.Claim.Number ?? -1);
        var hash = SHA256.HashData(told);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
