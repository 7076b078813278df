using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Passkeys;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.ConsoleSessions;

/// <summary>Log-in at the console by a passkey: alone, since whoever shows one has shown their device who they are, or after the password (CO-1).</summary>
public sealed class StartByPasskey
{
    private readonly AccessDb db;
    private readonly PasskeyProofs proofs;
    private readonly PasswordLogIn passwords;
    private readonly OwnPassword own;
    private readonly TimeProvider clock;

    internal StartByPasskey(AccessDb db, PasskeyProofs proofs, PasswordLogIn passwords, OwnPassword own, TimeProvider clock) =>
        (this.db, this.proofs, this.passwords, this.own, this.clock) = (db, proofs, passwords, own, clock);

    /// <returns>
    /// <see cref="AccessErrorCode.WrongLogin"/>: whatever is wrong with it. <see cref="AccessErrorCode.TooManyAttempts"/>: RL-1.
    /// </returns>
    public async Task<Outcome<ConsoleSecret>> RunAsync(PasskeyPlace place, PasskeyAnswer answer, RequestOrigin from, CancellationToken cancel)
    {
        var shown = await proofs.CheckAsync(place, PasskeyPurpose.LogIn, person: null, answer, from, cancel);
        if (shown.IsRefused(out var refusal, out var proof))
        {
            return refusal;
        }

        if (await WriteAsync(proof, from, cancel) is not { } secret)
        {
            await proofs.FailedAsync(proof.Row.User, from);
            return PasskeyProofs.Wrong;
        }

        await proofs.SucceededAsync(proof, cancel);
        // The password was right before, and now the other half of it was too.
        if (!proof.IsAnybody && await own.AccountAsync(proof.Row.User, cancel) is { } account)
        {
            await passwords.ForgiveAsync(new KnownPerson(proof.Row.User, proof.Row.Home, account, PasswordSetAt: null), cancel);
        }

        return secret;
    }

    /// <returns>Null: it was removed meanwhile, or its counter did not go on.</returns>
    private async Task<ConsoleSecret?> WriteAsync(PasskeyProof proof, RequestOrigin from, CancellationToken cancel)
    {
        var (now, person, home) = (clock.Now(), proof.Row.User, proof.Row.Home);
        await using var work = await db.BeginAsync(TenantSet.Of(home), cancel);
        var chain = await work.HoldChainsAsync(cancel, home);
        var isEnabled = await work.FirstAsync(
            "select true from app_user where user_id = $1 and disabled_at is null for no key update",
            row => row.GetBoolean(0),
            [person.Value],
            cancel
        );
        if (!isEnabled || !await proofs.UseAsync(work, proof, from, now, cancel))
        {
            return null;
        }

        var session = SessionId.New(now);
        var secret = await LiveSessions.WriteAsync(work, person, session, now, cancel);
        var logIn = LogIn.LogInEntry(person, session, Surface.Console, from, now);
        chain.Append(home, logIn.Event with { Changed = PasskeyProofs.Told }, now, logIn.Private);
        await work.CommitAsync(chain, cancel);
        return secret;
    }
}
