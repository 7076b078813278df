using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>A door as it was loaded for one look at it.</summary>
/// <param name="Asked">The motion that was asked before.</param>
internal sealed record RelockedDoor(
    TenantId Tenant,
    LockId Lock,
    LinkId Link,
    string Address,
    long Epoch,
    RelockState State,
    Guid? Asked,
    RelockRules Rules,
    DoorSight Sight
)
{
    public static RelockedDoor Read(NpgsqlDataReader row, TenantId tenant, DateTimeOffset now)
    {
        var asked = row.GetOptional<Guid>(6);
        var facts = LockRow.ReadFacts(row, 19);
        var isDeleted = row.GetBoolean(24);
        return new RelockedDoor(
            tenant,
            new LockId(row.GetGuid(0)),
            new LinkId(row.GetGuid(9)),
            row.GetString(10),
            row.GetInt64(11),
            new RelockState
            {
                OpenedAt = row.GetInstant(1),
                OpenedFor = row.GetOptional<TimeSpan>(25),
                LockAt = row.GetInstant(2),
                SettledAt = row.GetFieldValue<DateTimeOffset>(3),
                Aim = (BoltAim)row.GetInt16(4),
                Attempts = row.GetInt32(5),
                IsAsked = asked is not null,
                IsInDoubt = row.GetBoolean(7),
                IsTold = row.GetBoolean(8),
            },
            asked,
            RelockRow.ReadRules(row, 16, facts.Capabilities),
            new DoorSight((BoltState)row.GetInt16(12), EndOf(row))
            {
                IsReached = row.GetBoolean(13),
                // What a deleted lock tells is taken down no more, so it is not asked.
                CanRead = !isDeleted && facts.Capabilities.HasFlag(Capabilities.ReadState),
                MayLock = Refuse(AccessAct.Relock, facts, now) is null,
                MayOpen = !isDeleted && Refuse(AccessAct.Unlock, facts, now) is null,
                IsLast = isDeleted,
            }
        );
    }

    /// <summary>A command that was pruned ended long ago, and nobody knows how.</summary>
    private static CommandState? EndOf(NpgsqlDataReader row) =>
        row.GetBoolean(14) ? CommandState.Unknown
        : row.GetOptional<short>(15) is { } state && ((CommandState)state).IsEnded() ? (CommandState)state
        : null;

    /// <summary>The server acts with every right, over the network, and as the lock's own settings let it (AZ-1).</summary>
    private static AccessError? Refuse(AccessAct act, LockFacts facts, DateTimeOffset now) =>
        AccessDecision.Refuse(
            act,
            new AccessFacts
            {
                Lock = facts with { PermittedAddresses = AddressList.Empty },
                Standing = PermissionSet.All,
                IsRemote = true,
            },
            now
        );
}

/// <summary>What one look at one door led to.</summary>
/// <param name="CommandId">The motion whose end is awaited from now on.</param>
/// <param name="Motion">The motion that is asked now.</param>
internal sealed record RelockedStep(
    RelockedDoor Door,
    RelockState State,
    DateTimeOffset? DueAt,
    RelockWish? Wish,
    Guid? CommandId,
    SavedCommand? Motion
)
{
    public static RelockedStep Of(RelockedDoor door, NodeId node, TimeSpan wait, DateTimeOffset now)
    {
        var step = door.Rules.Look(door.State, door.Sight, now);
        DeviceAct? act = step.Wish switch
        {
            RelockWish.Lock => new DeviceAct.Lock(),
            RelockWish.Unlock => new DeviceAct.Unlock(),
            _ => null,
        };
        var motion = act is null
            ? null
            : new SavedCommand(
                door.Tenant,
                Domain.CommandId.New(now),
                OperationId.New(now),
                door.Link,
                door.Lock,
                door.Address,
                act,
                act.DefaultClass(),
                new ClaimedBy(node, door.Epoch),
                wait
            );
        return new RelockedStep(door, step.State, step.DueAt?.Cut(), step.Wish, motion?.Id.Value ?? (step.State.IsAsked ? door.Asked : null), motion);
    }

    /// <summary>A motion is "asked" in the commit that saves it (AU-1); that a door was left unlocked is told once.</summary>
    public void Tell(ChainBatch chain, DateTimeOffset now)
    {
        if (Motion is { } motion)
        {
            chain.Append(
                Door.Tenant,
                Event(StoredAct.NumberOf(motion.Act).AuditKind(), AuditOutcome.Allowed, motion.Operation) with
                {
                    Stage = AuditStage.Asked,
                    By = Server,
                },
                now
            );
        }

        if (Wish == RelockWish.Tell)
        {
            chain.Append(
                Door.Tenant,
                Event(AuditKind.DoorLeftUnlocked, AuditOutcome.Reported, OperationId.New(now)) with
                {
                    Bolt = Door.Sight.Bolt,
                },
                now
            );
        }
    }

    private AuditEvent Event(AuditKind kind, AuditOutcome outcome, OperationId operation) =>
        new()
        {
            Kind = kind,
            Outcome = outcome,
            Operation = operation.Value,
            Lock = Door.Lock.Value,
        };

    private static readonly AuditPrincipal Server = new(PrincipalKind.Server, Guid.Empty, Guid.Empty, Surface.None);
}
