using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Microsoft.Extensions.Logging;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>One link: connects, comes back, listens, and gives every act to the part that knows it.</summary>
internal sealed class ZWaveJsSession : ILinkSession
{
    private readonly LinkSettings settings;
    private readonly Uri address;
    private readonly NetworkMirror network;
    private readonly ZWaveJsOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly BoltActs bolts;
    private readonly SlotActs slots;
    private readonly LockActs others;
    private readonly CancellationTokenSource closing = new();
    private readonly Task running;
    private volatile ZWaveJsConnection? online;
    private string? identity;
    private string? saidOffline;

    public ZWaveJsSession(LinkSettings settings, Uri address, NetworkMirror network, ZWaveJsOptions options, TimeProvider clock, ILogger log)
    {
        (this.settings, this.address, this.network, this.options, this.clock, this.log) = (settings, address, network, options, clock, log);
        identity = settings.NetworkIdentity;
        (bolts, slots, others) = (new BoltActs(network, options), new SlotActs(network, options), new LockActs(network, clock));
        running = Task.Run(RunAsync, CancellationToken.None);
    }

    public bool IsOnline => online is not null;

    public async Task<Outcome<IReadOnlyList<DiscoveredDevice>>> DiscoverAsync(CancellationToken cancel)
    {
        if (online is not { } connection)
        {
            return new AccessError(AccessErrorCode.LinkOffline, "The Z-Wave server is not connected.");
        }

        using var exchange = new Exchange(connection, options.AnswerWithin, clock, cancel);
        var found = new List<DiscoveredDevice>();
        foreach (var one in network.All())
        {
            await KnowAccessAsync(exchange, one);
            found.Add(network.With(one, Discovery.Describe));
        }

        return found;
    }

    public async Task<DeviceAnswer> DoAsync(string deviceAddress, DeviceAct act, CancellationToken cancel)
    {
        if (online is not { } connection)
        {
            return new ZWaveJsTrouble(Hindrance.NotSent).AfterQuestion();
        }

        if (network.Find(deviceAddress) is not { } device)
        {
            return new ZWaveJsTrouble(Hindrance.NoSuchNode).AfterQuestion();
        }

        using var exchange = new Exchange(connection, options.AnswerWithin, clock, cancel);
        return await IsBackAsync(exchange, device, act)
            ? await DoAsync(exchange, device, act)
            : DeviceAnswer.Failed(AccessErrorCode.DeviceOffline, "The lock does not answer; nothing was sent to it.");
    }

    /// <summary>
    /// A lock that was lost is pinged before anything is sent to it: that takes the shared radio a third of the time of a command, and leaves
    /// no doubt whether the command was heard.
    /// </summary>
    private static async Task<bool> IsBackAsync(Exchange exchange, LockMirror device, DeviceAct act) =>
        device.IsOnline || act is DeviceAct.Ping || await LockActs.AnswersAsync(exchange, device);

    private async Task<DeviceAnswer> DoAsync(Exchange exchange, LockMirror device, DeviceAct act) =>
        act switch
        {
            DeviceAct.Ping => await LockActs.PingAsync(exchange, device),
            DeviceAct.ReadBattery => await others.ReadBatteryAsync(exchange, device),
            DeviceAct.SetClock => await others.SetClockAsync(exchange, device),
            DeviceAct.Unlock or DeviceAct.Lock or DeviceAct.ReadState when !device.Facts.Has(CommandClass.DoorLock) => Unsupported(),
            DeviceAct.Unlock => await bolts.MoveAsync(exchange, device, BoltState.Unlocked),
            DeviceAct.Lock => await bolts.MoveAsync(exchange, device, BoltState.Locked),
            DeviceAct.ReadState => await bolts.ReadAsync(exchange, device),
            // The lock would keep the code beyond its window, so the window is not for it to keep (devices.md §0).
            DeviceAct.SetPasscode { From: not null } or DeviceAct.SetPasscode { Until: not null } => Unsupported(),
            DeviceAct.SetCard { From: not null } or DeviceAct.SetCard { Until: not null } => Unsupported(),
            _ => await DoSlotAsync(exchange, device, act),
        };

