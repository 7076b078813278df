using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;

namespace Latchwork.Operations.Reservations;

/// <summary>
/// Sends the guest of a stay once more what they were told when it was booked: their page, and what opens the doors. It goes where the stay says that they are
/// reached, and nowhere else; whoever is written to too often is not written to, which the message tells (<see cref="StayMessages"/>).
/// </summary>
public sealed class SendStay
{
    private static readonly AccessError NoWay = AccessError.Invalid("Say by which way: mail, short message or both.", Noun.Reservation);
    private static readonly AccessError NotReached = new(
        AccessErrorCode.Conflict,
        "The stay does not say where its guest is reached so.",
        Noun.Reservation
    );

    private readonly StayTurns stays;
    private readonly StayNews news;

    internal SendStay(StayTurns stays, StayNews news) => (this.stays, this.news) = (stays, news);

    public async Task<Outcome<Done>> RunAsync(
        Caller by,
        NamedStay reservation,
        IReadOnlyCollection<NotificationChannel> ways,
        CancellationToken cancel
    ) =>
        ways.Count == 0
            ? NoWay
            : await stays.RunAsync<Done>(
                by,
                AuditKind.GuestTold,
                reservation,
                async (turn, stored, keys) =>
                {
                    if (!stored.Stay.State.HasCodes())
                    {
                        return new AccessError(
                            AccessErrorCode.Conflict,
                            $"The reservation is {stored.Stay.State.Words()}: there is nothing that its guest gets in with.",
                            Noun.Reservation
                        );
                    }

                    turn.Made = stored.Id.Value;
                    return await news.TellAgainAsync(turn, stored.Id, ways, keys, cancel) ? Done.Yes : NotReached;
                },
                cancel
            );
}
