using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>What is asked of a door. <see cref="Lock"/> is null where the id leads nowhere that the caller could see.</summary>
/// <param name="Chain">The tenant whose audit gets it: the lock's, else the caller's own.</param>
internal sealed record DoorAsk(Caller By, TenantId Chain, LockId? Lock, DeviceAct Act, TimeSpan Wait, OperationId Operation, CommandId Command)
{
    /// <summary>What a reader or a tile at the lock was shown: then that is who asks, and the credential decides.</summary>
    public ShownAtDoor? Shown { get; init; }
}

/// <summary>What was decided: a refusal, a caller that must be read again, or a saved command.</summary>
/// <param name="IsCallerStale">Of a reader or a tile: it is not at this lock any more.</param>
/// <param name="Credential">Which one was shown.</param>
/// <param name="Wrong">To be counted.</param>
internal readonly record struct DoorDecision(
    AccessError? Refusal,
    bool IsCallerStale = false,
    SavedCommand? Command = null,
    bool Spends = false,
    CredentialId? Credential = null,
    WrongCode? Wrong = null
);

/// <param name="ProofHolds">False also where there is none.</param>
/// <param name="Former">The same request, where it came before.</param>
internal sealed record DoorFacts(CallerConfirmation Caller, bool ProofHolds, FormerRequest? Former, DoorFacts.Door? Lock, ShownFacts? Shown = null)
{
    internal sealed record Door(LockFacts Facts, AccessGrant? Grant, LinkId? Link, string? Address, bool IsLinkOnline, RelockRules Relocks);
}

/// <summary>
/// The Journal's lane of deciding and acting: may they, now? Then the command is saved, and "asked" is in the audit, before anything is sent.
/// </summary>
internal sealed class ActOnDoor(ICommandQueue queue) : JournalPage<DoorAsk, DoorFacts, DoorDecision>
{
    // The chain of the caller's home is held too: rolling a key or ending a session commits there, so it cannot overlap with this decision (AZ-5).
    public override void AddTenants(DoorAsk ask, HashSet<TenantId> tenants)
    {
        tenants.Add(ask.Chain);
        tenants.Add(ask.By.Home);
    }

    /// <summary>Two requests that are the same one: the second sees that it was used. What is shown at one lock is counted, one after the other.</summary>
    public override object? KeyOf(DoorAsk ask) =>
        ask.By.Once is { } once ? (ask.By.Principal.Id, Convert.ToHexString(once.Key))
        : ask.Shown is not null ? (ask.Chain, ask.Lock)
        : null;

    public override string LoadSql =>
        $"""
            select a.n, {CallerConfirmation.Columns}, {SpendProof.Column}, {RequestsOnce.Columns},
                l.lock_id, l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses,
                l.link_id, l.device_address, coalesce(k.is_online, false), {RelockRow.RuleColumns}, {GrantRow.Columns}, {ShownRow.Columns}
            from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[], $5::bytea[], $6::bytea[], $7::uuid[], {ShownRow.Arrays}) with ordinality
                as a (tenant_id, lock_id, token_hash, user_id, leaf_hash, request_key, principal_id, {ShownRow.Names}, n)
            {CallerConfirmation.Joins}
            {SpendProof.Joins}
            {RequestsOnce.Joins}
            left join smart_lock l on l.tenant_id = a.tenant_id and l.lock_id = a.lock_id and l.decommissioned_at is null
            left join link k on k.tenant_id = l.tenant_id and k.link_id = l.link_id and k.removed_at is null
            left join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = a.user_id and g.revoked_at is null
            {ShownRow.Joins}
            """;

