using System.Globalization;
using System.Runtime.InteropServices;

namespace Latchwork.Domain.Sites;

/// <summary>Where something is on the plan of its site, whatever the size of the picture: parts of its width and height from the upper left, with four decimals.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanPlace
{
    private const int Decimals = 4;

    private PlanPlace(double x, double y) => (X, Y) = (x, y);

    public double X { get; }

    public double Y { get; }

    /// <summary>Refuses what is not on the picture; more decimals are rounded.</summary>
    public static Outcome<PlanPlace> Create(double x, double y) =>
        x is >= 0 and <= 1 && y is >= 0 and <= 1
            ? new PlanPlace(Math.Round(x, Decimals), Math.Round(y, Decimals))
            : AccessError.Invalid("A place on a plan has 'x' and 'y' from 0 to 1.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y}");
}
