using System.Numerics;

namespace Latchwork.Domain.Simulation;

/// <summary>What the runs did, so that a run in which nothing happened is not taken for a proof.</summary>
public sealed record DeliveryReport : IAdditionOperators<DeliveryReport, DeliveryReport, DeliveryReport>
{
    public int Told { get; set; }
    public int Tries { get; set; }
    public int Repeats { get; set; }
    public int Overtaken { get; set; }
    public int Parked { get; set; }
    public int Withdrawn { get; set; }
    public int Pauses { get; set; }
    public int Unheard { get; set; }

    public static DeliveryReport operator +(DeliveryReport a, DeliveryReport b) =>
        new()
        {
            Told = a.Told + b.Told,
            Tries = a.Tries + b.Tries,
            Repeats = a.Repeats + b.Repeats,
            Overtaken = a.Overtaken + b.Overtaken,
            Parked = a.Parked + b.Parked,
            Withdrawn = a.Withdrawn + b.Withdrawn,
            Pauses = a.Pauses + b.Pauses,
            Unheard = a.Unheard + b.Unheard,
        };
}

/// <summary>
/// One endpoint that fails and lies, nodes that die or freeze in the middle of a try, an owner who pauses, resumes and replays. Everything follows from the
/// seed.
/// </summary>
public static class DeliverySimulation
{
    /// <summary>When the faults have stopped, every event is delivered, parked or withdrawn within this time: the longest pause, and a little.</summary>
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromHours(6.2);

    private static readonly TimeSpan ReplaysWithin = TimeSpan.FromHours(1);

    /// <exception cref="SimulationRuleException">A rule did not hold.</exception>
    public static DeliveryReport Run(ulong seed, int steps)
    {
        var endpoint = new FailingEndpoint(new Seed(seed));
        var step = 0;
        try
        {
            for (; step < steps; step++)
            {
                endpoint.Chance();
                endpoint.Pass(TimeSpan.FromSeconds(1 + endpoint.Seed.Next(endpoint.Seed.Chance(0.1) ? 7200 : 30)));
            }

            endpoint.Mend();
            endpoint.Pass(SettlesWithin);
            endpoint.CheckSettled();
            endpoint.Replay();
            endpoint.Pass(ReplaysWithin);
            endpoint.CheckAllTold();
            return endpoint.Report;
        }
        catch (RuleBrokenException broken)
        {
            throw new SimulationRuleException(seed, step, broken.Message);
        }
    }
}
