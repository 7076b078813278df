using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;

namespace Latchwork.Dialects.Sifely;

/// <summary>
/// What a plan refuses: an account whose subscription is over, more calls in a month than it has, and calls about locks for who owns more of them than
/// it has (16). Only accounts with such limits are counted.
/// </summary>
internal sealed class SifelyQuota(SifelyPlans plans, ClientUsage usage, Callers callers, TimeProvider clock)
{
    private static readonly SifelyError NoSubscription = new(402, 402, "Your subscription is not active: subscribe first.");

    private static readonly SifelyError TooManyDevices = SifelyErrors.OnWrite(
        new AccessError(AccessErrorCode.LimitReached, "More locks than the plan includes.", Noun.Lock)
    );

    /// <summary>Counts a call, also one that is refused for whatever reason.</summary>
    public ValueTask<ClientMonth> CountAsync(Caller caller, CancellationToken cancel) =>
        caller is { Client: { } client, User: { } user } && plans.Of(caller) is not { CallsPerMonth: null, Devices: null }
            ? usage.CountAsync(client, user, cancel)
            : ValueTask.FromResult(default(ClientMonth));

    public async ValueTask<SifelyError?> RefuseAsync(Caller caller, RouteAct act, ClientMonth month, CancellationToken cancel)
    {
        if (Refuse(caller, act, month) is null)
        {
            return null;
        }

        // What is remembered of the client may be out of date, and a call that is refused here is confirmed by nobody else.
        var again = await callers.ReadAgainAsync(caller, cancel);
        return again.IsRefused(out var gone, out var fresh) ? SifelyErrors.OnWrite(gone) : Refuse(fresh, act, month);
    }

    private SifelyError? Refuse(Caller caller, RouteAct act, ClientMonth month)
    {
        var plan = plans.Of(caller);
        return caller.Client is not { } client ? null
            : client.Subscription != SubscriptionState.Active ? NoSubscription
            : month.Calls > plan.CallsPerMonth ? SifelyErrors.MonthUsedUp with { RetryAfter = RestOfMonth(clock.GetUtcNow().UtcDateTime) }
            : act.OfLock is not null && month.Devices > plan.Devices ? TooManyDevices
            : null;
    }

    /// <summary>Months are counted in UTC.</summary>
    private static TimeSpan RestOfMonth(DateTime now) => new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1) - now;
}
