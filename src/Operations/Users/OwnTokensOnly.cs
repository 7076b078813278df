using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Users;

/// <summary>For calls that take a token of this server and none of an application (doordeck.md 5.2).</summary>
public sealed class OwnTokensOnly
{
    private static readonly AccessError Refused = new(
        AccessErrorCode.NotAllowed,
        "This call takes a token of this server, not of an application.",
        Noun.User
    );

    private readonly CallerTurns turns;

    internal OwnTokensOnly(CallerTurns turns) => this.turns = turns;

    /// <param name="kind">As what it is recorded (AU-1).</param>
    /// <returns>Null for a token of this server.</returns>
    public async Task<AccessError?> RefuseAsync(Caller by, AuditKind kind, CancellationToken cancel) =>
        by.SessionKind == SessionKind.ApplicationToken ? (await OwnAccount.RefuseAsync(turns, by, kind, Refused, cancel)).Error : null;
}
