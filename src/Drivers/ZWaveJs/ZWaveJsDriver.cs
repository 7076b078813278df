using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// Locks on a site's own Z-Wave stick, through a <c>@zwave-js/server</c>. Addresses are <c>ws://</c> or <c>wss://</c>; the network's identity is
/// its home id. The server asks nobody for a password: it belongs on loopback or a private network.
/// </summary>
public sealed class ZWaveJsDriver(ZWaveJsOptions options, TimeProvider clock, ILogger<ZWaveJsDriver> log) : ILockDriver
{
    public string Family => "zwave-js";

    /// <summary>One radio serves all locks, and a lock out of reach holds it for seconds.</summary>
    public DriverTraits Traits { get; } =
        new(Concurrency: 1, EvidenceRung.ReadBack, options.AnswerWithin) { AddressForm = "ws://127.0.0.1:3000", PingsLost = true };

    public AccessError? RefuseSettings(LinkSettings settings)
    {
        if (AddressOf(settings) is null)
        {
            return AccessError.Invalid("The address of a Z-Wave JS server looks like ws://127.0.0.1:3000.", Noun.Link);
        }

        return settings.Secret is null ? null : AccessError.Invalid("A Z-Wave JS server takes no password.", Noun.Link);
    }

    /// <exception cref="ArgumentException">The address was not asked about by <see cref="RefuseSettings"/>.</exception>
    public ILinkSession Open(LinkSettings settings, ILinkEvents events)
    {
        var address = AddressOf(settings) ?? throw new ArgumentException("No address of a Z-Wave JS server.", nameof(settings));
        return new ZWaveJsSession(settings, address, new NetworkMirror(events, clock, options), options, clock, log);
    }

    private static Uri? AddressOf(LinkSettings settings) =>
        Uri.TryCreate(settings.Address, UriKind.Absolute, out var address)
        && address.Scheme is "ws" or "wss"
        && address is { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0 }
            ? address
            : null;
}
