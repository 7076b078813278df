using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <param name="Token">Its QR and the page of its guest; null where it has none.</param>
public sealed record RevealedPasscode(PinDigits Digits, DoorToken? Token)
{
    public override string ToString() => nameof(RevealedPasscode);
}

/// <summary>
/// Shows the digits of one passcode, its QR and its guest's page to who has the right to see digits (KR-3): every time in the audit, at most 60 an hour for one principal,
/// in all their tenants together.
/// Wires that list digits use <see cref="PasscodeQueries.OnLockWithDigitsAsync"/>.
/// </summary>
public sealed class RevealPasscode
{
    public const int MostAnHour = 60;

    private readonly CredentialTurns turns;

    internal RevealPasscode(CredentialTurns turns) => this.turns = turns;

    public Task<Outcome<RevealedPasscode>> RunAsync(Caller by, WireId id, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            CredentialKind.Passcode,
            AuditKind.CredentialRevealed,
            id,
            smartLock: null,
            (turn, passcode, keys) => RevealAsync(turn, passcode, keys, cancel),
            cancel
        );

    /// <returns>The lock at which it is shown.</returns>
    private static async Task<Outcome<LockId>> PlaceAsync(CallerTurn turn, StoredCredential passcode, CancellationToken cancel)
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

        return shown!.Lock;
    }

    private static async Task<Outcome<RevealedPasscode>> RevealAsync(
        CallerTurn turn,
        StoredCredential passcode,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        if (passcode.Open(keys) is not { Digits: { } digits })
        {
            return AccessError.NotFound(Noun.Passcode);
        }

        if ((await PlaceAsync(turn, passcode, cancel)).IsRefused(out var refusal, out var at))
        {
            return refusal;
        }

        var token = await turn.Work.FirstAsync(
            "select qr_sealed from credential where tenant_id = $1 and credential_id = $2 and qr_sealed is not null",
            row => DoorToken.From(keys.Open(CredentialPlaces.Qr(passcode.Id), row.GetFieldValue<byte[]>(0))),
            [turn.Tenant.Value, passcode.Id.Value],
            cancel
        );
        turn.Told.Add(turn.Event(AuditKind.CredentialRevealed, at, passcode.Id) with { Shown = CredentialKind.Passcode });
        return new RevealedPasscode(digits, token);
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
