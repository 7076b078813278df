namespace Latchwork.Domain.Simulation;

/// <summary>A rule that did not hold: which, and how to see it again.</summary>
public sealed class SimulationRuleException(ulong seed, int step, string rule) : Exception($"Seed {seed}, step {step}: {rule}");

/// <summary>The same, where seed and step are not known.</summary>
internal sealed class RuleBrokenException(string rule) : Exception(rule);
