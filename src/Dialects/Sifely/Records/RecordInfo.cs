using System.Text.Json.Serialization;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>A row of a lock's history (15.8).</summary>
internal sealed record RecordInfo
{
    /// <summary>Below 2^48.</summary>
    public required long RecordId { get; init; }

    public required long LockId { get; init; }

    /// <summary>The number in the lock's own log, where there is one for it.</summary>
    public int? RecordTypeFromLock { get; init; }

    public required int RecordType { get; init; }

    /// <summary>1 or 0.</summary>
    public required int Success { get; init; }

    public required string Username { get; init; }

    /// <summary>Digits of refused entries are never stored, and digits and numbers of good ones are not repeated here: always null, and always there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? KeyboardPwd { get; init; }

    /// <summary>By the lock's clock.</summary>
    public required long LockDate { get; init; }

    public required long ServerDate { get; init; }
    public string HotelUsername { get; init; } = "";
    public required string KeyName { get; init; }

    /// <exception cref="InvalidOperationException">The record was not asked for: it matches no pattern of <see cref="RecordTypes.All"/>.</exception>
    public static RecordInfo Of(LockRecord record, long lockNumber)
    {
        var type = RecordTypes.Of(record.Facts) ?? throw new InvalidOperationException($"No history shows {record.Facts.Kind}.");
        return new()
        {
            RecordId = record.Number,
            LockId = lockNumber,
            RecordTypeFromLock = type.FromLock,
            RecordType = type.Type,
            Success = Switch.Bit(type.IsSuccess),
            // Who asked over an API, else whose code or card it was (12.4).
            Username = record.UserName ?? record.CredentialName ?? "",
            LockDate = WireTime.Milliseconds(record.HappenedAt),
            ServerDate = WireTime.Milliseconds(record.ReceivedAt),
            KeyName = record.CredentialName ?? "",
        };
    }

    public override string ToString() => $"record {RecordId}";
}
