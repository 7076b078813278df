using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>How a command ended, as the holder of its link learnt it.</summary>
/// <param name="Epoch">Of the lease under which it was learnt; null where no lease matters, because the command was never claimed.</param>
/// <param name="Error">Null for a command that was done.</param>
public sealed record CommandEnding(
    TenantId Tenant,
    CommandId Command,
    CommandState State,
    AccessError? Error = null,
    DeviceReading? Reading = null,
    EvidenceRung Evidence = EvidenceRung.None,
    long? Epoch = null
);

internal sealed record StoredCommand(
    CommandState State,
    long? Epoch,
    Guid Operation,
    Guid? Lock,
    ActNumber Act,
    AuditPrincipal By,
    DateTimeOffset? EndedAt,
    TimeSpan? OpensFor
)
{
    /// <summary>What was shown at a reader or a panel, and what that was.</summary>
    public Guid? Credential { get; init; }

    public CredentialKind? Shown { get; init; }

    /// <summary>Of a cabinet.</summary>
    public Guid? Box { get; init; }

    /// <summary>Whose opening it is, for what was shown.</summary>
    public Guid? Lease { get; init; }

    /// <summary>The bolt of its lock was told to be stuck.</summary>
    public bool IsJammed { get; init; }
}

/// <summary>What is written of an ending: null for a second one, or one under an old epoch.</summary>
internal readonly record struct EndVerdict(StoredCommand? Of)
{
    public bool IsWritten => Of is not null;

    /// <summary>The truth about a command that had ended as unknown.</summary>
    public bool IsCorrection => Of is { EndedAt: not null };
}

/// <summary>
/// The Journal's lane of outcomes. A command ends once: a second ending is dropped, but for the truth about an unknown one, which takes its place
/// once and is added as a correction (AU-1). An ending under an old epoch is refused (design, "Leases").
/// </summary>
internal sealed class EndCommandPage : JournalPage<CommandEnding, StoredCommand, EndVerdict>
{
    public override void AddTenants(CommandEnding ask, HashSet<TenantId> tenants) => tenants.Add(ask.Tenant);

    /// <summary>Two endings of one command, an unknown one and a late answer, must not both be its first.</summary>
    public override object? KeyOf(CommandEnding ask) => ask.Command;

    // The rows are held: a holder that claims one meanwhile would send what is withdrawn here.
    public override string LoadSql =>
        """
            select a.n, c.state, c.epoch, c.operation_id, c.lock_id, c.act, c.asked_by_kind, c.asked_by, coalesce(c.signing_key_id, c.session_id), c.surface,
                c.ended_at, c.opens_for, coalesce(c.shown, r.kind), c.credential_id, c.box_id, c.lease_id,
                coalesce(w.is_jammed, false)
            from unnest($1::uuid[], $2::uuid[]) with ordinality as a (tenant_id, command_id, n)
            join device_command c on c.tenant_id = a.tenant_id and c.command_id = a.command_id
            left join credential r on r.tenant_id = c.tenant_id and r.credential_id = c.credential_id
            left join lock_watch w on w.tenant_id = c.tenant_id and w.lock_id = c.lock_id
            for no key update of c
            """;

    public override void BindLoad(NpgsqlParameterCollection parameters, IReadOnlyList<CommandEnding> asks)
    {
        parameters.AddArray(asks, ask => ask.Tenant.Value);
        parameters.AddArray(asks, ask => ask.Command.Value);
    }

    public override StoredCommand ReadFacts(NpgsqlDataReader row) =>
        new(
            (CommandState)row.GetInt16(1),
            row.GetOptional<long>(2),
            row.GetGuid(3),
            row.GetOptional<Guid>(4),
            (ActNumber)row.GetInt16(5),
            new AuditPrincipal((PrincipalKind)row.GetInt16(6), row.GetGuid(7), row.GetOptional<Guid>(8), (Surface)row.GetInt16(9)),
            row.GetInstant(10),
            row.GetOptional<TimeSpan>(11)
        )
        {
            Shown = (CredentialKind?)row.GetOptional<short>(12),
            Credential = row.GetOptional<Guid>(13),
            Box = row.GetOptional<Guid>(14),
            Lease = row.GetOptional<Guid>(15),
            IsJammed = row.GetBoolean(16),
        };

