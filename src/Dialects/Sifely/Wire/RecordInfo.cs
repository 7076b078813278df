using System.Text.Json.Serialization;

namespace Latchwork.Dialects.Sifely.Wire;

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

    /// <summary>Digits of refused entries are never stored, and those of good ones are not repeated here: always null, and always there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? KeyboardPwd { get; init; }

    /// <summary>By the lock's clock.</summary>
    public required long LockDate { get; init; }

    public required long ServerDate { get; init; }
    public string HotelUsername { get; init; } = "";
    public required string KeyName { get; init; }
}
