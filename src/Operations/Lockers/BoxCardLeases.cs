using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <summary>Where a card is meant at boxes: at one, at those of a cabinet, or, where neither is said, at all that it opens.</summary>
public readonly record struct BoxPlace(WireId? Locker, string? Number);

/// <summary>The leases whose box a registered card opens.</summary>
internal static class BoxCardLeases
{
    private static readonly string Sql = $"""
        select {LeaseRows.Columns} from credential c
        join box_lease l on l.tenant_id = c.tenant_id and l.lease_id = c.box_lease_id and l.ended_at is null
        join locker_box b on b.tenant_id = l.tenant_id and b.box_id = l.box_id
        where c.tenant_id = $1 and c.card_id = $2 and c.revoked_at is null and ($5::text is null or b.number = $5)
            and ($4::text is null or l.locker_id = (select p.row_id from public_id p where p.tenant_id = $1 and p.kind = $3 and p.wire_id = $4))
        order by l.starts_at
        """;

    /// <summary>Why a place that was said is none; null where it is there, or none was said.</summary>
    public static async Task<AccessError?> RefusePlaceAsync(CallerTurn turn, BoxPlace place, CancellationToken cancel)
    {
        if (place.Locker is not { } locker)
        {
            return null;
        }

        var boxes = await turn.Work.ListAsync(
            """
            select array(select b.number from locker_box b where b.tenant_id = k.tenant_id and b.locker_id = k.locker_id and b.gone_at is null)
            from public_id p join locker k on k.tenant_id = p.tenant_id and k.locker_id = p.row_id and k.decommissioned_at is null
            where p.tenant_id = $1 and p.kind = $2 and p.wire_id = $3
            """,
            row => row.GetFieldValue<string[]>(0),
            [turn.Tenant.Value, (short)locker.Kind, locker.Text],
            cancel
        );
        return boxes is not [var numbers] ? LockerTurns.NoLocker
            : place.Number is { } number && !numbers.Contains(number) ? LockerTurns.NoBox
            : null;
    }

    public static Task<List<StoredLease>> FindAsync(CallerTurn turn, CardId card, BoxPlace place, CancellationToken cancel) =>
        turn.Work.ListAsync(
            Sql,
            row => LeaseRows.Read(row, 0),
            [turn.Tenant.Value, card.Value, (short?)place.Locker?.Kind, place.Locker?.Text, place.Number],
            cancel
        );

    /// <summary>
    /// Takes the card off those boxes. Who has nothing else to open theirs has it no more; beside a passcode the lease goes on.
    /// </summary>
    /// <returns>How many it opened.</returns>
    public static async Task<int> EndAsync(CallerTurn turn, CardId card, BoxPlace place, CancellationToken cancel)
    {
        var leases = await FindAsync(turn, card, place, cancel);
        var others = await turn.Work.ListAsync(
            """
            with gone as (
                update credential c set revoked_at = $4, updated_at = $4
                where c.tenant_id = $1 and c.card_id = $2 and c.box_lease_id = any ($3) and c.revoked_at is null returning credential_id),
            codes as (
                update box_code x set ended_at = $4 from gone where x.tenant_id = $1 and x.credential_id = gone.credential_id and x.ended_at is null)
            select distinct box_lease_id from credential
            where tenant_id = $1 and box_lease_id = any ($3) and revoked_at is null and card_id is distinct from $2
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, card.Value, leases.Select(lease => lease.Id.Value).ToArray(), turn.Now],
            cancel
        );
        await EndLease.EndAsync(turn, leases.FindAll(lease => !others.Contains(lease.Id.Value)), cancel);
        return leases.Count;
    }
}
