using Latchwork.Domain.Audit;

namespace Latchwork.Dialects.Tests.Matrix;

/// <summary>Whose door is asked for.</summary>
internal enum Side
{
    House,
    Neighbours,
}

/// <summary>Cells with the same answer.</summary>
/// <param name="Route">As the wire's matrix names it.</param>
/// <param name="Answer">Status and what matters of the body.</param>
internal sealed record MatrixRow(string Route, Side Side, string Answer, params IReadOnlyList<Who> Asked)
{
    /// <summary>Refusals have a code: of a status other than 2xx, or inside one.</summary>
    public bool IsRefused => Answer[0] != '2' || Answer.Contains('-', StringComparison.Ordinal);

    public static IEnumerable<MatrixRow> BothSides(string route, string answer, params IReadOnlyList<Who> asked) =>
        [new(route, Side.House, answer, asked), new(route, Side.Neighbours, answer, asked)];

    /// <summary>The caller was not taken for anybody, or for nobody who could ask this: it did not come to an act.</summary>
    public bool IsBeforeTheAct =>
        Answer.StartsWith("401", StringComparison.Ordinal) || Answer is "403 not-a-person" or "403 second-factor-missing" or "403 cross-site";
}

/// <summary>One wire's part of the matrix.</summary>
internal interface IWireMatrix
{
    Surface Surface { get; }

    IReadOnlyList<MatrixRow> Rows { get; }

    /// <summary>One name; a route that does several things has one for each.</summary>
    IReadOnlyList<string> NamesOf(RouteRow route);

    /// <summary>Whether the route changes or moves something, so that a refusal is an audit record of its own (AU-1).</summary>
    bool IsMutation(string route);

    /// <summary>When it is asked: rows that end credentials, or people, come after those that still need them.</summary>
    int TurnOf(string route) => 0;

    /// <summary>Makes what the rows need and the other rows use up.</summary>
    Task PrepareAsync(TwoTenants tenants, MatrixRow row) => Task.CompletedTask;

    /// <summary>Asks the route about what is the side's, and tells the answer as the rows spell it.</summary>
    Task<string> AskAsync(TwoTenants tenants, MatrixRow row, Who who);
}
