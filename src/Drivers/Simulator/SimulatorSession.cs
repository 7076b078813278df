using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <summary>What both kinds of connection share: one question to the network, one answer in our words, and nothing sent twice.</summary>
internal abstract class SimulatorSession(LinkSettings settings, ILinkEvents events, TimeSpan answerWithin, TimeProvider clock) : ILinkSession
{
    private CancellationTokenSource line = new();
    private volatile LinkSaid said;

    public bool IsOnline => said == LinkSaid.Online;

    protected TimeProvider Clock => clock;

    protected TimeSpan AnswerWithin => answerWithin;

    public abstract Task<Outcome<IReadOnlyList<DiscoveredDevice>>> DiscoverAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    public Task<DeviceAnswer> DoAsync(string deviceAddress, DeviceAct act, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            return Task.FromResult(Answers.NothingSent);
        }

        var lost = Volatile.Read(ref line).Token;
        if (!IsOnline)
        {
            return Task.FromResult(Answers.LinkIsDown);
        }

        var reply = AskAsync(deviceAddress, act);
        return reply is { IsCompletedSuccessfully: true, Result: var now } && !Answers.NeedsProof(act, now)
            ? Task.FromResult(Answers.From(act, now))
            : WaitAsync(deviceAddress, act, reply.AsTask(), lost, cancel);
    }

    /// <summary>Sends an act. Never ends where nobody answers, and never throws.</summary>
    protected abstract ValueTask<SimulatedReply> AskAsync(string address, DeviceAct act);

    /// <summary>Nobody waits for this reply any more.</summary>
    protected virtual void Forget(Task<SimulatedReply> reply) { }

    /// <summary>False where the network is not the one that was paired: it is not used then.</summary>
    protected bool GoOnline(string network)
    {
        if (settings.NetworkIdentity is { } paired && paired != network)
        {
            GoOffline($"The network calls itself {network}; another one was paired.");
            return false;
        }

        Volatile.Write(ref line, new CancellationTokenSource());
        said = LinkSaid.Online;
        events.Raise(new DeviceReport.LinkCameOnline(network));
        return true;
    }

    /// <summary>Also for a link that could not be reached at all; said once.</summary>
    protected void GoOffline(string reason)
    {
        if (said == LinkSaid.Offline)
        {
            return;
        }

        said = LinkSaid.Offline;
        _ = line.CancelAsync();
        events.Raise(new DeviceReport.LinkWentOffline(reason));
    }

    protected void Raise(DeviceReport report) => events.Raise(report);

    private enum LinkSaid
    {
        Nothing,
        Online,
        Offline,
    }

    private async Task<DeviceAnswer> WaitAsync(
        string address,
        DeviceAct act,
        Task<SimulatedReply> reply,
        CancellationToken lost,
        CancellationToken cancel
    )
    {
        if (!await ArrivesAsync(reply, lost, cancel))
        {
            Forget(reply);
            return cancel.IsCancellationRequested ? Answers.GivenUp : Answers.Unanswered(act);
        }

        return Answers.NeedsProof(act, await reply)
            ? Answers.Judge(act, await DoAsync(address, new DeviceAct.ReadState(), cancel))
            : Answers.From(act, await reply);
    }

    /// <summary>Whether the reply comes before the time is up, the line breaks or the caller gives up.</summary>
    private async Task<bool> ArrivesAsync(Task<SimulatedReply> reply, CancellationToken lost, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost, cancel);
        Task waiting = reply.WaitAsync(answerWithin, clock, either.Token);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reply.IsCompletedSuccessfully;
    }
}
