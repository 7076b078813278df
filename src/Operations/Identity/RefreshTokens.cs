using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>Renews a pair of tokens by its refresh token. Any other secret, an expired or a used-up one is refused alike.</summary>
public sealed class RefreshTokens
{
    private readonly TokenSessions sessions;

    internal RefreshTokens(TokenSessions sessions) => this.sessions = sessions;

    public Task<Outcome<IssuedTokens>> RunAsync(string refreshToken, TokenKind kind, CancellationToken cancel) =>
        sessions.RenewAsync(refreshToken, kind, cancel);
}
