using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Groups;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks;

/// <summary>What a phone tells of a lock beside it.</summary>
/// <param name="Data">For phones alone, at most <see cref="MaxDataLength"/> characters; given back as it came.</param>
/// <param name="Mac">Null where the lock has none that is known.</param>
public sealed record PhoneLock(string Data, string Name, string? Mac, string? Model, Capabilities Capabilities)
{
    public const int MaxDataLength = PhoneData.MaxLength;

    public override string ToString() => nameof(PhoneLock);
}

/// <param name="Number">Sifely's <c>lockId</c>.</param>
/// <param name="GrantNumber">Its owner's <c>keyId</c>.</param>
public sealed record InitializedLock(LockId Id, int Number, int GrantNumber);

/// <summary>
/// Adds a lock that a phone has set up, to the caller's home: nothing connects it with the server, phones carry everything to it. The caller owns it. There
/// is no grant yet to decide by, so it takes a role in that tenant which adds locks.
/// </summary>
public sealed class InitializeLock
{
    private readonly CallerTurns turns;
    private readonly NewLock locks;
    private readonly KeyRing ring;

    internal InitializeLock(CallerTurns turns, NewLock locks, KeyRing ring) => (this.turns, this.locks, this.ring) = (turns, locks, ring);

    /// <param name="groupId">Of the caller's; null for none.</param>
    public async Task<Outcome<InitializedLock>> RunAsync(Caller by, PhoneLock phone, WireId? groupId, CancellationToken cancel) =>
        RefuseInput(phone) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                new TurnRules(AuditKind.LockCreated, AccessError.NotFound(Noun.Lock)),
                caller => ValueTask.FromResult<Located<PhoneLock>?>(new Located<PhoneLock>(caller.Home, phone)),
                (turn, _) => AddAsync(turn, phone, groupId, cancel),
                cancel
            );

    internal static AccessError? RefuseInput(PhoneLock phone) =>
        phone.Name.Length is 0 or > 200 ? AccessError.Invalid("A lock needs a name of at most 200 characters.", Noun.Lock)
        : phone.Model?.Length > 200 ? AccessError.Invalid("A model has at most 200 characters.", Noun.Lock)
        : phone.Data.Length > PhoneData.MaxLength
            ? AccessError.Invalid($"The data of a lock have at most {PhoneData.MaxLength} characters.", Noun.Lock)
        : null;

    private async Task<Outcome<InitializedLock>> AddAsync(CallerTurn turn, PhoneLock phone, WireId? groupId, CancellationToken cancel)
    {
        if (await RefuseAsync(turn, cancel) is { } refusal)
        {
            return refusal;
        }

        OwnGroup? group = null;
        if (groupId is { } wanted && (group = await OwnGroup.FindAsync(turn, wanted, cancel)) is null)
        {
            return OwnGroup.Missing;
        }

        var id = LockId.New(turn.Now);
        if (await WriteAsync(turn, id, phone, cancel) == 0)
        {
            return AccessError.NotFound(Noun.Site);
        }

        var grants = await locks.FinishAsync(turn.Work, turn.Tenant, [id], turn.Now, cancel, turn.By.User);
        await (group is null ? Task.CompletedTask : group.PutAsync(turn, id, cancel));
        turn.Tell(turn.Event(AuditKind.LockCreated, id));
        return new InitializedLock(
            id,
            await WireIds.NumberAsync(turn.Work, turn.Tenant, id.Value, WireIdKind.LockNumber, cancel),
            await WireIds.NumberAsync(turn.Work, turn.Tenant, grants[0], WireIdKind.GrantNumber, cancel)
        );
    }

    private static async Task<AccessError?> RefuseAsync(CallerTurn turn, CancellationToken cancel)
    {
        var roles = await turn.Work.ListAsync(
            $"select m.role from membership m where m.tenant_id = $1 and m.user_id = $2 and {SwitchedOff.MemberIsOn}",
            row => (TenantRole)row.GetInt16(0),
            [turn.Tenant.Value, turn.By.User?.Value],
            cancel
        );
        return AccessDecision.Refuse(Permission.LocksWrite, roles is [var role] ? role.Permissions() : PermissionSet.None, Noun.Lock);
    }

    private async Task<int> WriteAsync(CallerTurn turn, LockId id, PhoneLock phone, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        return await turn.Work.DoAsync(
            """
            insert into smart_lock (tenant_id, lock_id, site_id, name, mac, model, capabilities, phone_data_sealed, created_at, updated_at)
            select s.tenant_id, $2, s.site_id, $3, $4, $5, $6, $7, $8, $8
            from (select tenant_id, site_id from site where tenant_id = $1 and archived_at is null order by created_at limit 1) as s
            """,
            [
                turn.Tenant.Value,
                id.Value,
                phone.Name,
                phone.Mac ?? VirtualMac.Of(id.Value),
                phone.Model,
                (int)phone.Capabilities,
                PhoneData.Seal(keys, id, phone.Data),
                turn.Now,
            ],
            cancel
        );
    }
}
