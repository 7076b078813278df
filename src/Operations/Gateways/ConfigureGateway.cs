using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Gateways;

/// <summary>What callers would have a gateway itself do or be.</summary>
public enum GatewayWish
{
    /// <summary>Be of a model, have a firmware and a network that the caller tells.</summary>
    BeAsTold,

    /// <summary>Take new firmware.</summary>
    TakeFirmware,
}

/// <summary>Refused of every gateway: what one is, its link tells, and no device family here hands firmware on. Who may not change it, learns no more.</summary>
public sealed class ConfigureGateway
{
    private readonly GatewayTurns turns;

    internal ConfigureGateway(GatewayTurns turns) => this.turns = turns;

    public Task<Outcome<Done>> RunAsync(Caller by, WireId gateway, GatewayWish wish, CancellationToken cancel) =>
        turns.RunAsync(by, gateway, AuditKind.GatewayChanged, (_, _) => Task.FromResult<Outcome<Done>>(Unsupported(wish)), cancel);

    private static AccessError Unsupported(GatewayWish wish) =>
        new(
            AccessErrorCode.Unsupported,
            wish switch
            {
                GatewayWish.BeAsTold => "What this gateway is, its link tells.",
                GatewayWish.TakeFirmware => "This gateway takes no firmware from here.",
            },
            Noun.Gateway
        );
}
