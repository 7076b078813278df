using Latchwork.Domain;
using Latchwork.Domain.Alerts;
using Latchwork.Domain.Users;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Alerts;

/// <summary>Names one subscription.</summary>
internal readonly record struct AlertKey(TenantId Tenant, Guid Id);

/// <summary>A subscription as the worker sees it.</summary>
/// <param name="Role">What the person is in the tenant now; null: no member any more, or switched off.</param>
internal sealed record AlertRow(
    Guid Id,
    UserId User,
    NotificationChannel Channel,
    IReadOnlyList<AlertTopic> Topics,
    Guid[] Sites,
    Guid[] Locks,
    QuietHours? Quiet,
    bool UrgentPasses,
    int? MostAnHour,
    AlertPace Pace,
    TenantRole? Role
)
{
    /// <summary>Of a row <c>a</c>, with its membership <c>m</c> if that counts.</summary>
    public const string Columns = """
        a.alert_id, a.user_id, a.channel, a.topics, a.sites, a.locks, a.quiet_from, a.quiet_until, a.urgent_passes, a.most_an_hour,
        a.hour_from, a.told_in_hour, a.is_held, m.role
        """;

    /// <summary>Whether it asks for this topic, and its person may know of it.</summary>
    public bool Wants(AlertTopic topic) => Topics.Contains(topic) && Role?.Permissions().Contains(topic.Needs()) == true;

    /// <param name="places">Where it happened; none: nowhere in particular.</param>
    public bool IsMeant(IReadOnlyList<AlertPlace> places) =>
        (Sites.Length == 0 && Locks.Length == 0)
        || places.Count == 0
        || places.Any(place => (place.Lock is { } door && Locks.Contains(door)) || Sites.Contains(place.Site));

    public static AlertRow Read(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            new UserId(row.GetGuid(1)),
            (NotificationChannel)row.GetInt16(2),
            [.. row.GetFieldValue<short[]>(3).Select(number => (AlertTopic)number)],
            row.GetFieldValue<Guid[]>(4),
            row.GetFieldValue<Guid[]>(5),
            row.IsDBNull(6) ? null : new QuietHours(row.GetFieldValue<TimeOnly>(6), row.GetFieldValue<TimeOnly>(7)),
            row.GetBoolean(8),
            row.GetOptional<short>(9),
            new AlertPace(row.GetInstant(10), row.GetInt16(11), row.GetBoolean(12)),
            (TenantRole?)row.GetOptional<short>(13)
        );
}

/// <summary>A place of an event.</summary>
/// <param name="Lock">Null where it is a site as a whole.</param>
/// <param name="Zone">IANA zone of the site.</param>
internal readonly record struct AlertPlace(Guid? Lock, Guid Site, string Zone);