    public override void BindLoad(NpgsqlParameterCollection parameters, IReadOnlyList<DoorAsk> asks)
    {
        parameters.AddArray(asks, ask => ask.Chain.Value);
        parameters.AddArray(asks, ask => ask.Lock?.Value);
        parameters.AddArray(asks, ask => ask.By.CredentialHash);
        parameters.AddArray(asks, ask => ask.By.User?.Value);
        parameters.AddArray(asks, ask => ask.By.Proof?.LeafHash);
        parameters.AddArray(asks, ask => ask.By.Once?.Key);
        parameters.AddArray(asks, ask => ask.By.Principal.Id);
        ShownRow.Bind(parameters, asks);
    }

    public override DoorFacts ReadFacts(NpgsqlDataReader row)
    {
        const int Proof = 1 + CallerConfirmation.Width;
        const int Once = Proof + 1;
        const int Lock = Once + RequestsOnce.Width;
        var (caller, holds, former) = (CallerConfirmation.Read(row, 1), row.GetBoolean(Proof), RequestsOnce.Read(row, Once));
        if (row.IsDBNull(Lock))
        {
            return new DoorFacts(caller, holds, former, null);
        }

        var facts = LockRow.ReadFacts(row, Lock + 1);
        var grant = GrantRow.ReadOptional(row, Lock + 9 + RelockRow.RuleWidth);
        return new DoorFacts(
            caller,
            holds,
            former,
            new DoorFacts.Door(
                facts,
                grant,
                row.GetId(Lock + 6, id => new LinkId(id)),
                row.GetText(Lock + 7),
                row.GetBoolean(Lock + 8),
                RelockRow.ReadRules(row, Lock + 9, facts.Capabilities)
            ),
            ShownRow.Read(row, Lock + 9 + RelockRow.RuleWidth + GrantRow.Width)
        );
    }

    public override DoorDecision Decide(DoorAsk ask, DoorFacts? facts, ChainBatch chain, DateTimeOffset now)
    {
        switch (facts!.Caller.Check(ask.By, now))
        {
            case CallerCheck.Gone:
                return new DoorDecision(CallerConfirmation.NotAuthenticated);
            case CallerCheck.Stale:
                return new DoorDecision(null, IsCallerStale: true);
        }

        if (ask.Shown is { } shown)
        {
            return facts is { Lock: { } door, Shown: { IsThere: true } known }
                ? Decide(ask, shown, known, door, chain, now)
                : new DoorDecision(null, IsCallerStale: true);
        }

        if ((RefuseRequest(ask, facts) ?? Refuse(ask, facts.Lock, now)) is { } refusal)
        {
            Audit(ask, AuditOutcome.Refused, refusal, chain, now);
            return new DoorDecision(refusal, Spends: ask.By.Once is not null && facts.Former is null && (ask.By.Proof is null || facts.ProofHolds));
        }

        Audit(ask, AuditOutcome.Allowed, null, chain, now);
        return new DoorDecision(null, Command: Save(ask, facts.Lock!, now), Spends: ask.By.Once is not null);
    }

    /// <summary>The reader is where it was: what it was shown decides.</summary>
    private DoorDecision Decide(DoorAsk ask, ShownAtDoor shown, ShownFacts known, DoorFacts.Door door, ChainBatch chain, DateTimeOffset now)
    {
        var credential = known.Credential?.Id;
        if ((shown.Refuse(known, door.Facts, now) ?? RefuseLink(door)) is { } refusal)
        {
            Audit(ask, AuditOutcome.Refused, refusal, chain, now, credential);
            return new DoorDecision(refusal, Credential: credential, Wrong: shown.Count(ask, known, refusal, chain, now));
        }

        Audit(ask, AuditOutcome.Allowed, null, chain, now, credential);
        return new DoorDecision(null, Command: Save(ask, door, now), Credential: credential);
    }

