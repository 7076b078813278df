using System.Globalization;

namespace Latchwork.Bench;

/// <summary>Ratios of one run, each out of its own round, since other work on the machine comes and goes.</summary>
internal sealed class Ratio(string name, string limit, double hold)
{
    private readonly List<(double Ours, double Limit)> rounds = [];

    public void Add(double ours, double itsLimit) => rounds.Add((ours, itsLimit));

    public double Median => rounds.Select(round => round.Ours / round.Limit).Order().ElementAt(rounds.Count / 2);

    /// <param name="isCost">Ours and the limit are times: the smaller the better.</param>
    public void Print(TextWriter to, string unit, bool isCost = false)
    {
        foreach (var (ours, itsLimit) in rounds)
        {
            to.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"    {ours, 12:N1} {unit}   limit {itsLimit, 12:N1} {unit}   ratio {ours / itsLimit:N3}")
            );
        }

        var isHeld = isCost ? Median <= hold : Median >= hold;
        var sign = isCost ? "≤" : "≥";
        to.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {Median:N3} of {limit} (hold {sign} {hold}): {(isHeld ? "held" : "NOT held")}")
        );
    }
}
