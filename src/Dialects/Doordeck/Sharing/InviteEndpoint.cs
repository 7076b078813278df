using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Dialects.Edge;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Doordeck.Sharing;

/// <summary>The key of somebody who is known by their e-mail address, or invited by it (10.9).</summary>
internal static class InviteEndpoint
{
    public static void Map(DialectRoutes doordeck)
    {
        var invite = doordeck.Own("name somebody by e-mail").WithMetadata(new CountedApart(RateClass.LookUps));
        invite.MapPost("/share/invite/{email}", InviteAsync);
        // An early client appended a lock; it meant nothing.
        invite.MapPost("/share/invite/{email}/{lockId}", InviteAsync);
    }

    /// <summary>The visitor's way through the web is the console's: the account is the same.</summary>
    private static async Task<DoordeckAnswer> InviteAsync(
        string email,
        DoordeckCaller caller,
        DoordeckInput given,
        NameByEmail name,
        OwnTokensOnly own,
        CancellationToken cancel
    )
    {
        _ = given.Flag("visitor");
        return await own.RefuseAsync(caller.Caller, AuditKind.UserCreated, cancel) is { } refusal
            ? refusal
            : await given.AnswerAsync(() => name.RunAsync(caller.Caller, email, cancel), PersonKeyBody.Of, DoordeckJson.Wire.PersonKeyBody);
    }
}

internal sealed record PersonKeyBody(string Id, string PublicKey)
{
    public static PersonKeyBody Of(NamedKey named) => new(named.Uuid, Convert.ToBase64String(named.PublicKey));
}
