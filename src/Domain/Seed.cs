using System.Numerics;

namespace Latchwork.Domain;

/// <summary>
/// Numbers that follow from a seed alone, the same on every machine: for simulation and tests, never for secrets.
/// SplitMix64 (Steele, Lea, Flood 2014).
/// </summary>
public sealed class Seed(ulong start)
{
    private ulong state = start;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(below);
        return (int)Math.BigMul(Next(), (ulong)below, out _);
    }

    /// <summary>A number of [0, 1).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Fraction() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    /// <summary>A stream of its own for one part, so that parts do not disturb each other's numbers.</summary>
    public Seed Fork(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return new Seed(BitOperations.RotateLeft(state, 17) ^ hash);
    }
}
