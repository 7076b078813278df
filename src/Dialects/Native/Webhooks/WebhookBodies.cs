using Latchwork.Dialects.Native.Events;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Events;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Maps;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Dialects.Native.Webhooks;

/// <summary>All that an endpoint is; what is left out is as for a new one, but for the secret, which stays.</summary>
/// <param name="Format"><c>latchwork</c>, our own, or <c>keyvox-text</c>, <c>keyvox-locks</c> or <c>keyvox-bookings</c>.</param>
/// <param name="Events">Of the format, for our own types of events and groups such as <c>lock.*</c>; absent: all of them.</param>
/// <param name="Devices">Locks and lockers; none: all.</param>
/// <param name="Methods">Ways of opening, by their numbers on the wire; none: all.</param>
/// <param name="Secret">Absent: a new endpoint gets one of ours, shown once.</param>
/// <param name="SendsCodes">Needs the right to reveal codes.</param>
/// <param name="SiteIds">What happens there; none: everywhere. Only for our own format, like what follows.</param>
/// <param name="UserIds">What they do, and what is done to them; none: all.</param>
/// <param name="IsOrdered">Strictly one after the other. What cannot be delivered holds up everything behind it, and in the end pauses the webhook.</param>
/// <param name="RetryForHours">How long a delivery is tried at least before it is parked, 72 to 720; absent: 72.</param>
internal sealed record SetWebhookBody(
    string Name,
    string Format,
    string Url,
    IReadOnlyList<string>? Events = null,
    IReadOnlyList<string>? Devices = null,
    IReadOnlyList<short>? Methods = null,
    string? Secret = null,
    bool SendsCodes = false,
    bool IsEnabled = true,
    IReadOnlyList<string>? SiteIds = null,
    IReadOnlyList<string>? UserIds = null,
    bool IsOrdered = false,
    int? RetryForHours = null
)
{
    public WebhookMapRequest ToRequest() =>
        new(Name, Format, Url, Secret, SendsCodes, IsEnabled)
        {
            Events = Events,
            Devices = [.. (Devices ?? []).Select(id => NativeInput.Id(WireIdKind.LockUuid, id))],
            Methods = Methods ?? [],
            Sites = [.. (SiteIds ?? []).Select(id => NativeInput.Id(WireIdKind.SiteUuid, id))],
            Persons = [.. (UserIds ?? []).Select(id => NativeInput.Id(WireIdKind.UserUuid, id))],
            Rules = new EndpointRules(IsOrdered, RetryForHours is { } hours ? NativeInput.Hours(hours) : null),
        };

    public override string ToString() => nameof(SetWebhookBody);
}

/// <param name="Secret">Shown this once; absent where the caller chose it, and in the answer of the same request once more.</param>
internal sealed record AddedWebhookBody(string Id, string? Secret)
{
    public static AddedWebhookBody Of(AddedWebhookMap made) => new(made.Id, made.Made?.Reveal());

    public override string ToString() => nameof(AddedWebhookBody);
}

/// <param name="Format">Absent for what a service subscribed.</param>
/// <param name="Service">Which service that was.</param>
/// <param name="PausedBecause"><c>switchedOff</c> or <c>failures</c>; absent while it is sent to.</param>
/// <param name="Failures">In a row.</param>
/// <param name="Events">Of our own format none: all, also those that a later release adds.</param>
/// <param name="RetryForHours">Absent: as the format has it.</param>
/// <param name="FormerSecretUntil">Until then the secret before this one signs too; absent where there is none.</param>
/// <param name="IsReplaying">A part of the list is told once more, and that is not at its end.</param>
/// <param name="Waiting">Deliveries to be tried.</param>
/// <param name="Parked">Deliveries whose tries all failed, to be replayed.</param>
/// <param name="LastStatus">HTTP, of the last try; absent without an answer.</param>
internal sealed record WebhookBody(
    string Id,
    string Name,
    string? Format,
    string? Service,
    string Url,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Devices,
    IReadOnlyList<short> Methods,
    bool SendsCodes,
    string? PausedBecause,
    int Failures,
    int Waiting,
    int Parked,
    int? LastStatus,
    DateTimeOffset? LastAt,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> SiteIds,
    IReadOnlyList<string> UserIds,
    bool IsOrdered,
    int? RetryForHours,
    DateTimeOffset? FormerSecretUntil,
    bool IsReplaying
)
{
    public static WebhookBody Of(SeenWebhookMap seen) =>
        new(
            seen.Id,
            seen.Name,
            seen.Format,
            seen.Service,
            seen.View.Url,
            seen.Events,
            seen.Devices,
            seen.Methods,
            seen.View.SendsCodes,
            seen.View.Paused is { } reason ? NativeJson.Word(reason) : null,
            seen.View.Failures,
            seen.Waiting,
            seen.View.Parked,
            seen.View.LastStatus,
            seen.View.LastAt,
            seen.View.CreatedAt,
            seen.Sites,
            seen.Persons,
            seen.Rules.IsOrdered,
            (int?)seen.Rules.RetryFor?.TotalHours,
            seen.FormerSecretUntil,
            seen.IsReplaying
        );

    /// <summary>The path of its target may hold a secret of the owner's.</summary>
    public override string ToString() => nameof(WebhookBody);
}

/// <param name="Failure">Why it counts as not delivered; absent where it does not.</param>
/// <param name="Took">Milliseconds.</param>
internal sealed record WebhookTestBody(bool Delivered, int? Status, string? Failure, long Took)
{
    public static WebhookTestBody Of(SendResult result) =>
        new(
            result.IsAcknowledged,
            result.Status,
            result.IsAcknowledged ? null : NativeJson.Word(result.Failure),
            (long)result.Took.TotalMilliseconds
        );
}

/// <summary>Which events are told once more; without any member what is parked alone.</summary>
/// <param name="After">The id of an event, after which it begins; <c>0</c> for the beginning of the list.</param>
/// <param name="Since">Instead: the first event that was recorded then or later.</param>
/// <param name="Until">The id of the last one; absent: the newest.</param>
internal sealed record ReplayBody(string? After = null, DateTimeOffset? Since = null, string? Until = null)
{
    /// <summary>Null where the members do not fit together.</summary>
    public WebhookReplay? ToRequest()
    {
        var (after, until) = (After is null ? null : EventIds.Number(After), Until is null ? null : EventIds.Number(Until));
        return (After is not null && (after is null || Since is not null)) || (Until is not null && until is null) ? null
            : After is null && Since is null && Until is not null ? null
            : new WebhookReplay(
                after is { } place ? FeedPlace.At(place)
                    : Since is { } since ? FeedPlace.Before(since)
                    : null,
                until
            );
    }
}

/// <param name="Replayed">Deliveries that were parked; of a part of the list the events that are looked through once more.</param>
internal sealed record ReplayedBody(int Replayed);

/// <param name="OverlapHours">How long the secret before it signs too, 0 to 168; absent: 24.</param>
internal sealed record RollWebhookSecretBody(int OverlapHours = 24);