    public override EndVerdict Decide(CommandEnding ask, StoredCommand? facts, ChainBatch chain, DateTimeOffset now)
    {
        if (facts is null)
        {
            return default;
        }

        if (facts.State.IsEnded())
        {
            if (facts.State != CommandState.Unknown || ask.State is not (CommandState.Done or CommandState.Failed))
            {
                return default;
            }

            Audit(ask, facts, AuditStage.Corrected, chain, now);
            return new EndVerdict(facts);
        }

        if (facts.Epoch is { } epoch && ask.Epoch != epoch)
        {
            return default;
        }

        Audit(ask, facts, AuditStage.Ended, chain, now);
        WatchEffects.Tell(ask, facts, BoltAfter(ask, facts), chain, now);
        return new EndVerdict(facts);
    }

    public override void AddSave(NpgsqlBatch batch, IReadOnlyList<CommandEnding> asks, IReadOnlyList<EndVerdict> answers, DateTimeOffset now)
    {
        var written = asks.Zip(answers).Where(pair => pair.Second.IsWritten).Select(pair => (Ending: pair.First, Of: pair.Second.Of!)).ToList();
        if (written.Count == 0)
        {
            return;
        }

        var update = new NpgsqlBatchCommand(
            """
            update device_command c
            set state = e.state, error = e.error, detail = e.detail, evidence = e.evidence, bolt = e.bolt, door = e.door,
                ended_at = coalesce(c.ended_at, $9)
            from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $5::text[], $6::smallint[], $7::smallint[], $8::smallint[])
                as e (tenant_id, command_id, state, error, detail, evidence, bolt, door)
            where c.tenant_id = e.tenant_id and c.command_id = e.command_id
            """
        );
        update.Parameters.AddArray(written, w => w.Ending.Tenant.Value);
        update.Parameters.AddArray(written, w => w.Ending.Command.Value);
        update.Parameters.AddArray(written, w => (short)w.Ending.State);
        update.Parameters.AddArray(written, w => (short?)w.Ending.Error?.Code);
        update.Parameters.AddArray(written, w => w.Ending.Error?.Detail);
        update.Parameters.AddArray(written, w => (short)w.Ending.Evidence);
        update.Parameters.AddArray(written, w => (short?)(w.Ending.Reading as DeviceReading.Bolt)?.State);
        update.Parameters.AddArray(written, w => (short?)(w.Ending.Reading as DeviceReading.Bolt)?.Door);
        update.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        batch.BatchCommands.Add(update);
        AddLockStates(batch, written, now);
        WatchEffects.Add(batch, written, BoltAfter);
        AddReadings(batch, written, now);
        AddShown(batch, written, now);
        BoxEffects.Add(batch, written, now);
    }

    /// <summary>What let somebody in at a reader. The memory of the lock's own keypad is not proven by it.</summary>
    private static void AddShown(NpgsqlBatch batch, List<(CommandEnding Ending, StoredCommand Of)> written, DateTimeOffset now)
    {
        foreach (var (ending, of) in written.Where(w => w is { Ending.State: CommandState.Done, Of: { Credential: not null, Lock: not null } }))
        {
            batch.BatchCommands.Add(
                AccessDb.Statement(
                    "update enrollment set shown_at = $4 where tenant_id = $1 and credential_id = $2 and lock_id = $3",
                    [ending.Tenant.Value, of.Credential, of.Lock, now]
                )
            );
        }
    }

    /// <summary>
    /// What the endings tell of bolts, the last one of each lock. After an unknown motion the bolt is somewhere else, or not: unknown. A correction
    /// is not believed against what was heard of the bolt since.
    /// </summary>
    private static void AddLockStates(NpgsqlBatch batch, List<(CommandEnding Ending, StoredCommand Of)> written, DateTimeOffset now)
    {
        var told = written
            .FindAll(w => w.Of.Lock is not null && BoltAfter(w.Ending, w.Of) is not null)
            .GroupBy(w => w.Of.Lock)
            .Select(of => of.Last())
            .ToList();
        if (told.Count == 0)
        {
            return;
        }

        var update = new NpgsqlBatchCommand(
            """
            with told as (
                update smart_lock l set bolt = e.bolt, bolt_at = $5, door = coalesce(e.door, l.door), door_at = case when e.door is null then l.door_at else $5 end
                from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::smallint[], $6::timestamptz[], $7::boolean[], $8::interval[])
                    as e (tenant_id, lock_id, bolt, door, corrects, opens, opens_for)
                where l.tenant_id = e.tenant_id and l.lock_id = e.lock_id and (e.corrects is null or l.bolt_at is null or l.bolt_at <= e.corrects)
                returning l.tenant_id, l.lock_id, l.relock_after, e.opens_for, case when e.opens then $5 end as opened_at)
            """ + RelockRow.OnOpened
        );
        update.Parameters.AddArray(told, w => w.Ending.Tenant.Value);
        update.Parameters.AddArray(told, w => w.Of.Lock!.Value);
        update.Parameters.AddArray(told, w => (short)BoltAfter(w.Ending, w.Of)!.Value);
        update.Parameters.AddArray(told, w => w.Ending.Reading is DeviceReading.Bolt { Door: not DoorState.Unknown } read ? (short?)read.Door : null);
        update.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        update.Parameters.AddArray(told, w => w.Of.EndedAt);
        update.Parameters.AddArray(told, w => Opens(w.Ending, w.Of));
        update.Parameters.AddArray(told, w => w.Of.OpensFor);
        batch.BatchCommands.Add(update);
    }

