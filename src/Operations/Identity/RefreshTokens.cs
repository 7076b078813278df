using Latchwork.Domain;

namespace Latchwork.Operations.Identity;

/// <summary>Renews a pair of tokens by its refresh token. Any other secret, an expired or a used-up one is refused alike.</summary>
public sealed class RefreshTokens
{
    private readonly TokenSessions sessions;

    internal RefreshTokens(TokenSessions sessions) => this.sessions = sessions;

    /// <returns><see cref="AccessErrorCode.NotFound"/>: the token is right, and was given to another client.</returns>
    public Task<Outcome<IssuedTokens>> RunAsync(string refreshToken, TokenKind kind, TokenClient client, CancellationToken cancel) =>
        sessions.RenewAsync(refreshToken, kind, client, cancel);
}
