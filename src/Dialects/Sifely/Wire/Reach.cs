using Latchwork.Domain;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>How something is to reach a lock: <c>addType</c>, <c>changeType</c>, <c>deleteType</c>, and <c>type</c> of settings (13.2).</summary>
internal enum Reach
{
    /// <summary>Somebody's telephone, or this server without the caller waiting for it.</summary>
    Phone = 1,

    /// <summary>A gateway or the lock's own network; the call waits for the lock.</summary>
    Link = 2,
}

internal static class Reaches
{
    private const int NarrowBand = 3;
    private const int Asynchronous = 4;

    // No lock of a narrow band is connected to any server of this kind.
    private static readonly SifelyError Unsupported = SifelyErrors.OnWrite(
        new AccessError(AccessErrorCode.Unsupported, "This lock is not reached so.", Noun.Lock)
    );

    /// <summary>The way that is named; <see cref="Reach.Phone"/> where none is. One that no lock here has is refused like a missing ability.</summary>
    public static Reach Reach(this SifelyParameters given, string name) =>
        given.Whole(name) is { } number ? Of(given, name, number) : Wire.Reach.Phone;

    /// <summary>The same where the vendor's service insists on it (4.4).</summary>
    public static Reach RequiredReach(this SifelyParameters given, string name) => Of(given, name, given.RequiredWhole(name, JavaType.Integer));

    private static Reach Of(SifelyParameters given, string name, long number)
    {
        switch (number)
        {
            case 1:
                return Wire.Reach.Phone;
            case 2:
                return Wire.Reach.Link;
            case Asynchronous:
                // "Do not wait for it" is what the first means here too.
                return Wire.Reach.Phone;
            case NarrowBand:
                given.Refuse(Unsupported);
                return Wire.Reach.Phone;
            default:
                given.Refuse(SifelyError.Invalid($"'{name}' is 1, 2, 3 or 4."));
                return Wire.Reach.Phone;
        }
    }
}
