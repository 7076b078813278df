using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.ConsoleSessions;

/// <summary>Log-in at the console by account, password, and a code where the account has a second factor (CO-1).</summary>
public sealed class StartConsoleSession
{
    private static readonly AccessError NeedsCode = new(
        AccessErrorCode.SecondFactorNeeded,
        "This account has a second factor: send the code of the app or a recovery code too, or log in with a passkey."
    );

    private readonly AccessDb db;
    private readonly PasswordLogIn passwords;
    private readonly FactorCodes codes;
    private readonly TimeProvider clock;

    internal StartConsoleSession(AccessDb db, PasswordLogIn passwords, FactorCodes codes, TimeProvider clock) =>
        (this.db, this.passwords, this.codes, this.clock) = (db, passwords, codes, clock);

    /// <param name="code">Of the app, or a recovery code; null: not asked for yet.</param>
    /// <returns>
    /// <see cref="AccessErrorCode.WrongLogin"/>: unknown account, wrong password or wrong code (AK-6 for the first two).
    /// <see cref="AccessErrorCode.SecondFactorNeeded"/>: the password is right. <see cref="AccessErrorCode.TooManyAttempts"/>: RL-1.
    /// </returns>
    public async Task<Outcome<ConsoleSecret>> RunAsync(string account, string password, string? code, RequestOrigin from, CancellationToken cancel)
    {
        var known = await passwords.CheckHalfAsync(account, SifelyPasswordEncoding.TextFor(password), from, cancel);
        if (known.IsRefused(out var refusal, out var person))
        {
            return refusal;
        }

        if (code is not null && await codes.RefuseAsync(person.User, from, cancel) is { } wait)
        {
            return wait;
        }

        var started = await WriteAsync(person, code, from, cancel);
        if (started.Error == FactorCodes.WrongCode)
        {
            await codes.FailedAsync(person.User, from);
        }
        else if (started.Error is null)
        {
            await passwords.ForgiveAsync(person, cancel);
            await codes.SucceededAsync(person.User, cancel);
        }

        return started;
    }

    private async Task<Outcome<ConsoleSecret>> WriteAsync(KnownPerson person, string? code, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(person.Home), cancel);
        var chain = await work.HoldChainsAsync(cancel, person.Home);
        if (!await person.HoldAsync(work, cancel))
        {
            return PasswordLogIn.WrongLogin;
        }

        if ((await FactorRules.OfAsync(work, person.User, cancel)).HasAny)
        {
            if (code is null)
            {
                return NeedsCode;
            }

            if (!await codes.UseAsync(work, person.User, code, now, cancel))
            {
                return FactorCodes.WrongCode;
            }
        }

        var session = SessionId.New(now);
        var secret = await LiveSessions.WriteAsync(work, person.User, session, now, cancel);
        var logIn = LogIn.LogInEntry(person.User, session, Surface.Console, from, now);
        chain.Append(person.Home, logIn.Event, now, logIn.Private);
        await work.CommitAsync(chain, cancel);
        return secret;
    }
}
