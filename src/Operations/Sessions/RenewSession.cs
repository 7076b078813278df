using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Sessions;

/// <summary>New tokens for a refresh token. Any other secret is refused as one that is unknown.</summary>
public sealed class RenewSession
{
    private readonly PersonSessions sessions;

    internal RenewSession(PersonSessions sessions) => this.sessions = sessions;

    /// <param name="by">Whose credential is the refresh token.</param>
    public async Task<Outcome<SessionTokens>> RunAsync(Caller by, CancellationToken cancel) =>
        by.SessionKind == SessionKind.DoordeckRefresh && await sessions.RenewAsync(by, cancel) is { } issued
            ? issued
            : CallerConfirmation.NotAuthenticated;
}
