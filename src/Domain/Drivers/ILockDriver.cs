namespace Latchwork.Domain.Drivers;

/// <summary>
/// One device family. A driver translates; it decides nothing, keeps no queue and repeats no motion (DV-7). Every failure of the family's
/// wire becomes an <see cref="AccessError"/> at its border; an exception out of a driver is a bug.
/// </summary>
public interface ILockDriver
{
    /// <summary>The stable name under which links of this family are stored: <c>simulator</c>, <c>zwave-js</c>.</summary>
    string Family { get; }

    DriverTraits Traits { get; }

    /// <summary>Whether the address and the options make sense for this family; asked before a link is stored. Opens nothing.</summary>
    AccessError? RefuseSettings(LinkSettings settings);

    /// <summary>
    /// Opens a link and keeps it open until the session is disposed: it connects in the background, reconnects by itself with a growing
    /// pause, and tells <paramref name="events"/> of every change; first of all whether the link could be reached. Returns at once.
    /// </summary>
    ILinkSession Open(LinkSettings settings, ILinkEvents events);
}

/// <summary>What is true of every link of a family.</summary>
/// <param name="Concurrency">How many commands may be under way on one link.</param>
/// <param name="BestPinProof">The best rung that can be proven before the code is used at the door (devices.md §0).</param>
/// <param name="AnswerWithin">After so long without an answer a command counts as unanswered.</param>
public sealed record DriverTraits(int Concurrency, Credentials.EvidenceRung BestPinProof, TimeSpan AnswerWithin)
{
    /// <summary>An address of the family, as an example or a pattern, for those who pair a link.</summary>
    public string AddressForm { get; init; } = "";

    /// <summary>Whether nobody but us finds out that a device which was lost is back, so that it has to be pinged now and then.</summary>
    public bool PingsLost { get; init; }

    /// <summary>Whether links of the family can have a password or key.</summary>
    public bool TakesSecret { get; init; }
}

/// <summary>Where a link leads.</summary>
/// <param name="Link">Our id of it.</param>
/// <param name="Address">The family's own form, such as <c>ws://127.0.0.1:3000</c>.</param>
/// <param name="NetworkIdentity">What the network called itself when it was paired; a driver refuses to go on when it has become another.</param>
/// <param name="Secret">The password or key of the link, in clear, or null. Never logged.</param>
public sealed record LinkSettings(LinkId Link, string Address, string? NetworkIdentity, string? Secret)
{
    public override string ToString() => $"link {Link.Value}";
}

/// <summary>An open link. All members may be called at any time and from any thread; calls made while it is offline are refused at once.</summary>
public interface ILinkSession : IAsyncDisposable
{
    bool IsOnline { get; }

    /// <summary>The devices behind the link with what they can do and how they are, from the network's memory; asks no device anew.</summary>
    Task<Outcome<IReadOnlyList<DiscoveredDevice>>> DiscoverAsync(CancellationToken cancel);

    /// <summary>
    /// Does one act on one device and answers when its end is known or <see cref="DriverTraits.AnswerWithin"/> has passed. Cancelling ends the
    /// waiting, not the act: what may have left is answered as unknown.
    /// </summary>
    Task<DeviceAnswer> DoAsync(string deviceAddress, DeviceAct act, CancellationToken cancel);
}

/// <summary>Where a driver tells what it hears. Calls return at once and never throw; the order is kept.</summary>
public interface ILinkEvents
{
    void Raise(DeviceReport report);
}
