using Latchwork.Operations.Audit;
using Latchwork.Operations.Users;

namespace Latchwork.Dialects.Doordeck.Audit;

/// <summary>
/// An event in the first version (9.2). It has no word for what was not done, so only what was is told: an act that failed never looks like one.
/// </summary>
/// <param name="User">Who did it; null where it was nobody.</param>
internal sealed record FirstEventBody(long Timestamp, string Type, string? User, string Message)
{
    /// <returns>At most <see cref="AuditTrails.MostTold"/>, though some events are two.</returns>
    public static FirstEventBody[] OfAll(TrailEvent[] trail) =>
        [
            .. (
                from told in trail
                where Rejection.Of(told.Told) is null
                from type in EventTypes.Of(told)
                select new FirstEventBody(told.HappenedAt.ToUnixTimeSeconds(), type.Name, told.Issuer?.Id, type.Message)
            ).Take(AuditTrails.MostTold),
        ];
}

/// <summary>The same in the second: what the documentation names, and what clients read.</summary>
/// <param name="Issuer">Always there: of what nobody did it is the lock itself.</param>
/// <param name="Subject">Who got a share, or lost it.</param>
/// <param name="Rejected">It was not done, as far as anybody knows.</param>
internal sealed record EventBody(
    string DeviceId,
    long Timestamp,
    string Type,
    EventPersonBody Issuer,
    EventPersonBody? Subject,
    bool Rejected,
    string? RejectionReason,
    UserAgentBody? UserAgent,
    string? User,
    string? Email,
    string? DisplayName,
    string Message
)
{
    /// <inheritdoc cref="FirstEventBody.OfAll"/>
    public static EventBody[] OfAll(TrailEvent[] trail) =>
        [.. (from told in trail from type in EventTypes.Of(told) select Of(told, type)).Take(AuditTrails.MostTold)];

    private static EventBody Of(TrailEvent told, EventType type)
    {
        var reason = Rejection.Of(told.Told);
        return new EventBody(
            told.Lock,
            told.HappenedAt.ToUnixTimeSeconds(),
            type.Name,
            told.Issuer is { } issuer ? EventPersonBody.Of(issuer, told.Detail?.Address) : new EventPersonBody(told.Lock, null, null, null),
            told.Subject is { } subject ? EventPersonBody.Of(subject, ip: null) : null,
            reason is not null,
            reason,
            UserAgentBody.Of(told.Detail?.UserAgent),
            told.Issuer?.Id,
            told.Issuer?.Email,
            told.Issuer?.DisplayName,
            reason is null ? type.Message : $"Rejected: {reason}"
        );
    }
}

/// <param name="Ip">From where; null where that is not known.</param>
internal sealed record EventPersonBody(string UserId, string? Email, string? DisplayName, string? Ip)
{
    public static EventPersonBody Of(NamedPerson person, string? ip) => new(person.Id, person.Email, person.DisplayName, ip);
}
