using System.Globalization;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Alerts;
using Latchwork.Operations.Alerts;
using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Native.Alerts;

/// <summary>By the clocks of the site. The same time twice: none.</summary>
/// <param name="From">Such as <c>22:00</c>; it is in them.</param>
/// <param name="Until">It is not in them.</param>
internal sealed record QuietHoursBody(string From, string Until)
{
    private const string Form = "HH:mm";

    public static QuietHoursBody Of(QuietHours quiet) =>
        new(quiet.From.ToString(Form, CultureInfo.InvariantCulture), quiet.Until.ToString(Form, CultureInfo.InvariantCulture));

    /// <summary>Null where one is no time.</summary>
    public QuietHours? Read() =>
        TimeOnly.TryParseExact(From, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && TimeOnly.TryParseExact(Until, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? new QuietHours(from, until)
            : null;
}

/// <param name="Person">An id, or a name that they log in with; absent: the caller, where that is a person.</param>
/// <param name="Channel"><c>mail</c> or <c>sms</c>: an address of theirs that is proven.</param>
/// <param name="Topics">Absent: all that the person may know of.</param>
/// <param name="SiteIds">These and <c>lockIds</c>; none of both: everywhere.</param>
/// <param name="UrgentPasses">Whether urgent topics are told in quiet hours too; they are, unless it says otherwise.</param>
/// <param name="MostAnHour">Messages; the rest comes in one after the hour.</param>
internal sealed record NewAlertBody(
    string? Person = null,
    AlertChannel Channel = AlertChannel.Mail,
    IReadOnlyList<AlertTopic>? Topics = null,
    IReadOnlyList<string>? SiteIds = null,
    IReadOnlyList<string>? LockIds = null,
    QuietHoursBody? QuietHours = null,
    bool UrgentPasses = true,
    int? MostAnHour = null
)
{
    public AlertRequest ToRequest() =>
        new()
        {
            Channel = Channel,
            Topics = Topics,
            Sites = AlertChangeBody.Named(WireIdKind.SiteUuid, SiteIds),
            Locks = AlertChangeBody.Named(WireIdKind.LockUuid, LockIds),
            Quiet = QuietHours?.Read(),
            UrgentPasses = UrgentPasses,
            MostAnHour = MostAnHour,
        };

    public override string ToString() => nameof(NewAlertBody);
}

/// <summary>What is absent stays.</summary>
internal sealed record AlertChangeBody(
    AlertChannel? Channel = null,
    IReadOnlyList<AlertTopic>? Topics = null,
    IReadOnlyList<string>? SiteIds = null,
    IReadOnlyList<string>? LockIds = null,
    QuietHoursBody? QuietHours = null,
    bool? UrgentPasses = null,
    int? MostAnHour = null
)
{
    public AlertRequest ToRequest() =>
        new()
        {
            Channel = Channel,
            Topics = Topics,
            Sites = Named(WireIdKind.SiteUuid, SiteIds),
            Locks = Named(WireIdKind.LockUuid, LockIds),
            Quiet = QuietHours?.Read(),
            UrgentPasses = UrgentPasses,
            MostAnHour = MostAnHour,
        };

    internal static IReadOnlyList<WireId>? Named(WireIdKind kind, IReadOnlyList<string>? ids) =>
        ids is null ? null : [.. ids.Select(id => NativeInput.Id(kind, id))];
}

/// <param name="IsDefault">Nobody asked for it: what owners and administrators are told without asking.</param>
internal sealed record AlertBody(
    string Id,
    string PersonId,
    string? PersonName,
    AlertChannel Channel,
    IReadOnlyList<AlertTopic> Topics,
    IReadOnlyList<string> SiteIds,
    IReadOnlyList<string> LockIds,
    QuietHoursBody? QuietHours,
    bool UrgentPasses,
    int MostAnHour,
    bool IsDefault,
    DateTimeOffset CreatedAt
)
{
    public static AlertBody Of(SeenAlert seen) =>
        new(
            seen.Id,
            seen.PersonId,
            seen.PersonName,
            seen.Channel,
            seen.Topics,
            seen.Sites,
            seen.Locks,
            seen.Quiet is { } quiet ? QuietHoursBody.Of(quiet) : null,
            seen.UrgentPasses,
            seen.MostAnHour,
            seen.IsDefault,
            seen.CreatedAt
        );

    public override string ToString() => nameof(AlertBody);
}