    /// <summary>What may have opened the door for somebody. An opening by the server itself is for its open hours, and ends with them.</summary>
    private static bool Opens(CommandEnding ending, StoredCommand command) =>
        command.Act == ActNumber.Unlock && BoltAfter(ending, command) is BoltState.Unlocked or BoltState.Unknown && !RelockRow.IsServer(command.By);

    /// <summary>What a device told besides its bolt: for a waiter on another node, and the level of its battery for everybody.</summary>
    private static void AddReadings(NpgsqlBatch batch, List<(CommandEnding Ending, StoredCommand Of)> written, DateTimeOffset now)
    {
        foreach (var (ending, of) in written)
        {
            if (ending.Reading is DeviceReading.Clock clock)
            {
                Do("update device_command set clock_at = $3 where tenant_id = $1 and command_id = $2", ending.Command.Value, clock.At.Cut());
            }
            else if (ending.Reading is DeviceReading.Battery battery)
            {
                var (level, isLow) = ((short?)battery.Percent, battery.IsLow);
                Do(
                    "update device_command set battery = $3, battery_is_low = $4 where tenant_id = $1 and command_id = $2",
                    ending.Command.Value,
                    level,
                    isLow
                );
                Do(ReportEffects.BatteryIs, of.Lock, now, level, isLow);
            }

            void Do(string sql, params object?[] values) => batch.BatchCommands.Add(AccessDb.Statement(sql, [ending.Tenant.Value, .. values]));
        }
    }

    private static BoltState? BoltAfter(CommandEnding ending, StoredCommand command) =>
        ending.Reading is DeviceReading.Bolt read ? read.State
        : ending.State == CommandState.Unknown && command.Act.IsMotion() ? BoltState.Unknown
        : ending.State == CommandState.Done && command.Act == ActNumber.Unlock ? BoltState.Unlocked
        : ending.State == CommandState.Done && command.Act == ActNumber.Lock ? BoltState.Locked
        : null;

    private static void Audit(CommandEnding ending, StoredCommand command, AuditStage stage, ChainBatch chain, DateTimeOffset now)
    {
        if (!command.Act.IsAudited())
        {
            return;
        }

        chain.Append(
            ending.Tenant,
            new AuditEvent
            {
                Kind = command.Shown is null || command.Box is not null ? command.Act.AuditKind() : AuditKind.PresentCredential,
                Stage = stage,
                Outcome = OutcomeOf(ending.State),
                Reason = ending.Error?.Code,
                Operation = command.Operation,
                By = command.By,
                Lock = command.Lock,
                On = command.Box is { } box ? new AuditObject(Noun.Box, box) : null,
                Shown = command.Shown,
                Credential = command.Credential,
                Bolt = ending.Reading is DeviceReading.Bolt read ? read.State : null,
            },
            now
        );
    }

    private static AuditOutcome OutcomeOf(CommandState state) =>
        state switch
        {
            CommandState.Done => AuditOutcome.Done,
            CommandState.Failed or CommandState.Withdrawn => AuditOutcome.Failed,
            CommandState.Unknown => AuditOutcome.Unknown,
            CommandState.Pending or CommandState.Claimed or CommandState.Sent => throw new ArgumentOutOfRangeException(
                nameof(state),
                state,
                "Not an end."
            ),
        };
}

/// <summary>Writes how commands ended. The task ends with the commit.</summary>
public sealed class EndCommand
{
    private readonly JournalLane<CommandEnding, StoredCommand, EndVerdict> lane;

    internal EndCommand(Journal journal) => lane = journal.OpenLane(new EndCommandPage());

    /// <returns>False when the command had ended before, or belongs to another holder by now.</returns>
    public async Task<bool> RunAsync(CommandEnding ending) => await lane.AskAsync(ending) is { IsWritten: true, IsCorrection: false };
}
