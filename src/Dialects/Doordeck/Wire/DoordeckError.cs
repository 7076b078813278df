using System.Globalization;
using Latchwork.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>A refusal as this wire tells it (4).</summary>
/// <param name="Status">HTTP.</param>
/// <param name="Message">One plain sentence; null where the status says it all.</param>
internal sealed record DoordeckError(int Status, string? Message = null)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the core said; null where the request did not come so far.</summary>
    public AccessErrorCode? Reason { get; init; }

    public ErrorBody Body =>
        new(Status, Message ?? string.Create(CultureInfo.InvariantCulture, $"HTTP {Status} {ReasonPhrases.GetReasonPhrase(Status)}"));
}

/// <param name="Code">The status; minor codes after a point are documented nowhere, and there are none here.</param>
internal sealed record ErrorBody(int Code, string Message);
