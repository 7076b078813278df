namespace Latchwork.Operations.Alerts;

/// <summary>Tells people what they want to know of their doors; every node runs it, and they share the work.</summary>
public sealed class AlertWorker
{
    private const int MostRounds = 50;

    private readonly PlanAlerts plan;
    private readonly TellAlerts tell;

    internal AlertWorker(PlanAlerts plan, TellAlerts tell) => (this.plan, this.tell) = (plan, tell);

    /// <summary>One round: what has happened since, and all that is due.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await plan.FindSourcesAsync(cancel);
        for (var round = 0; round < MostRounds && await plan.RunAsync(cancel); round++) { }

        for (var round = 0; round < MostRounds && await tell.RunAsync(cancel); round++) { }
    }
}
