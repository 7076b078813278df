using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Installation;

/// <summary>
/// Invites the owner of a tenant that nobody has ever belonged to: once more, or somebody else. Earlier invitations to it are over with that. A tenant that had members
/// is theirs, also after the last of them has left; the home of a person is that person's.
/// </summary>
public sealed class InviteTenantOwner
{
    private static readonly AccessError IsTheirs = new(
        AccessErrorCode.Conflict,
        "Somebody belongs to this tenant, or has belonged to it: its owners invite others.",
        Noun.Tenant
    );

    private readonly OwnerTurns turns;
    private readonly WireIdIndex index;

    internal InviteTenantOwner(OwnerTurns turns, WireIdIndex index) => (this.turns, this.index) = (turns, index);

    public Task<Outcome<OwnedTenant>> RunAsync(Caller by, WireId tenant, string email, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            AuditKind.MembershipChanged,
            email,
            async _ => await index.FindAsync(tenant, cancel) is { } row && row.Tenant != TenantId.Installation ? row.Tenant : null,
            async (turn, owner) =>
            {
                object[] which = [owner.Tenant.Value];
                var isTheirs = await turn.Work.FirstAsync(
                    "select is_personal or has_had_members from tenant where tenant_id = $1",
                    row => row.GetBoolean(0),
                    which,
                    cancel
                );
                if (isTheirs)
                {
                    return IsTheirs;
                }

                await turn.Work.DoAsync(
                    "update invitation set used_at = $2 where tenant_id = $1 and purpose = $3 and used_at is null",
                    [owner.Tenant.Value, turn.Now, (short)InvitationPurpose.Membership],
                    cancel
                );
                return await turns.InviteAsync(turn, turn.In(owner.Tenant), owner, AuditKind.MembershipChanged, cancel);
            },
            cancel
        );
}
