using Latchwork.Domain;

namespace Latchwork.Dialects.Native.Wire;

/// <summary>A refusal as this wire tells it.</summary>
/// <param name="Status">HTTP.</param>
/// <param name="Code">Stable; the last part of the problem's type.</param>
/// <param name="Detail">One plain sentence.</param>
internal sealed record NativeProblem(int Status, string Code, string Detail)
{
    /// <summary>The kind of thing that it is about, in words.</summary>
    public string? What { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the core said; null where the request did not come so far.</summary>
    public AccessErrorCode? Reason { get; init; }
}

/// <summary>RFC 9457. The type is a name, not an address.</summary>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string? What)
{
    public static ProblemBody Of(NativeProblem problem) =>
        new($"urn:latchwork:problem:{problem.Code}", TitleOf(problem.Code), problem.Status, problem.Detail, problem.Code, problem.What);

    private static string TitleOf(string code) => $"{char.ToUpperInvariant(code[0])}{code[1..].Replace('-', ' ')}";
}
