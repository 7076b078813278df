using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Members;

/// <summary>Gives a member, or somebody who is invited, another role: on every node from the commit on (AZ-5).</summary>
public sealed class ChangeMemberRole
{
    private readonly MemberTurns turns;

    internal ChangeMemberRole(MemberTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, WireId person, TenantRole role, CancellationToken cancel) =>
        turns.RunAsync(by, tenant, person, (turn, member) => ChangeAsync(turn, member, role, cancel), cancel);

    internal static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, NamedMember member, TenantRole role, CancellationToken cancel)
    {
        var refusal =
            MemberTurns.RefuseDealing(turn, role) ?? (role == TenantRole.Owner ? null : await MemberTurns.RefuseLastAsync(turn, member, cancel));
        if (refusal is not null)
        {
            return refusal;
        }

        await turn.Work.DoAsync(
            member.IsWaiting
                ? $"update invitation i set role = $3 where i.tenant_id = $1 and i.user_id = $2 and {MemberQueries.Invited(4)}"
                : "update membership set role = $3 where tenant_id = $1 and user_id = $2 and $4::timestamptz is not null",
            [turn.Tenant.Value, member.User.Value, (short)role, turn.Now],
            cancel
        );
        MemberTurns.Tell(turn, member.User, member.Role, role, member.IsWaiting);
        return Done.Yes;
    }
}
