using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks;

/// <summary>
/// Keeps what a phone tells anew of a lock. Model and abilities are taken from it only where no link tells them; the name stays what the lock is called here.
/// </summary>
public sealed class UpdatePhoneData
{
    private readonly LockTurns turns;
    private readonly KeyRing ring;

    internal UpdatePhoneData(LockTurns turns, KeyRing ring) => (this.turns, this.ring) = (turns, ring);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, PhoneLock phone, CancellationToken cancel) =>
        InitializeLock.RefuseInput(phone) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                lockId,
                AuditKind.LockChanged,
                AccessAct.ChangeSettings,
                (turn, named) => SaveAsync(turn, named, phone, cancel),
                cancel
            );

    private async Task<Outcome<Done>> SaveAsync(CallerTurn turn, NamedLock named, PhoneLock phone, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        await turn.Work.DoAsync(
            """
            update smart_lock set phone_data_sealed = $3, updated_at = $4,
                model = case when link_id is null then coalesce($5::text, model) else model end,
                capabilities = case when link_id is null then $6 else capabilities end
            where tenant_id = $1 and lock_id = $2
            """,
            [turn.Tenant.Value, named.Id.Value, PhoneData.Seal(keys, named.Id, phone.Data), turn.Now, phone.Model, (int)phone.Capabilities],
            cancel
        );
        turn.Tell(turn.Event(AuditKind.LockChanged, named.Id) with { Changed = new Dictionary<string, string> { ["phoneData"] = "" } });
        return Done.Yes;
    }
}
