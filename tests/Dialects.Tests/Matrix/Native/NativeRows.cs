using static Latchwork.Dialects.Tests.Matrix.MatrixRow;
using static Latchwork.Dialects.Tests.Matrix.Who;

namespace Latchwork.Dialects.Tests.Matrix.Native;

/// <summary>How the rows of our own API are written: who there is, and what they are told.</summary>
internal static class NativeRows
{
    public const string NoCredential = "401 not-authenticated";
    public const string NoSession = "401 no-session";
    public const string SessionEnded = "401 session-ended";
    public const string Unknown = "404 not-found";
    public const string TooWeak = "403 not-allowed";
    public const string Yes = "200";
    public const string Shown = "200 shown";
    public const string Hidden = "200 hidden";
    public const string MadeHere = "201 here";
    public const string MadeElsewhere = "201 elsewhere";

    public static readonly Who[] HouseKeys =
    [
        NativeKeyWithAll,
        NativeKeyWithNothing,
        NativeKeyOfOperator,
        NativeKeyOfIntegrator,
        NativeKeyOfAuditor,
        NativeKeyToOpen,
    ];

    /// <summary>Whose rows say what the people at the console get as well.</summary>
    public static readonly IReadOnlyDictionary<Who, Who> LikeKeys = new Dictionary<Who, Who>
    {
        [NativeKeyWithAll] = ConsoleOwner,
        [NativeKeyOfOperator] = ConsoleOperator,
        [NativeKeyOfIntegrator] = ConsoleIntegrator,
        [NativeKeyOfAuditor] = ConsoleAuditor,
        [NativeKeyOfNeighbour] = ConsoleNeighbour,
    };

    public static readonly Who[] Strangers = [.. WhoGroups.Everybody.Except([.. HouseKeys, NativeKeyOfNeighbour, .. WhoGroups.Consoles])];

    /// <summary>Every role but that of the door opener reads.</summary>
    public static readonly Who[] Readers = [NativeKeyWithAll, NativeKeyOfOperator, NativeKeyOfIntegrator, NativeKeyOfAuditor];

    public static readonly Who[] Builders = [NativeKeyWithAll, NativeKeyOfIntegrator];

    /// <summary>Who runs the house from day to day.</summary>
    public static readonly Who[] Operators = [NativeKeyWithAll, NativeKeyOfOperator];

    /// <summary>Keys and roles are for owners and administrators.</summary>
    public static readonly Who[] KeyKeepers = [NativeKeyWithAll];

    /// <summary>Who connects devices has nothing to do with guests.</summary>
    public static readonly Who[] StayReaders = [NativeKeyWithAll, NativeKeyOfOperator, NativeKeyOfAuditor];

    /// <summary>About what is the key's own: nothing of a tenant is named, so the side is only looked for in the answer.</summary>
    public static IEnumerable<MatrixRow> Own(string route, string ours, string others, Who[] strong) =>
        [
            .. BothSides(route, NoCredential, Strangers),
            .. BothSides(route, TooWeak, [.. HouseKeys.Except(strong)]),
            new(route, Side.House, ours, strong),
            new(route, Side.Neighbours, others, strong),
            new(route, Side.House, others, NativeKeyOfNeighbour),
            new(route, Side.Neighbours, ours, NativeKeyOfNeighbour),
        ];

    /// <summary>About something of the side's that the request names.</summary>
    public static IEnumerable<MatrixRow> Named(string route, string yes, Who[] strong, bool weakIsToldFirst = false)
    {
        Who[] weak = [.. HouseKeys.Except(strong)];
        return
        [
            .. BothSides(route, NoCredential, Strangers),
            new(route, Side.House, TooWeak, weak),
            new(route, Side.House, yes, strong),
            new(route, Side.House, Unknown, NativeKeyOfNeighbour),
            new(route, Side.Neighbours, weakIsToldFirst ? TooWeak : Unknown, weak),
            new(route, Side.Neighbours, Unknown, strong),
            new(route, Side.Neighbours, yes, NativeKeyOfNeighbour),
        ];
    }
}
