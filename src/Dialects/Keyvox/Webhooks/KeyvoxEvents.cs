using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Dialects.Keyvox.Webhooks;

/// <summary>
/// Which events this wire tells its receivers, and under which names (10). A motion is told once. Of one that a command of ours made, the command's end is told; a
/// lock's own report of it is not kept. A report with the cause "remote" is therefore of somebody else's command.
/// </summary>
internal static class KeyvoxEvents
{
    // Numbers of topics: stored with endpoints and deliveries, never changed.
    public const short Unlocked = 1;
    public const short Locked = 2;
    public const short PinDelivered = 3;
    public const short Offline = 4;
    public const short BookingCreated = 11;
    public const short BookingUpdated = 12;
    public const short BookingCancelled = 13;
    public const short BookingCheckedIn = 14;
    public const short BookingCheckedOut = 15;

    /// <summary>A lock that is gone for less is not told as gone.</summary>
    private static readonly TimeSpan OfflineAfter = TimeSpan.FromMinutes(5);

    private static readonly AuditKind[] Unlocking = [AuditKind.Unlock, AuditKind.PresentCredential, AuditKind.OpenBox, AuditKind.BoltMoved];
    private static readonly AuditKind[] Locking = [AuditKind.Lock, AuditKind.BoxMoved, AuditKind.BoltMoved];

    public static IReadOnlyList<WebhookTopic> OfLocks { get; } =
    [
        new(Unlocked, WebhookSubject.Door, facts => IsUnlocking(facts) ? TimeSpan.Zero : null) { Name = "lock.unlocked", Kinds = Unlocking },
        new(Locked, WebhookSubject.Door, facts => IsLocking(facts) ? TimeSpan.Zero : null) { Name = "lock.locked", Kinds = Locking },
        new(
            PinDelivered,
            WebhookSubject.Door,
            facts => facts is { Kind: AuditKind.CredentialProven, Shown: CredentialKind.Passcode } ? TimeSpan.Zero : null
        )
        {
            Name = "lock.pin_delivered",
            Kinds = [AuditKind.CredentialProven],
            Needs = Permission.CredentialsRead,
        },
        new(Offline, WebhookSubject.EachLock, facts => facts.Kind is AuditKind.DeviceOffline or AuditKind.LinkOffline ? OfflineAfter : null)
        {
            Name = "lock.offline",
            Kinds = [AuditKind.DeviceOffline, AuditKind.LinkOffline],
        },
    ];

    public static IReadOnlyList<WebhookTopic> OfBookings { get; } =
    [
        Booking(BookingCreated, "booking.created", AuditKind.ReservationBooked),
        Booking(BookingUpdated, "booking.updated", AuditKind.ReservationChanged, AuditKind.ReservationDecided),
        Booking(BookingCancelled, "booking.cancelled", AuditKind.ReservationCancelled),
        Booking(BookingCheckedIn, "booking.checked_in", AuditKind.CheckedIn),
        Booking(BookingCheckedOut, "booking.checked_out", AuditKind.CheckedOut),
    ];

    public static string NameOf(short topic) => OfLocks.Concat(OfBookings).Single(one => one.Number == topic).Name!;

    private static WebhookTopic Booking(short number, string name, params AuditKind[] kinds) =>
        new(number, WebhookSubject.Reservation, facts => facts.Outcome == AuditOutcome.Done && kinds.Contains(facts.Kind) ? TimeSpan.Zero : null)
        {
            Name = name,
            Kinds = kinds,
            Needs = Permission.ReservationsRead,
        };

    private static bool IsUnlocking(EventFacts facts) =>
        facts switch
        {
            { Kind: AuditKind.Unlock or AuditKind.PresentCredential or AuditKind.OpenBox } => facts.Outcome == AuditOutcome.Done,
            { Kind: AuditKind.BoltMoved } => facts.Bolt == BoltState.Unlocked,
            _ => false,
        };

    /// <summary>The door of a box is its bolt.</summary>
    private static bool IsLocking(EventFacts facts) =>
        facts switch
        {
            { Kind: AuditKind.Lock } => facts.Outcome == AuditOutcome.Done,
            { Kind: AuditKind.BoltMoved } => facts.Bolt == BoltState.Locked,
            { Kind: AuditKind.BoxMoved } => facts.Door == DoorState.Closed,
            _ => false,
        };
}
