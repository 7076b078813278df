using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Native.Reservations;

/// <param name="Ways">One at least; to where the stay says that its guest is reached.</param>
internal sealed record SendStayBody(IReadOnlyList<NotificationChannel> Ways);

/// <param name="What">Such as <c>stay-booked</c>.</param>
/// <param name="State"><c>waiting</c>, <c>sent</c> or <c>givenUp</c>.</param>
/// <param name="SentAt">The carrier took it then; that somebody read it nobody knows.</param>
/// <param name="NextTryAt">While it waits.</param>
/// <param name="Failure">Why the last try failed, or none was made: <c>unreachable</c>, <c>recipientRefused</c>, <c>tooMany</c> and the like.</param>
internal sealed record StayMessageBody(
    string What,
    NotificationChannel Way,
    NotificationState State,
    int Tries,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? NextTryAt,
    string? Failure
)
{
    public static StayMessageBody Of(StayMessage seen) =>
        new(
            seen.Template,
            seen.Channel,
            seen.State,
            seen.Tries,
            seen.CreatedAt,
            seen.SentAt,
            seen.NextTryAt,
            seen.Failure is { } failure ? NativeJson.Word(failure) : null
        );
}