    public override void AddSave(NpgsqlBatch batch, IReadOnlyList<DoorAsk> asks, IReadOnlyList<DoorDecision> answers, DateTimeOffset now)
    {
        CommandRow.AddInsert(
            batch,
            [
                .. from pair in asks.Zip(answers)
                where pair.Second.Command is not null
                select new NewCommand(
                    pair.Second.Command!,
                    pair.First.By,
                    (pair.First.Act as DeviceAct.Unlock)?.For,
                    pair.First.Shown?.Kind,
                    pair.Second.Credential
                ),
            ],
            now
        );
        RequestsOnce.AddInsert(
            batch,
            [
                .. from pair in asks.Zip(answers)
                where pair.Second.Spends
                select new SpentRequest(pair.First.By, pair.First.Operation, pair.Second.Command?.Id.Value, pair.Second.Refusal),
            ]
        );
        ShownRow.AddCounts(
            batch,
            from pair in asks.Zip(answers)
            where pair.Second.Wrong is not null
            select (pair.First.Shown!, pair.Second.Wrong!.Value)
        );
    }

    private static AccessError? RefuseRequest(DoorAsk ask, DoorFacts facts) =>
        ask.By.Once is not { } once ? null
        : ask.By.Proof is not null && !facts.ProofHolds ? SpendProof.Refused
        : facts.Former?.Refuse(once);

    private static AccessError? Refuse(DoorAsk ask, DoorFacts.Door? door, DateTimeOffset now) =>
        door is null ? AccessError.NotFound(Noun.Lock)
        : AccessDecision.Refuse(StoredAct.NumberOf(ask.Act).AccessAct(), FactsOf(ask, door), now) is { } refusal ? refusal
        : RefuseLink(door);

    private static AccessError? RefuseLink(DoorFacts.Door door) =>
        door.Link is null ? LinkErrors.NoLink
        : !door.IsLinkOnline ? LinkErrors.Offline("it was not asked")
        : null;

    private static AccessFacts FactsOf(DoorAsk ask, DoorFacts.Door door) =>
        new()
        {
            Lock = door.Facts,
            Grant = door.Grant,
            Standing = ask.By.StandingIn(ask.Chain),
            CallerAddress = ask.By.Address ?? IPAddress.None,
            IsRemote = true,
        };

    /// <summary>An act has its "asked" and later its "ended"; a refusal has one record; allowed reads have none (AU-1).</summary>
    private static void Audit(
        DoorAsk ask,
        AuditOutcome outcome,
        AccessError? refusal,
        ChainBatch chain,
        DateTimeOffset now,
        CredentialId? credential = null
    )
    {
        if (!StoredAct.NumberOf(ask.Act).IsAudited())
        {
            return;
        }

        var audited = new AuditEvent
        {
            Kind = ask.Shown is null ? StoredAct.NumberOf(ask.Act).AuditKind() : AuditKind.PresentCredential,
            Stage = refusal is null ? AuditStage.Asked : AuditStage.Whole,
            Outcome = outcome,
            Reason = refusal?.Code,
            Proof = refusal?.Fault,
            Operation = ask.Operation.Value,
            By = ask.By.Audited,
            Lock = ask.Lock?.Value,
            Shown = ask.Shown?.Kind,
            Credential = credential?.Value,
            Changed = ask.Act switch
            {
                DeviceAct.Configure set => new Dictionary<string, string> { [set.Setting.ToString()] = $"{set.Value}", ["by"] = "link" },
                DeviceAct.SetClock => new Dictionary<string, string> { ["what"] = "clock" },
                _ => null,
            },
        };
        chain.Append(ask.Chain, audited, now, ask.By.AuditedDetail);
    }

    private SavedCommand Save(DoorAsk ask, DoorFacts.Door door, DateTimeOffset now) =>
        new(
            ask.Chain,
            ask.Command,
            ask.Operation,
            door.Link!.Value,
            ask.Lock,
            door.Address!,
            ask.Act is DeviceAct.Unlock unlock ? unlock with { For = door.Relocks.OwnTime(now, asked: unlock.For) } : ask.Act,
            ask.Act.DefaultClass(),
            queue.ClaimOf(door.Link.Value),
            ask.Wait
        );
}
