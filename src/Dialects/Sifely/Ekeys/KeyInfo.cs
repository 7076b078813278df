using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Ekeys;

/// <summary>An ekey in a list (15.1): the documented members in their order, then those that clients need besides.</summary>
internal sealed record KeyInfo
{
    /// <summary>Per cent.</summary>
    public int? ElectricQuantity { get; init; }

    public required long EndDate { get; init; }
    public required string FeatureValue { get; init; }
    public long? GroupId { get; init; }
    public required string GroupName { get; init; }

    /// <summary>1 authorised, else 0; the owner's too is 0.</summary>
    public required int KeyRight { get; init; }

    /// <summary>Digits in a string, as <see cref="UserType"/>.</summary>
    public required string KeyStatus { get; init; }

    public required string LockAlias { get; init; }
    public required long LockId { get; init; }
    public required string LockMac { get; init; }
    public required string LockName { get; init; }

    /// <summary>The super passcode; empty but for the owner.</summary>
    public required string NoKeyPwd { get; init; }

    /// <summary>1 on, 2 off, as <see cref="RemoteEnable"/>.</summary>
    public required int PassageMode { get; init; }

    public required string Remarks { get; init; }
    public required int RemoteEnable { get; init; }
    public required long StartDate { get; init; }
    public required string UserType { get; init; }

    public required long KeyId { get; init; }
    public required int HasGateway { get; init; }
    public required int IsOnline { get; init; }

    /// <summary>What the owner's phone left with a lock that it set up; empty for all others.</summary>
    public string LockData { get; init; } = "";

    /// <summary>Milliseconds.</summary>
    public required int TimezoneRawOffset { get; init; }

    /// <summary>From here on only in the list of a lock's ekeys (5.4). The holder's account.</summary>
    public string? Username { get; init; }

    public long? Uid { get; init; }
    public string? KeyName { get; init; }
    public string? SenderUsername { get; init; }

    /// <summary>When it was sent.</summary>
    public long? Date { get; init; }

    public static KeyInfo Of(LockGrant grant, DateTimeOffset now) =>
        Of(grant.Lock, now) with
        {
            Username = grant.Holder ?? "",
            Uid = grant.HolderNumber,
            KeyName = grant.Name,
            SenderUsername = grant.Giver ?? "",
            Date = WireTime.Milliseconds(grant.Lock.GrantedAt),
        };

    public static KeyInfo Of(GrantedLock seen, DateTimeOffset now) =>
        new()
        {
            ElectricQuantity = seen.Battery,
            EndDate = WireTime.OrZero(seen.Window.EndsAt),
            FeatureValue = Locks.FeatureValue.Of(seen).ToString(),
            GroupId = seen.GroupNumber,
            GroupName = seen.GroupName ?? "",
            KeyRight = seen.Role == GrantRole.Manager ? 1 : 0,
            KeyStatus =
                seen.IsGrantFrozen ? Frozen
                : seen.IsWaiting ? Waiting
                : Normal,
            LockAlias = seen.Alias,
            LockId = seen.LockNumber,
            LockMac = seen.Mac,
            LockName = seen.Name,
            NoKeyPwd = seen.SuperPasscode?.Reveal() ?? "",
            PassageMode = Switch.Of(seen.HasOpenHours),
            Remarks = seen.Remarks ?? "",
            // The owner always may, whatever the grant says.
            RemoteEnable = Switch.Of(seen.OpensRemotely || seen.Role == GrantRole.Owner),
            StartDate = WireTime.OrZero(seen.Window.StartsAt),
            UserType = seen.Role == GrantRole.Owner ? Owner : Shared,
            KeyId = seen.GrantNumber,
            HasGateway = Switch.Bit(seen.HasGateway),
            IsOnline = Switch.Bit(seen.IsOnline),
            LockData = seen.PhoneData ?? "",
            TimezoneRawOffset = WireTime.StandardOffset(seen.Zone, now),
        };

    public override string ToString() => $"ekey {KeyId}";

    private const string Normal = "110401";
    private const string Waiting = "110402";
    private const string Frozen = "110405";
    private const string Owner = "110301";
    private const string Shared = "110302";
}
