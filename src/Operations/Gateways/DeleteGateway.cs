using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;

namespace Latchwork.Operations.Gateways;

/// <summary>
/// Takes a gateway away. A link that is one goes as <see cref="RemoveLink"/> takes it, for the owner of every lock of it. A device is found by its link
/// as long as it is there, so only one that is gone can be forgotten.
/// </summary>
public sealed class DeleteGateway
{
    private static readonly AccessError StillThere = new(
        AccessErrorCode.Unsupported,
        "Its link still finds this gateway: take it out of that network first.",
        Noun.Gateway
    );

    private readonly GatewayTurns turns;

    internal DeleteGateway(GatewayTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId gateway, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            gateway,
            AuditKind.LinkRemoved,
            (turn, named) => named.Seen.IsLink ? RemoveLinkAsync(turn, named, cancel) : ForgetAsync(turn, named, cancel),
            cancel
        );

    private static async Task<Outcome<Done>> RemoveLinkAsync(CallerTurn turn, NamedGateway named, CancellationToken cancel)
    {
        if (named.RefuseRemoving(turn.By, turn.Now) is { } refusal)
        {
            return refusal;
        }

        var link = new LinkId(named.Seen.Id);
        var removed = await LinkRemoval.RunAsync(turn.Work, turn.Tenant, link, turn.Now, cancel);
        turn.Told.Add(turn.Event(AuditKind.LinkRemoved, null) with { On = new AuditObject(Noun.Link, link.Value) });
        turn.Told.AddRange(removed?.LeftUnlocked ?? []);
        turn.Woken.Add(link);
        return Done.Yes;
    }

    private static async Task<Outcome<Done>> ForgetAsync(CallerTurn turn, NamedGateway named, CancellationToken cancel)
    {
        if (!named.IsGone)
        {
            return StillThere;
        }

        await turn.Work.DoAsync(
            "update device set via_device_id = null, signal = null, signal_at = null where tenant_id = $1 and via_device_id = $2",
            [turn.Tenant.Value, named.Seen.Id],
            cancel
        );
        turn.Told.Add(turn.Event(AuditKind.GatewayChanged, null) with { On = new AuditObject(Noun.Gateway, named.Seen.Id) });
        return Done.Yes;
    }
}
