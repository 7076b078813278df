using Latchwork.Domain;
using Latchwork.Domain.Sites;

namespace Latchwork.Dialects.Native.Sites;

/// <summary>A place on the plan of a site, whatever the size of its picture.</summary>
/// <param name="X">Part of its width, from the left: 0 to 1, with four decimals.</param>
/// <param name="Y">Part of its height, from above.</param>
internal sealed record PlaceBody(double X, double Y)
{
    public Outcome<PlanPlace> Read() => PlanPlace.Create(X, Y);

    public static PlaceBody? Of(PlanPlace? place) => place is { } at ? new PlaceBody(at.X, at.Y) : null;
}
