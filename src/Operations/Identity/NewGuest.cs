using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Identity;

/// <summary>Somebody whom another person names for the first time: a user without a password, in a home tenant of their own.</summary>
internal sealed class NewGuest(GuestLimit limit, NewTenant tenants, NewUser users, NewSite sites)
{
    private const string HomeName = "Home";
    private const string GuestName = "Guest";

    /// <param name="home">One of the turn's tenants.</param>
    /// <param name="zone">IANA zone in which they begin.</param>
    /// <returns>The refusal where the caller has made too many, or the name is somebody's by now; nothing is to be committed then.</returns>
    public async Task<AccessError?> WriteAsync(CallerTurn turn, UserId user, TenantId home, LoginName name, string zone, CancellationToken cancel)
    {
        if (await limit.TakeAsync(turn, cancel) is { } tooMany)
        {
            return tooMany;
        }

        await tenants.WriteHomeAsync(turn.Work, home, HomeName, zone, turn.Now, cancel);
        if (await users.WriteAsync(turn.Work, new NewPerson(user, name, GuestName, null, home), turn.Now, cancel) is { } taken)
        {
            return taken;
        }

        await NewUser.JoinAsync(turn.Work, home, user, TenantRole.Owner, turn.Now, cancel);
        await sites.WriteAsync(turn.Work, home, HomeName, zone, turn.Now, cancel);
        await turn.HoldNewAsync(home, cancel);
        var there = turn.In(home);
        there.Tell(there.Event(AuditKind.TenantCreated, null));
        there.Tell(there.Event(AuditKind.UserCreated, null) with { On = new AuditObject(Noun.User, user.Value) });
        return null;
    }
}
