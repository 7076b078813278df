using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Users;

/// <summary>Somebody whom a wire names, and the key that it shows of them.</summary>
/// <param name="Uuid">As the wires name them.</param>
/// <param name="PublicKey">RSA, as SubjectPublicKeyInfo.</param>
public sealed record NamedKey(string Uuid, byte[] PublicKey)
{
    public override string ToString() => $"key of {Uuid}";
}

/// <summary>
/// The person behind an e-mail address, so that something can be shared with them (doordeck.md 10.9). Who has no account gets one without a password; they hear
/// of it when they are given something, and until they have set a password nothing of it holds.
/// </summary>
public sealed class NameByEmail
{
    private static readonly AccessError Busy = new(AccessErrorCode.Taken, "That account is being made.", Noun.User);

    private readonly CallerTurns turns;
    private readonly ConfirmCaller confirm;
    private readonly Receivers receivers;
    private readonly NewGuest guests;
    private readonly WireIdIndex ids;
    private readonly PublicKeys keys;

    internal NameByEmail(CallerTurns turns, ConfirmCaller confirm, Receivers receivers, NewGuest guests, WireIdIndex ids, PublicKeys keys) =>
        (this.turns, this.confirm, this.receivers, this.guests, this.ids, this.keys) = (turns, confirm, receivers, guests, ids, keys);

    public async Task<Outcome<NamedKey>> RunAsync(Caller by, string email, CancellationToken cancel)
    {
        if (LoginName.Parse(email) is not { Error: null, Value: { Kind: LoginKind.Email } name })
        {
            return AccessError.Invalid("That is no e-mail address.", Noun.User);
        }

        if ((await FindAsync(by, name, cancel)).IsRefused(out var refusal, out var person))
        {
            return refusal;
        }

        var shown = await keys.OfAsync([person.User], cancel);
        return new NamedKey(await ids.OfRowAsync(person.Home, person.User.Value, WireIdKind.UserUuid, cancel), shown[person.User]);
    }

    private async Task<Outcome<Receiver>> FindAsync(Caller by, LoginName name, CancellationToken cancel) =>
        await receivers.FindAsync(name, cancel) is { } known
            ? (await confirm.RunAsync(by, cancel)).Then(_ => known)
            : await MakeAsync(by, name, cancel);

    private Task<Outcome<Receiver>> MakeAsync(Caller by, LoginName name, CancellationToken cancel)
    {
        var guest = new Receiver(UserId.New(turns.Now), TenantId.New(turns.Now), IsRegistered: false);
        return turns.RunAsync<Receiver, Receiver>(
            by,
            new TurnRules(AuditKind.UserCreated, CallerConfirmation.NotAuthenticated, Busy),
            caller => ValueTask.FromResult<Located<Receiver>?>(new Located<Receiver>(caller.Home, guest) { Also = [guest.Home] }),
            async (turn, made) =>
                await guests.WriteAsync(turn, made.User, made.Home, name, await ZoneAsync(turn, cancel), cancel) is { } taken ? taken : made,
            cancel
        );
    }

    private static async Task<string> ZoneAsync(CallerTurn turn, CancellationToken cancel) =>
        (await turn.Work.ListAsync("select zone from tenant where tenant_id = $1", row => row.GetString(0), [turn.By.Home.Value], cancel))[0];
}
