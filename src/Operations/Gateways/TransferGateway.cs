using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Gateways;

/// <summary>
/// Hands a gateway to somebody else. It never goes alone: it belongs to the tenant of its link, and whose it is follows from the locks behind it, so
/// all that is left to say is whose it is already.
/// </summary>
public sealed class TransferGateway
{
    private static readonly AccessError ToOneself = new(AccessErrorCode.ToOneself, "It is yours already.", Noun.Gateway);

    private static readonly AccessError FollowsItsLocks = new(
        AccessErrorCode.Unsupported,
        "A gateway belongs to whoever owns the locks behind it: transfer those.",
        Noun.Gateway
    );

    private readonly GatewayTurns turns;
    private readonly Receivers receivers;

    internal TransferGateway(GatewayTurns turns, Receivers receivers) => (this.turns, this.receivers) = (turns, receivers);

    /// <param name="receiver">Login name. Whether anybody has it is not told.</param>
    public Task<Outcome<Done>> RunAsync(Caller by, WireId gateway, string receiver, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            gateway,
            AuditKind.GatewayChanged,
            async (turn, _) => await FindAsync(receiver, cancel) is { } found && found.User == turn.By.User ? ToOneself : FollowsItsLocks,
            cancel
        );

    private async Task<Receiver?> FindAsync(string receiver, CancellationToken cancel) =>
        LoginName.Parse(receiver) is { Error: null } name ? await receivers.FindAsync(name.Value, cancel) : null;
}
