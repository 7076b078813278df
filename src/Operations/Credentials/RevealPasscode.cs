using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// Shows the digits of one passcode to who has the right to see digits (KR-3): every time in the audit, at most 60 an hour for one principal,
/// in all their tenants together.
/// Wires that list digits use <see cref="PasscodeQueries.OnLockWithDigitsAsync"/>.
/// </summary>
public sealed class RevealPasscode
{
    public const int MostAnHour = 60;

    private readonly CredentialTurns turns;

    internal RevealPasscode(CredentialTurns turns) => this.turns = turns;

    public Task<Outcome<PinDigits>> RunAsync(Caller by, WireId id, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            CredentialKind.Passcode,
            AuditKind.CredentialRevealed,
            id,
            smartLock: null,
            async (turn, passcode, keys) =>
                passcode.Open(keys) is { Digits: { } digits }
                    ? await RevealAsync(turn, passcode, digits, cancel)
                    : AccessError.NotFound(Noun.Passcode),
            cancel
        );

    private static async Task<Outcome<PinDigits>> RevealAsync(CallerTurn turn, StoredCredential passcode, PinDigits digits, CancellationToken cancel)
    {
        var locks = await CredentialLock.OfAsync(turn, passcode.Named.Select(place => place.Lock), cancel);
        var shown = passcode.Named.FirstOrDefault(place => locks.ContainsKey(place.Lock));
        var refusal = shown is null
            ? AccessError.NotFound(Noun.Passcode)
            : locks[shown.Lock].Refuse(AccessAct.RevealCredentials, turn.By, turn.Tenant, turn.Now);
        if (refusal is not null)
        {
            return refusal.Code == AccessErrorCode.NotFound ? AccessError.NotFound(Noun.Passcode) : refusal;
        }

        if (await RefuseMoreAsync(turn, cancel) is { } tooMany)
        {
            return tooMany;
        }

        turn.Told.Add(turn.Event(AuditKind.CredentialRevealed, shown!.Lock, passcode.Id) with { Shown = CredentialKind.Passcode });
        return digits;
    }

    /// <summary>Null while the caller may be shown another one.</summary>
    internal static async Task<AccessError?> RefuseMoreAsync(CallerTurn turn, CancellationToken cancel) =>
        await RevealedSinceAsync(turn, turn.Now - TimeSpan.FromHours(1), cancel) < MostAnHour
            ? null
            : new AccessError(AccessErrorCode.RateLimited, $"At most {MostAnHour} passcodes are shown in an hour.", Noun.Passcode)
            {
                RetryAfter = TimeSpan.FromHours(1),
            };

    /// <summary>Counted across tenants, and exact: acts of one principal wait for each other at the chain of their home.</summary>
    private static async Task<long> RevealedSinceAsync(CallerTurn turn, DateTimeOffset since, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            "select latchwork_reveals_of($1, $2, $3, $4, $5)",
            row => row.GetInt64(0),
            [
                turn.By.Principal.Id,
                turn.By.Tenants.All.Select(tenant => tenant.Value).ToArray(),
                since,
                (short)AuditKind.CredentialRevealed,
                (short)AuditOutcome.Done,
            ],
            cancel
        );
}
