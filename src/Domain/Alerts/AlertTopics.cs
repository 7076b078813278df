using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Alerts;

/// <summary>An event as a topic sees it.</summary>
/// <param name="IsEnd">What was told of before is over.</param>
public readonly record struct AlertMatch(AlertTopic Topic, bool IsEnd);

/// <summary>Which events a topic is about, and who may be told of them.</summary>
public static class AlertTopics
{
    /// <summary>
    /// The topics of an event; several for one that ends several troubles. An end is for those alone who were told of the beginning.
    /// </summary>
    public static IReadOnlyList<AlertMatch> Of(AuditEvent told) =>
        told.Kind switch
        {
            AuditKind.DoorForced => [Begins(AlertTopic.DoorForced)],
            AuditKind.DoorAjar => [Begins(AlertTopic.DoorAjar)],
            AuditKind.DoorClosedAgain => [Ends(AlertTopic.DoorForced), Ends(AlertTopic.DoorAjar)],
            AuditKind.DoorLeftUnlocked => [Begins(AlertTopic.DoorLeftUnlocked)],
            AuditKind.Jammed => [Begins(AlertTopic.Jammed)],
            AuditKind.Unjammed => [Ends(AlertTopic.Jammed)],
            AuditKind.Tampered => [Begins(AlertTopic.Tampered)],
            AuditKind.WrongCodeBurst or AuditKind.KeypadDisabled => [Begins(AlertTopic.WrongCodes)],
            AuditKind.BatteryLow => [Begins(AlertTopic.BatteryLow)],
            AuditKind.BatteryEndsSoon => [Begins(AlertTopic.BatteryForecast)],
            AuditKind.LinkOffline => [Begins(AlertTopic.LinkOffline)],
            AuditKind.LinkOnline => [Ends(AlertTopic.LinkOffline)],
            AuditKind.DeviceOffline => [Begins(AlertTopic.DeviceOffline)],
            AuditKind.DeviceOnline => [Ends(AlertTopic.DeviceOffline)],
            AuditKind.CredentialAtRisk => [Begins(AlertTopic.CredentialAtRisk)],
            AuditKind.CredentialProven => [Ends(AlertTopic.CredentialAtRisk)],
            AuditKind.BatteryEndsInStay => [Begins(AlertTopic.StayAtRisk)],
            AuditKind.ReservationVerdict => [new(AlertTopic.StayAtRisk, told.Changed?.GetValueOrDefault("verdict") == Ready)],
            AuditKind.ClockDrifted => [Begins(AlertTopic.ClockDrift)],
            AuditKind.ForgeryAttempted => [Begins(AlertTopic.Forgery)],
            AuditKind.WebhookPaused => [Begins(AlertTopic.WebhookPaused)],
            _ => [],
        };

    /// <summary>Every kind that is of some topic: what a reader of the list has to look at.</summary>
    public static IReadOnlyList<AuditKind> Kinds { get; } = [.. Enum.GetValues<AuditKind>().Where(IsOfTopic)];

    /// <summary>What the trouble is of: an end belongs to a beginning of the same. Null: it has no end.</summary>
    public static Guid? SubjectOf(AuditEvent told) =>
        told.Kind switch
        {
            AuditKind.CredentialAtRisk or AuditKind.CredentialProven => told.Credential,
            AuditKind.ReservationVerdict or AuditKind.BatteryEndsInStay => told.On?.Id,
            _ => told.Lock ?? told.On?.Id,
        };

    /// <summary>Somebody should look at once, at night too.</summary>
    public static bool IsUrgent(this AlertTopic topic) =>
        topic is AlertTopic.DoorForced or AlertTopic.DoorLeftUnlocked or AlertTopic.Tampered or AlertTopic.WrongCodes or AlertTopic.Forgery;

    /// <summary>It often ends by itself in a moment, and is told only when it does not.</summary>
    public static bool Flaps(this AlertTopic topic) => topic is AlertTopic.LinkOffline or AlertTopic.DeviceOffline;

    /// <summary>Who may know of it otherwise too.</summary>
    public static Permission Needs(this AlertTopic topic) =>
        topic switch
        {
            AlertTopic.LinkOffline or AlertTopic.DeviceOffline => Permission.LinksRead,
            AlertTopic.CredentialAtRisk => Permission.CredentialsRead,
            AlertTopic.StayAtRisk => Permission.ReservationsRead,
            AlertTopic.Forgery => Permission.AuditRead,
            AlertTopic.WebhookPaused => Permission.WebhooksRead,
            _ => Permission.LocksRead,
        };

    private const string Ready = "Ready";

    private static AlertMatch Begins(AlertTopic topic) => new(topic, IsEnd: false);

    private static AlertMatch Ends(AlertTopic topic) => new(topic, IsEnd: true);

    private static bool IsOfTopic(AuditKind kind) =>
        Of(
            new AuditEvent
            {
                Kind = kind,
                Outcome = AuditOutcome.Reported,
                Operation = Guid.Empty,
            }
        ).Count > 0;
}
