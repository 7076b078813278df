using Latchwork.Domain;

namespace Latchwork.Dialects.Keyvox;

/// <summary>
/// A refusal as it goes out: of the gateway, with an HTTP status and a <c>message</c>; or of a function, with 200, a <c>code</c> and a <c>msg</c> (2.3, 3.1).
/// </summary>
/// <param name="Code">Null for one of the gateway.</param>
internal sealed record KeyvoxRefusal(int Status, string? Code = null, string Message = "")
{
    /// <summary>Why, for the count of refusals.</summary>
    public AccessErrorCode? Reason { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
