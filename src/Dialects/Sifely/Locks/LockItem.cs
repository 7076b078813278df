using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>A lock in its owner's list (15.4).</summary>
internal sealed record LockItem
{
    public required long LockId { get; init; }
    public required string LockName { get; init; }
    public required string LockAlias { get; init; }
    public required string LockMac { get; init; }
    public int? ElectricQuantity { get; init; }
    public required string FeatureValue { get; init; }
    public required int HasGateway { get; init; }
    public required int IsOnline { get; init; }
    public string LockData { get; init; } = "";
    public long? GroupId { get; init; }
    public required string GroupName { get; init; }
    public required string NoKeyPwd { get; init; }
    public required long Date { get; init; }
    public int KeyboardPwdVersion { get; init; } = 4;
    public required int TimezoneRawOffset { get; init; }

    public static LockItem Of(GrantedLock seen, DateTimeOffset now) =>
        new()
        {
            LockId = seen.LockNumber,
            LockName = seen.Name,
            LockAlias = seen.Alias,
            LockMac = seen.Mac,
            ElectricQuantity = seen.Battery,
            FeatureValue = Locks.FeatureValue.Of(seen).ToString(),
            HasGateway = Switch.Bit(seen.HasGateway),
            IsOnline = Switch.Bit(seen.IsOnline),
            LockData = seen.PhoneData ?? "",
            GroupId = seen.GroupNumber,
            GroupName = seen.GroupName ?? "",
            NoKeyPwd = seen.SuperPasscode?.Reveal() ?? "",
            Date = WireTime.Milliseconds(seen.LockCreatedAt),
            TimezoneRawOffset = WireTime.StandardOffset(seen.Zone, now),
        };

    public override string ToString() => $"lock {LockId}";
}