    private async Task<DeviceAnswer> DoSlotAsync(Exchange exchange, LockMirror device, DeviceAct act)
    {
        await KnowAccessAsync(exchange, device);
        return act switch
        {
            DeviceAct.SetPasscode set => await slots.SetAsync(
                exchange,
                new SlotPlace(device, CredentialType.Pin, set.Slot),
                new SlotContent.Passcode(set.Digits)
            ),
            DeviceAct.SetCard set => await slots.SetAsync(
                exchange,
                new SlotPlace(device, CredentialType.Rfid, set.Slot),
                new SlotContent.Card(set.Bytes)
            ),
            DeviceAct.ClearSlot clear when TypeOf(clear.Kind) is { } type => await slots.ClearAsync(
                exchange,
                new SlotPlace(device, type, clear.Slot)
            ),
            DeviceAct.ReadSlot read when TypeOf(read.Kind) is { } type => await slots.ReadAsync(exchange, new SlotPlace(device, type, read.Slot)),
            _ => Unsupported(),
        };
    }

    private static CredentialType? TypeOf(CredentialKind kind) =>
        kind switch
        {
            CredentialKind.Passcode => CredentialType.Pin,
            CredentialKind.Card => CredentialType.Rfid,
            CredentialKind.Fingerprint => CredentialType.Finger,
            CredentialKind.QrCode => null,
        };

    private static DeviceAnswer Unsupported() => new ZWaveJsTrouble(Hindrance.Unsupported).AfterQuestion();

    /// <summary>After an interview the lock may keep other things than before.</summary>
    private async Task KnowAccessAsync(Exchange exchange, LockMirror device)
    {
        if (device.Access is null && await AccessMemory.LoadAsync(exchange, device.NodeId, device.Facts) is { } access)
        {
            var owned = access.Kind == AccessKind.UserCredential ? await OwnersAsync(exchange, device) : [];
            network.With(
                device,
                one =>
                {
                    one.Access = access;
                    owned.ForEach(credential => one.Owners.Put(credential.Type, credential.Slot, credential.User));
                }
            );
        }
    }

    /// <summary>Who owns what, from the server's memory: enough to name who came in, never evidence that a code is there.</summary>
    private static async Task<List<(CredentialType Type, int Slot, int User)>> OwnersAsync(Exchange exchange, LockMirror device)
    {
        var answer = await exchange.AskAsync(ZWaveJsProtocol.AccessControl(device.NodeId, "get_all_credentials_cached"));
        return
        [
            .. answer
                .Result.Items("credentials")
                .Select(one => ((CredentialType)(one.Int("type") ?? 0), one.Int("slot") ?? 0, one.Int("userId") ?? 0)),
        ];
    }

    private async Task RunAsync()
    {
        var backoff = new Backoff(options.RetryFrom, options.RetryUpTo);
        while (!closing.IsCancellationRequested)
        {
            var opened = await Handshake.OpenAsync(address, identity, options, clock, log, closing.Token);
            if (!opened.IsRefused(out var refusal, out var handshake))
            {
                backoff.Reset();
                refusal = new AccessError(AccessErrorCode.LinkOffline, await ServeAsync(handshake));
                saidOffline = null;
            }

            await PauseAsync(refusal.Detail, backoff.Next());
        }
    }

    /// <summary>Loads the network and listens until the line ends, or until nothing of what was loaded holds. Answers why it ended.</summary>
    private async Task<string> ServeAsync(Handshake handshake)
    {
        await using var connection = handshake.Connection;
        identity ??= handshake.NetworkIdentity;
        var locks = network.Replace(handshake.State);
        using (var exchange = new Exchange(connection, options.ConnectWithin, clock, closing.Token))
        {
            foreach (var one in locks)
            {
                await KnowAccessAsync(exchange, one);
            }
        }

        log.Online(settings.Link.Value, handshake.NetworkIdentity, locks.Count, handshake.Schema);
        using var ends = closing.Token.Register(connection.End);
        online = connection;
        network.CameOnline(handshake.NetworkIdentity);
        try
        {
            return await ListenAsync(connection);
        }
        finally
        {
            online = null;
        }
    }

    private async Task<string> ListenAsync(ZWaveJsConnection connection)
    {
        await foreach (var told in connection.Events)
        {
            if (!network.Take(told))
            {
                return "The Z-Wave driver started anew.";
            }
        }

        return connection.EndedBecause;
    }

    /// <summary>Says why the link is down, but not the same thing at every try.</summary>
    private async Task PauseAsync(string reason, TimeSpan pause)
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        log.Offline(settings.Link.Value, reason, pause);
        if (reason != saidOffline)
        {
            saidOffline = reason;
            network.WentOffline(reason);
        }

        await Task.WhenAny(Task.Delay(pause, clock, closing.Token));
    }

    public async ValueTask DisposeAsync()
    {
        online = null;
        await closing.CancelAsync();
        await running;
    }
}
