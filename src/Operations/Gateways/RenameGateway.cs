using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Gateways;

/// <summary>Gives a gateway another name, for the owner of every lock behind it. What it calls itself is kept beside it.</summary>
public sealed class RenameGateway
{
    private const int LongestName = 200;

    private readonly GatewayTurns turns;

    internal RenameGateway(GatewayTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId gateway, string name, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            gateway,
            AuditKind.GatewayChanged,
            async (turn, named) =>
            {
                if (name.Trim().Length is 0 or > LongestName)
                {
                    return AccessError.Invalid($"A gateway needs a name of at most {LongestName} characters.", Noun.Gateway);
                }

                var row = named.Seen;
                await turn.Work.DoAsync(
                    row.IsLink
                        ? "update link set name = $3 where tenant_id = $1 and link_id = $2"
                        : "update device set given_name = $3 where tenant_id = $1 and device_id = $2",
                    [turn.Tenant.Value, row.Id, name.Trim()],
                    cancel
                );
                turn.Told.Add(
                    turn.Event(AuditKind.GatewayChanged, null) with
                    {
                        On = new AuditObject(row.IsLink ? Noun.Link : Noun.Gateway, row.Id),
                        Changed = new Dictionary<string, string> { ["what"] = "name" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );
}
