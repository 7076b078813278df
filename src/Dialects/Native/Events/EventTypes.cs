using System.Collections.Frozen;
using Latchwork.Domain.Audit;
using static Latchwork.Dialects.Native.Events.EventFields;
using static Latchwork.Domain.Audit.AuditKind;

namespace Latchwork.Dialects.Native.Events;

/// <summary>Every kind of event as a type of this wire: the one place that names them.</summary>
internal static class EventTypes
{
    /// <summary>A filter such as <c>lock.*</c> ends so.</summary>
    private const string Any = ".*";

    private const EventFields ShownAtDoor = Shown | Credential | Slot;

    public static IReadOnlyList<EventType> All { get; } =
    [.. Enum.GetValues<AuditKind>().Select(New).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<AuditKind, EventType> ByKind = All.ToFrozenDictionary(type => type.Kind);
    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(type => type.Name);

    public static EventType Of(AuditKind kind) => ByKind[kind];

    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of that name; all types of a group for <c>group.*</c>; none for a name that is none.</summary>
    public static IReadOnlyList<EventType> Meant(string name) =>
        name.EndsWith(Any, StringComparison.Ordinal) ? [.. All.Where(type => type.Name.StartsWith(name[..^1], StringComparison.Ordinal))]
        : Find(name) is { } one ? [one]
        : [];

    private static EventType New(AuditKind kind)
    {
        var (name, fields, says) = Described(kind);
        return new EventType(name, kind, fields, says);
    }

    private static (string Name, EventFields Fields, string Says) Described(AuditKind kind) =>
        kind switch
        {
            // Acts on doors.
            Unlock => ("lock.unlock", ShownAtDoor | Bolt | Proof, "Somebody opened a lock from afar, or was refused."),
            AuditKind.Lock => ("lock.lock", ShownAtDoor | Bolt | Proof, "Somebody locked a lock from afar, or was refused."),
            OpenBox => ("box.open", ShownAtDoor | Bolt, "Somebody opened a box, or was refused."),
            PresentCredential => ("credential.present", ShownAtDoor | Bolt, "A code was shown to a reader, and the server decided."),
            ReadState => ("lock.readState", Bolt | Door, "A lock was asked where its bolt is."),

            // What devices told.
            BoltMoved => ("lock.boltMoved", ShownAtDoor | Cause | Bolt | Door | Battery, "The bolt of a lock moved, whatever moved it."),
            DoorMoved => ("door.moved", Door, "A door was opened or closed."),
            Jammed => ("lock.jammed", Bolt | Slot, "A bolt, or the door of a box, is stuck."),
            Tampered => ("device.tampered", Slot, "A device was opened or torn from its place."),
            CredentialRefused => ("credential.refused", Shown, "Something was shown at a door and refused. What it was is not kept."),
            KeypadDisabled => ("keypad.disabled", EventFields.None, "A keypad went out of service after too many wrong codes."),
            BatteryLow => ("battery.low", Battery, "A device says that its battery is low."),
            LinkOnline => ("link.online", EventFields.None, "A gateway or another link came back."),
            LinkOffline => ("link.offline", EventFields.None, "A gateway or another link was lost."),
            DeviceOnline => ("device.online", EventFields.None, "A device came back."),
            DeviceOffline => ("device.offline", EventFields.None, "A device is not reached any more."),
            SlotChanged => ("slot.changed", Shown | Slot | Changed, "The memory of a lock was changed by somebody else than this server."),
            ClockDrifted => ("device.clockDrifted", Changed, "The clock of a device is wrong."),
            BoxMoved => ("box.moved", Slot | Door | Inside, "The door of a box moved, or something was put in or taken out."),
            DoorLeftUnlocked => ("lock.leftUnlocked", Bolt | Changed, "A door that should have locked itself did not."),
            WrongCodeBurst => ("credential.wrongCodes", Shown | Changed, "Several wrong codes were shown in a short time."),
            Unjammed => ("lock.unjammed", Bolt, "A bolt that was stuck moves again."),
            DoorForced => ("door.forced", Bolt | Door, "A door was opened although its bolt was known to be thrown."),
            DoorAjar => ("door.ajar", Door | Changed, "A door has stood open longer than it may: openFor, in seconds."),
            DoorClosedAgain => ("door.closedAgain", Door | Changed, "A door that was told as forced or ajar is closed: openFor, in seconds."),

            // What is known of credentials.
            CredentialProven => ("credential.proven", ShownAtDoor | Evidence | Changed, "There is proof that a credential is on a lock."),
            CredentialForgotten => ("credential.forgotten", ShownAtDoor | Evidence | Changed, "A lock has lost a credential, or holds another."),
            CredentialAtRisk => (
                "credential.atRisk",
                ShownAtDoor | Evidence | Changed,
                "A credential may not be on its lock in time, or is on it still."
            ),
            CredentialGone => ("credential.gone", ShownAtDoor | Evidence | Changed, "There is proof that a credential is off a lock."),
            SlotSuspended => (
                "slot.suspended",
                ShownAtDoor | Evidence | Changed,
                "A slot of a lock is not used for a while, since writing it fails."
            ),

            // What is foreseen.
            BatteryEndsSoon => (
                "battery.endsSoon",
                Battery | Changed,
                "The readings of a battery say that it will soon be empty: when at the earliest, and most likely."
            ),
            BatteryEndsInStay => ("battery.endsInStay", Changed, "The battery of a door may be empty before a stay behind it is over."),
            ForgeryAttempted => (
                "request.forged",
                Changed,
                "Requests that were forged, changed or repeated were refused: one event a minute, with their number and what showed it."
            ),
            AlertChanged => ("alert.changed", Changed, "Somebody is told of other things, or otherwise."),
            AlertRemoved => ("alert.removed", Changed, "Somebody is told no more."),

            // Who is who.
            LogIn => ("session.logIn", Changed, "Somebody logged in."),
            LogInsRefused => ("session.logInsRefused", Changed, "Log-ins were refused: one event a minute, with their number."),
            KeyIssued => ("key.issued", Changed, "A key was made."),
            KeyRolled => ("key.rolled", Changed, "A key or a secret was replaced."),
            SecondFactorChanged => ("user.secondFactorChanged", Changed, "What somebody shows besides their password at log-in was changed."),
            SteppedUp => ("session.steppedUp", Changed, "Somebody who is logged in showed once more who they are."),
            AuditVerified => (
                "audit.verified",
                Changed,
                "The records were compared with their chain and its signed heads; it failed where something is not as it was written."
            ),
            SessionEnded => ("session.ended", Changed, "A session ended."),
            AuditKind.SetUp => ("server.setUp", Changed, "The server was set up."),
            TenantCreated => ("tenant.created", Changed, "A tenant was made."),
            TenantChanged => ("tenant.changed", Changed, "A tenant is called otherwise, or is in another time zone."),
            UserCreated => ("user.created", Changed, "A person was made."),
            MembershipChanged => ("user.membershipChanged", Changed, "A person has another role in the tenant, or was switched off or on."),
            PasswordChanged => ("user.passwordChanged", Changed, "A password was changed."),
            UserDisabled => ("user.disabled", Changed, "A person may not act any more, or was deleted."),
            ApiClientChanged => ("apiClient.changed", Changed, "An API client was made, changed or taken away."),
            KeyRevoked => ("key.revoked", Changed, "A key was taken away."),
            SigningKeyCertified => ("signingKey.certified", Changed, "A person's signing key got a certificate."),
            SigningKeyRevoked => ("signingKey.revoked", Changed, "A person's signing key was taken away."),
            StepUpAsked => ("signingKey.stepUpAsked", Changed, "A code was sent by which a signing key is proven."),
            AuthorityRetired => ("server.authorityRetired", Changed, "The authority that certifies signing keys gave way to a new one."),
            ApplicationChanged => ("application.changed", Changed, "An application was made, changed or taken away."),
            UserChanged => ("user.changed", Changed, "A person is called otherwise, or has other addresses."),

            // What was changed.
            LinkPaired => ("link.paired", Changed, "A gateway or another link was added."),
            LinkRemoved => ("link.removed", Changed, "A gateway or another link was taken away."),
            DeviceFound => ("device.found", Changed, "A device was found behind a link."),
            LockChanged => ("lock.changed", Changed | Slot | Bolt | Proof, "A lock was changed: its name, its settings, its clock."),
            LockCreated => ("lock.created", Changed, "A lock was added."),
            LockDecommissioned => ("lock.decommissioned", Changed, "A lock was taken out of service."),
            SiteChanged => ("site.changed", Changed, "A site was made, changed or taken away."),
            LockPreferenceChanged => ("lock.preferenceChanged", Changed, "A person calls a lock otherwise."),
            LockTransferred => ("lock.transferred", Changed, "A lock has another owner."),
            GatewayChanged => ("gateway.changed", Changed, "A gateway was changed."),
            GrantGiven => ("grant.given", Changed | Proof, "Somebody was given a right to a lock."),
            GrantChanged => ("grant.changed", Changed | Proof, "A right to a lock was changed."),
            GrantRevoked => ("grant.revoked", Changed | Proof, "A right to a lock was taken away."),
            GroupChanged => ("group.changed", Changed, "A group of locks was made, changed or taken away."),
            CredentialCreated => ("credential.created", ShownAtDoor | Changed, "A credential was made."),
            CredentialChanged => ("credential.changed", ShownAtDoor | Changed, "A credential was changed."),
            CredentialRevoked => ("credential.revoked", ShownAtDoor | Changed, "A credential was revoked. It is off a lock with credential.gone."),
            CredentialRevealed => ("credential.revealed", ShownAtDoor | Changed, "The digits of a code were shown to somebody."),
            CardRegistered => ("card.registered", Changed | Credential | Shown, "A card was registered, or is called otherwise."),
            CardRemoved => ("card.removed", Changed | Credential | Shown, "A card was taken out of the register."),
            WebhookChanged => ("webhook.changed", Changed, "A webhook was made or changed."),
            WebhookRemoved => ("webhook.removed", Changed, "A webhook was taken away, or its receiver is gone for good."),
            WebhookPaused => ("webhook.paused", Changed, "Nothing is sent to a webhook any more, since it failed too long."),
            WebhookTested => ("webhook.tested", Changed, "A webhook was tried out."),
            WebhookReplayed => ("webhook.replayed", Changed, "Events are sent to a webhook once more."),
            RecordClaimed => (
                "record.claimed",
                ShownAtDoor | Cause | Bolt | Door | Battery | Claim | Changed,
                "A caller says what stands in a lock's own log. It proves nothing."
            ),
            RecordsHidden => ("record.hidden", Changed, "A wire shows some records no more. They stay in this list."),
            TileAssociated => ("tile.associated", Changed, "A plate was put at a door."),
            TileDisassociated => ("tile.disassociated", Changed, "A plate was taken from a door."),
            LockerChanged => ("locker.changed", Changed, "A locker was added or changed."),
            BoxChanged => ("box.changed", Changed, "A box was changed."),
            BoxLeased => ("boxLease.made", Changed | Credential | Shown, "Somebody was given a box for a time."),
            BoxLeaseChanged => ("boxLease.changed", Changed | Credential | Shown, "The lease of a box was changed."),
            BoxLeaseEnded => ("boxLease.ended", Changed | Credential | Shown, "The lease of a box ended."),
            BoxOverdue => ("boxLease.overdue", Changed, "The time of a lease is over and the box was not emptied."),
            UnitChanged => ("unit.changed", Changed, "A unit was made, changed or taken away."),
            RoomPlanChanged => ("plan.changed", Changed, "A plan was made, changed or taken away."),
            ReservationBooked => ("reservation.booked", Changed, "A stay was booked, or asked for."),
            ReservationChanged => ("reservation.changed", Changed, "A stay was changed."),
            ReservationCancelled => ("reservation.cancelled", Changed, "A stay was cancelled."),
            ReservationDecided => ("reservation.decided", Changed, "A stay that was asked for was approved or refused."),
            CheckedIn => ("reservation.checkedIn", Changed, "A guest has arrived."),
            CheckedOut => ("reservation.checkedOut", Changed, "A guest has left."),
            ReservationVerdict => ("reservation.verdict", Changed, "It is surer, or less sure, that a guest will get in."),
            ReaderChanged => ("reader.changed", Changed, "A reader stands somewhere else."),
            GuestTold => ("guest.told", Changed | Credential, "A message was written to a guest."),
            ReadsRefused => ("audit.readsRefused", Changed, "Reads were refused: one event a minute, with their number."),
            AuditExported => ("audit.exported", Changed, "Somebody exported events."),
            HistoryRead => ("audit.read", Changed, "Somebody reads events: once an hour."),
            DatabaseRestored => (
                "server.restored",
                Changed,
                "The server was put back to takenAt from a backup: what was made after that is lost, what was taken away until knownUntil is taken away again."
            ),
        };
}
