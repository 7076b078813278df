namespace Latchwork.Dialects.Native.Wire;

/// <summary>The lock or cabinet reported that it did it; everything less is a problem with a code that says how much less.</summary>
internal sealed record MotionBody(string Outcome)
{
    public static MotionBody Done { get; } = new("done");
}
