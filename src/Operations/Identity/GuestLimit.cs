using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Identity;

/// <summary>
/// How many people one caller makes by naming them, counted for all nodes together: each is an account with a home of its own, and what the audit keeps of
/// its making stays (AU-4).
/// </summary>
internal sealed class GuestLimit(KeyRing ring)
{
    public const int ADay = 500;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Counts one more, in the turn that makes them: where that comes to nothing it was not counted.</summary>
    /// <returns>The refusal <see cref="AccessErrorCode.RateLimited"/>, until the day that began with the first of them is over.</returns>
    public async Task<AccessError?> TakeAsync(CallerTurn turn, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var (made, since) = await turn.Work.FirstAsync(
            """
            insert into throttle (kind, subject, failures, consecutive, window_from) values ($1, $2, 1, 0, $3)
            on conflict (kind, subject) do update set
                failures = case when throttle.window_from <= $4 then 1 else throttle.failures + 1 end,
                window_from = case when throttle.window_from <= $4 then $3 else throttle.window_from end
            returning failures, window_from
            """,
            row => (Made: row.GetInt32(0), Since: row.GetFieldValue<DateTimeOffset>(1)),
            [
                (short)ThrottleKind.GuestsMade,
                installation.AttemptIndex((byte)ThrottleKind.GuestsMade, turn.By.Principal.Id.ToString("N")),
                turn.Now,
                turn.Now - Day,
            ],
            cancel
        );
        return made > ADay
            ? new AccessError(
                AccessErrorCode.RateLimited,
                $"At most {ADay} people are named for the first time in a day. Try again later.",
                Noun.User
            )
            {
                RetryAfter = since + Day - turn.Now,
            }
            : null;
    }
}
