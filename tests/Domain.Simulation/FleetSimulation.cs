using System.Globalization;
using System.Numerics;

namespace Latchwork.Domain.Simulation;

/// <summary>What one run did, so that a run in which nothing happened is not taken for a proof.</summary>
public sealed record FleetReport : IAdditionOperators<FleetReport, FleetReport, FleetReport>
{
    public int Motions { get; set; }
    public int MotionsDone { get; set; }
    public int MotionsUnknown { get; set; }
    public int Sends { get; set; }
    public int Proven { get; set; }
    public int Removed { get; set; }
    public int Forgotten { get; set; }
    public int Takeovers { get; set; }
    public TimeSpan SettledAfter { get; set; }

    public static FleetReport operator +(FleetReport a, FleetReport b) =>
        new()
        {
            Motions = a.Motions + b.Motions,
            MotionsDone = a.MotionsDone + b.MotionsDone,
            MotionsUnknown = a.MotionsUnknown + b.MotionsUnknown,
            Sends = a.Sends + b.Sends,
            Proven = a.Proven + b.Proven,
            Removed = a.Removed + b.Removed,
            Forgotten = a.Forgotten + b.Forgotten,
            Takeovers = a.Takeovers + b.Takeovers,
            SettledAfter = a.SettledAfter > b.SettledAfter ? a.SettledAfter : b.SettledAfter,
        };
}

/// <summary>
/// Several nodes, a few links, lying devices, and the rules that must hold whatever happens. Everything follows from the seed: the same
/// seed runs the same way on every machine.
/// </summary>
public static class FleetSimulation
{
    /// <summary>When the faults have stopped, everything is as desired within this time.</summary>
    public static TimeSpan SettlesWithin { get; } = TimeSpan.FromMinutes(15);

    /// <param name="trace">Where every event is written, or null.</param>
    /// <exception cref="SimulationRuleException">A rule did not hold.</exception>
    public static FleetReport Run(ulong seed, int steps, TextWriter? trace = null)
    {
        var world = new World(new Seed(seed), trace);
        var chance = new Seed(seed).Fork("chance");
        var step = 0;
        try
        {
            for (; step < steps; step++)
            {
                trace?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"-- step {step}"));
                Chances.Next(world, chance);
                world.RunFor(TimeSpan.FromMilliseconds(chance.Next(2_000)));
            }

            Settle(world);
            return world.Report;
        }
        catch (RuleBrokenException broken)
        {
            throw new SimulationRuleException(seed, step, broken.Message);
        }
    }

    private static void Settle(World world)
    {
        Chances.StopFaults(world);
        var from = world.Now;
        while (!world.IsSettled)
        {
            if (world.Now - from > SettlesWithin.Ticks)
            {
                throw new RuleBrokenException($"not settled {SettlesWithin.TotalMinutes:0} minutes after the last fault: {world.Unsettled()}");
            }

            world.RunFor(TimeSpan.FromSeconds(10));
        }

        world.Report.SettledAfter = new TimeSpan(world.Now - from);
    }
}
