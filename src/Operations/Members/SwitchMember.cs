using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Members;

/// <summary>
/// Switches a member off and on again: while off they have no right in this tenant, neither by their role nor by their grants, on any node from the commit on
/// (AZ-5), and are told nothing of it. Switched on again everything is as before. What they gave to others stays. Twice is once.
/// </summary>
public sealed class SwitchMember
{
    private static readonly AccessError OnlyInvited = new(
        AccessErrorCode.Conflict,
        "They are no member yet: take the invitation back instead.",
        Noun.User
    );

    private readonly MemberTurns turns;

    internal SwitchMember(MemberTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, WireId person, bool off, CancellationToken cancel) =>
        turns.RunAsync(by, tenant, person, (turn, member) => SwitchAsync(turn, member, off, cancel), cancel);

    private static async Task<Outcome<Done>> SwitchAsync(CallerTurn turn, NamedMember member, bool off, CancellationToken cancel)
    {
        if (member.IsWaiting)
        {
            return OnlyInvited;
        }

        if (member.IsSwitchedOff == off)
        {
            return Done.Yes;
        }

        if (off && await MemberTurns.RefuseLastAsync(turn, member, cancel) is { } refusal)
        {
            return refusal;
        }

        await turn.Work.DoAsync(
            "update membership set switched_off_at = $3 where tenant_id = $1 and user_id = $2",
            [turn.Tenant.Value, member.User.Value, off ? turn.Now : null],
            cancel
        );
        MemberTurns.TellSwitched(turn, member, off);
        return Done.Yes;
    }
}
