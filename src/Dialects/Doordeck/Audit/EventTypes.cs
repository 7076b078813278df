using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using static Latchwork.Domain.Audit.AuditKind;

namespace Latchwork.Dialects.Doordeck.Audit;

/// <summary>A type of this wire's closed list, and what it says in words.</summary>
internal sealed record EventType(string Name, string Message);

/// <summary>Which events this wire shows, and as what (9.2): one table. A client fails on any type that is not in it.</summary>
internal static class EventTypes
{
    public static readonly EventType DoorOpen = new("DOOR_OPEN", "Door opened");
    public static readonly EventType DoorClose = new("DOOR_CLOSE", "Door closed");
    public static readonly EventType DoorUnlock = new("DOOR_UNLOCK", "Door unlocked");
    public static readonly EventType DoorLock = new("DOOR_LOCK", "Door locked");
    public static readonly EventType OwnerAssigned = new("OWNER_ASSIGNED", "Owner assigned");
    public static readonly EventType Connected = new("DEVICE_CONNECTED", "Device connected");
    public static readonly EventType Disconnected = new("DEVICE_DISCONNECTED", "Device disconnected");
    public static readonly EventType Shared = new("LOCK_SHARED", "Lock shared");
    public static readonly EventType Revoked = new("LOCK_REVOKED", "Lock revoked");
    public static readonly EventType Promoted = new("USER_PROMOTED", "User promoted");
    public static readonly EventType Demoted = new("USER_DEMOTED", "User demoted");
    public static readonly EventType SettingChanged = new("SETTING_CHANGED", "Setting changed");
    public static readonly EventType TilePut = new("TILE_ASSOCIATED", "Tile associated");
    public static readonly EventType TileTakenOff = new("TILE_DISASSOCIATED", "Tile disassociated");
    public static readonly EventType Decommissioned = new("DEVICE_DECOMMISSIONED", "Device decommissioned");

    private static readonly (EventPattern When, EventType Type)[] Table =
    [
        (new(Unlock), DoorUnlock),
        (new(AuditKind.Lock), DoorLock),
        // What a command moved is not told again: the command has its own row.
        .. Moved(MotionCause.Credential),
        .. Moved(MotionCause.Manual),
        .. Moved(MotionCause.Automatic),
        .. Moved(MotionCause.Unknown),
        (new(PresentCredential), DoorUnlock),
        (new(CredentialRefused), DoorUnlock),
        (new(DoorMoved) { Door = DoorState.Open }, DoorOpen),
        (new(DoorMoved) { Door = DoorState.Closed }, DoorClose),
        (new(DeviceOnline), Connected),
        (new(DeviceOffline), Disconnected),
        (new(GrantGiven), Shared),
        (new(GrantChanged), Shared),
        (new(GrantRevoked), Revoked),
        (new(LockChanged), SettingChanged),
        (new(LockCreated), OwnerAssigned),
        (new(LockTransferred), OwnerAssigned),
        (new(LockDecommissioned), Decommissioned),
        (new(TileAssociated), TilePut),
        (new(TileDisassociated), TileTakenOff),
    ];

    /// <summary>All that are shown.</summary>
    public static IReadOnlyList<EventPattern> Shown { get; } = [.. Table.Select(row => row.When)];

    /// <summary>
    /// As what an event is told: a gift with another role is two; a change of a grant is a gift where it is of its window, and else perhaps nothing.
    /// </summary>
    public static IEnumerable<EventType> Of(TrailEvent trail)
    {
        var told = trail.Told;
        var facts = new EventFacts(told.Kind, told.Outcome, told.Cause, told.Shown, told.Bolt, told.Door);
        EventType? role =
            trail.Roles is not { } roles || !IsAnother(roles) ? null
            : roles.Now > roles.Former ? Promoted
            : Demoted;
        foreach (var (when, type) in Table)
        {
            if (when.Matches(facts) && (told.Kind != GrantChanged || IsGift(told)))
            {
                yield return type;
            }
        }

        if (role is not null)
        {
            yield return role;
        }
    }

    private static bool IsGift(AuditEvent told) =>
        told.Outcome == AuditOutcome.Refused || told.Changed?.ContainsKey("startsAt") == true || told.Changed?.ContainsKey("endsAt") == true;

    /// <summary>An owner and a manager are both ADMIN here.</summary>
    private static bool IsAnother((GrantRole Former, GrantRole Now) roles) => (roles.Former >= GrantRole.Manager) != (roles.Now >= GrantRole.Manager);

    private static (EventPattern When, EventType Type)[] Moved(MotionCause cause) =>
        [
            (new(BoltMoved) { Cause = cause, Bolt = BoltState.Unlocked }, DoorUnlock),
            (new(BoltMoved) { Cause = cause, Bolt = BoltState.Locked }, DoorLock),
        ];
}
