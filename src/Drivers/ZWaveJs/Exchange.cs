using System.Text.Json;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>The talk with the server for one act: over one connection, until one deadline, for one caller.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly ZWaveJsConnection connection;
    private readonly TimeProvider clock;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource deadline;
    private readonly CancellationTokenSource patience;

    public Exchange(ZWaveJsConnection connection, TimeSpan within, TimeProvider clock, CancellationToken caller)
    {
        (this.connection, this.clock, this.caller) = (connection, clock, caller);
        deadline = new CancellationTokenSource(within, clock);
        patience = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, caller, connection.Ended);
    }

    public bool IsOver => patience.IsCancellationRequested;

    public async Task<ZWaveJsAnswer> AskAsync(ZWaveJsCommand command)
    {
        var answer = await connection.AskAsync(command, patience.Token);
        return answer.Trouble?.Hindrance == Hindrance.Silence && caller.IsCancellationRequested ? Hindrance.CallerLeft : answer;
    }

    /// <summary>The inner result of an access control call: <c>result.&lt;name&gt;</c>; null where the server sent none.</summary>
    public async Task<(JsonElement? Value, ZWaveJsTrouble? Trouble)> AskForAsync(string name, ZWaveJsCommand command)
    {
        var (result, trouble) = await AskAsync(command);
        return (trouble is null ? result.Member(name) : null, trouble);
    }

    /// <summary>Waits for it, but no longer than that, nor beyond the act's own end.</summary>
    public async Task<bool> WaitAsync(Task wanted, TimeSpan within)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        await Task.WhenAny(wanted, Task.Delay(within, clock, pause.Token));
        await pause.CancelAsync();
        return wanted.IsCompleted;
    }

    public void Dispose()
    {
        patience.Dispose();
        deadline.Dispose();
    }
}
