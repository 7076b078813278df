using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Links;

namespace Latchwork.Dialects.Native.Links;

/// <param name="Family">Of <c>GET /api/v1/drivers</c>.</param>
/// <param name="Address">In the family's own form.</param>
/// <param name="Secret">Password or key of the link.</param>
/// <param name="SiteId">Where devices found behind it are put; absent: the tenant's first site.</param>
internal sealed record PairLinkBody(string Family, string Address, string Name, string? Secret = null, string? SiteId = null)
{
    public override string ToString() => nameof(PairLinkBody);
}

/// <param name="State"><c>online</c>, <c>offline</c>, or <c>connecting</c> before the first try has ended.</param>
/// <param name="Since">Since when it is in that state.</param>
internal sealed record LinkBody(
    string Id,
    string Family,
    string Name,
    string Address,
    string? SiteId,
    string State,
    DateTimeOffset Since,
    string? OfflineBecause,
    DateTimeOffset CreatedAt
)
{
    public static LinkBody Of(SeenLink seen) =>
        new(seen.Id, seen.Family, seen.Name, seen.Address, seen.SiteId, StateOf(seen), seen.ChangedAt, seen.OfflineBecause, seen.CreatedAt);

    private static string StateOf(SeenLink seen) =>
        seen.IsOnline ? "online"
        : seen.WasReached || seen.OfflineBecause is not null ? "offline"
        : "connecting";
}

/// <summary>A link and what waits in front of it.</summary>
/// <param name="IsHeld">A node works on it. While none does, nothing is sent.</param>
/// <param name="Commands">Acts on doors and settings that have not ended.</param>
/// <param name="UnderWay">Of all that is in the queue, what was sent.</param>
/// <param name="OldestAt">When the oldest of the commands was asked for.</param>
/// <param name="Credentials">Codes and cards that are to be written, changed or taken off now.</param>
/// <param name="LaterCredentials">Those whose time has not come.</param>
/// <param name="EmptyInSeconds">So long it will probably be until all of it is done, by how long such acts took lately. Absent while nobody knows: the link is offline, or
/// its node has not told yet.</param>
internal sealed record LinkQueueBody(
    LinkBody Link,
    bool IsHeld,
    int Commands,
    int UnderWay,
    DateTimeOffset? OldestAt,
    int Credentials,
    int LaterCredentials,
    long? EmptyInSeconds
)
{
    public static LinkQueueBody Of(SeenQueue seen) =>
        new(
            LinkBody.Of(seen.Link),
            seen.IsHeld,
            seen.Commands,
            seen.UnderWay,
            seen.OldestAt,
            seen.Credentials,
            seen.LaterCredentials,
            seen.EmptyIn is { } time ? (long)Math.Ceiling(time.TotalSeconds) : null
        );
}

internal sealed record LinkDetailBody(LinkBody Link, IReadOnlyList<DeviceBody> Devices)
{
    public static LinkDetailBody Of(LinkInDetail seen) => new(LinkBody.Of(seen.Link), [.. seen.Devices.Select(DeviceBody.Of)]);
}

/// <param name="LockId">Where it is a lock.</param>
/// <param name="GoneAt">Since when it is not found behind the link any more.</param>
internal sealed record DeviceBody(
    string Address,
    string Kind,
    string Name,
    string? Model,
    string? Firmware,
    bool IsOnline,
    string? LockId,
    IReadOnlyList<string>? Capabilities,
    IReadOnlyList<string> Warnings,
    DateTimeOffset? GoneAt
)
{
    public static DeviceBody Of(SeenDevice seen) =>
        new(
            seen.Address,
            NativeJson.Word(seen.Kind),
            seen.Name,
            seen.Model,
            seen.Firmware,
            seen.IsOnline,
            seen.LockId,
            seen.Capabilities is { } able ? NativeJson.Words(able) : null,
            seen.Warning is { } warning ? [warning] : [],
            seen.GoneAt
        );
}

/// <param name="Locks">Locks that are out of reach now; their history stays.</param>
/// <param name="CodesLeft">Codes and cards that may still open them at the door: nothing was taken off the locks.</param>
internal sealed record RemovedLinkBody(int Locks, int CodesLeft);

internal sealed record DriverBody(string Family, string AddressForm, bool TakesSecret)
{
    /// <summary>There are few: one part.</summary>
    public static ListBody<DriverBody> All(DriverFamily[] families) =>
        new([.. families.Select(f => new DriverBody(f.Family, f.AddressForm, f.TakesSecret))]);
}
