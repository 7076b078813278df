using System.Net;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Grants;

/// <summary>What of a lock matters to the decision.</summary>
public sealed record LockFacts
{
    public required Capabilities Capabilities { get; init; }

    public bool IsFrozen { get; init; }

    /// <summary>Remote unlocking is switched off in the lock (Sifely 5.1).</summary>
    public bool IsRemoteUnlockOff { get; init; }

    /// <summary>It opens only inside one of these; none is always. Each has a zone of its own (Doordeck 9.1, usage requirements).</summary>
    public IReadOnlyList<WeeklyHours> UsageHours { get; init; } = [];

    /// <summary>It opens over the network only for these; empty is anywhere (Doordeck 9.1).</summary>
    public AddressList PermittedAddresses { get; init; } = AddressList.Empty;
}

/// <summary>What one decision is made from, read in the transaction that records it (AZ-4).</summary>
public sealed record AccessFacts
{
    public required LockFacts Lock { get; init; }

    /// <summary>The caller's grant to this lock, ended ones too; null where there never was one.</summary>
    public AccessGrant? Grant { get; init; }

    /// <summary>
    /// What the caller may do in the lock's tenant: a member's role, where membership counts (native, console), or the key's scopes (native, KEYVOX).
    /// Null on Sifely and Doordeck, and for who is no member of that very tenant.
    /// </summary>
    public PermissionSet? Standing { get; init; }

    /// <summary>Where the caller calls from (RL-4); null where that is not known.</summary>
    public IPAddress? CallerAddress { get; init; }

    /// <summary>Asked over the network, not by showing something at the door.</summary>
    public required bool IsRemote { get; init; }
}
