using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Dialects.Sifely.Webhooks;

/// <summary>The set-up of an API client's webhook (12.1).</summary>
internal sealed record WebhookDetails
{
    public required string Url { get; init; }

    /// <summary><c>json</c> or <c>form</c>.</summary>
    public required string Format { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Why it is not enabled: <c>off</c> by its owner, <c>failures</c> too many in a row.</summary>
    public string? PausedBecause { get; init; }

    public required bool SecretSet { get; init; }

    /// <summary>The one time that it is shown, where we made it.</summary>
    public string? Secret { get; init; }

    public required IReadOnlyList<short> NotifyTypes { get; init; }

    public required bool SendsCodes { get; init; }

    public required long CreateDate { get; init; }

    /// <summary>In a row.</summary>
    public required int Failures { get; init; }

    /// <summary>Deliveries to be replayed.</summary>
    public required int Parked { get; init; }

    public int? LastStatus { get; init; }

    public long? LastDate { get; init; }

    public static WebhookDetails Of(WebhookView seen, WebhookSecret? made = null) =>
        new()
        {
            Url = seen.Url,
            Format = seen.IsForm ? WebhookEndpoints.Form : WebhookEndpoints.Json,
            Enabled = seen.Paused is null,
            PausedBecause = seen.Paused is { } reason ? Word(reason) : null,
            SecretSet = true,
            Secret = made?.Reveal(),
            NotifyTypes = seen.Topics,
            SendsCodes = seen.SendsCodes,
            CreateDate = WireTime.Milliseconds(seen.CreatedAt),
            Failures = seen.Failures,
            Parked = seen.Parked,
            LastStatus = seen.LastStatus,
            LastDate = seen.LastAt is { } at ? WireTime.Milliseconds(at) : null,
        };

    public override string ToString() => nameof(WebhookDetails);

    private static string Word(PauseReason reason) =>
        reason switch
        {
            PauseReason.SwitchedOff => "off",
            PauseReason.Failures => "failures",
        };
}

/// <param name="Status">HTTP; left out where there was no answer.</param>
/// <param name="Failure">Why it counts as not delivered; left out where it does not.</param>
/// <param name="Took">Milliseconds.</param>
internal sealed record WebhookTestResult(bool Delivered, int? Status, string? Failure, long Took)
{
    public static WebhookTestResult Of(SendResult result) =>
        new(result.IsAcknowledged, result.Status, result.IsAcknowledged ? null : result.Failure.ToString(), (long)result.Took.TotalMilliseconds);
}

internal sealed record WebhookReplay(int Replayed);

/// <summary>Of an answer that has nothing to tell but that it was done.</summary>
internal sealed record NoDetails;
