namespace Latchwork.Dialects.Sifely.Wire;

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

    /// <summary>What a phone needs to speak to a vendor's lock; there is nothing of the kind here.</summary>
    public string LockData { get; init; } = "";

    /// <summary>Milliseconds.</summary>
    public required int TimezoneRawOffset { get; init; }

    public override string ToString() => $"ekey {KeyId}";
}
