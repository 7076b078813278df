using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Passkeys;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.ConsoleSessions;

/// <summary>
/// Somebody at the console shows once more who they are, for what asks for that (CO-4): with a code or a passkey where they have a second factor, else
/// with their password. The session gets another secret (CO-1).
/// </summary>
public sealed class ProveAgain
{
    private static readonly AccessError WrongPassword = new(AccessErrorCode.WrongLogin, "The password is wrong.", Noun.User);

    private static readonly AccessError NeedsCode = new(
        AccessErrorCode.SecondFactorNeeded,
        "This account has a second factor: send a code of the app or a recovery code, or use a passkey.",
        Noun.User
    );

    private readonly CallerTurns turns;
    private readonly OwnPassword own;
    private readonly FactorCodes codes;
    private readonly PasskeyProofs passkeys;

    internal ProveAgain(CallerTurns turns, OwnPassword own, FactorCodes codes, PasskeyProofs passkeys) =>
        (this.turns, this.own, this.codes, this.passkeys) = (turns, own, codes, passkeys);

    public async Task<Outcome<ConsoleSecret>> ByPasswordAsync(Caller by, string password, CancellationToken cancel)
    {
        if ((await own.CheckAsync(by, password, WrongPassword, cancel)).IsRefused(out var refusal, out var known))
        {
            return refusal;
        }

        return await RunAsync(
            by,
            async turn =>
                !await known.HoldAsync(turn.Work, cancel) ? WrongPassword
                : (await FactorRules.OfAsync(turn.Work, known.User, cancel)).HasAny ? NeedsCode
                : null,
            cancel
        );
    }

    public async Task<Outcome<ConsoleSecret>> ByCodeAsync(Caller by, string code, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var from = new RequestOrigin(by.Address, by.UserAgent);
        if (await codes.RefuseAsync(person, from, cancel) is { } wait)
        {
            return wait;
        }

        var proven = await RunAsync(
            by,
            async turn =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                return await codes.UseAsync(turn.Work, person, code, turn.Now, cancel) ? null : FactorCodes.WrongCode;
            },
            cancel
        );
        if (proven.Error == FactorCodes.WrongCode)
        {
            await codes.FailedAsync(person, from);
        }
        else if (proven.Error is null)
        {
            await codes.SucceededAsync(person, cancel);
        }

        return proven;
    }

    public async Task<Outcome<ConsoleSecret>> ByPasskeyAsync(Caller by, PasskeyPlace place, PasskeyAnswer answer, CancellationToken cancel)
    {
        if (by.User is not { } person)
        {
            return CallerConfirmation.NotAuthenticated;
        }

        var from = new RequestOrigin(by.Address, by.UserAgent);
        var shown = await passkeys.CheckAsync(place, PasskeyPurpose.Prove, person, answer, from, cancel);
        var proven = await RunAsync(
            by,
            async turn =>
            {
                if (shown.IsRefused(out var refusal, out var proof))
                {
                    return refusal;
                }

                await OwnAccount.HoldAsync(turn, person, cancel);
                return await passkeys.UseAsync(turn.Work, proof, from, turn.Now, cancel) ? null : PasskeyProofs.Wrong;
            },
            cancel,
            PasskeyProofs.Told
        );
        if (shown.Error is null && proven.Error == PasskeyProofs.Wrong)
        {
            await passkeys.FailedAsync(person, from);
        }
        else if (proven.Error is null)
        {
            await codes.SucceededAsync(person, cancel);
        }

        return proven;
    }

    /// <param name="refuse">Asked with the person's row held; null: they have shown it.</param>
    /// <param name="told">What the audit has of how they did.</param>
    private Task<Outcome<ConsoleSecret>> RunAsync(
        Caller by,
        Func<CallerTurn, Task<AccessError?>> refuse,
        CancellationToken cancel,
        IReadOnlyDictionary<string, string>? told = null
    ) =>
        OwnAccount.RunAsync<ConsoleSecret>(
            turns,
            by,
            AuditKind.SteppedUp,
            async (turn, person) =>
            {
                if (await refuse(turn) is { } refusal)
                {
                    return refusal;
                }

                if (turn.By.SessionKind != SessionKind.ConsoleSession || await LiveSessions.RenewAsync(turn, cancel) is not { } secret)
                {
                    return CallerConfirmation.NotAuthenticated;
                }

                turn.Told.Add(
                    turn.Event(AuditKind.SteppedUp, smartLock: null) with
                    {
                        On = new AuditObject(Noun.User, person.Value),
                        Changed = told,
                    }
                );
                return secret;
            },
            cancel
        );
}
