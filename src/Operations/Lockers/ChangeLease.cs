using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <param name="Digits">Null leaves them. So with all of these.</param>
public sealed record LeaseChanges(PinDigits? Digits = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, string? Name = null)
{
    public override string ToString() => nameof(LeaseChanges);
}

/// <summary>Other digits, another time or another name for a lease. Its QR and its card stay what they are; all of them move with its window.</summary>
public sealed class ChangeLease
{
    private readonly LockerTurns turns;
    private readonly NewBoxCodes codes;

    internal ChangeLease(LockerTurns turns, NewBoxCodes codes) => (this.turns, this.codes) = (turns, codes);

    /// <param name="lease">Its own public id, or one of a code of it.</param>
    /// <returns>
    /// With digits and QR as they are now for who has the right to see them, which is in the audit; who has not is told the digits that were given with this very call,
    /// and no QR: it opens the box too, and was somebody's before (KR-3).
    /// </returns>
    public async Task<Outcome<LeasedBox>> RunAsync(Caller by, WireId lease, LeaseChanges changes, CancellationToken cancel) =>
        (LeaseRules.RefuseName(changes.Name) ?? LeaseRules.RefuseWindow(changes.StartsAt, changes.EndsAt, turns.Now)) is { } invalid
            ? invalid
            : await turns.OnLeaseAsync(
                by,
                lease,
                AuditKind.BoxLeaseChanged,
                (turn, stored) => ConstraintErrors.AskAsync(() => ChangeAsync(turn, stored, changes, cancel)),
                cancel
            );

    private async Task<Outcome<LeasedBox>> ChangeAsync(CallerTurn turn, StoredLease stored, LeaseChanges changes, CancellationToken cancel)
    {
        var lease = stored with { Name = changes.Name ?? stored.Name };
        if (changes.StartsAt is not null || changes.EndsAt is not null)
        {
            var moved = new BoxLeaseEvent.Moved((changes.StartsAt ?? stored.Lease.StartsAt).Cut(), (changes.EndsAt ?? stored.Lease.EndsAt)?.Cut());
            var step = stored.Lease.Take(moved, turn.Now);
            if (step.Refusal is { } refusal)
            {
                return refusal;
            }

            lease = lease with { Lease = step.Lease };
        }

        await LeaseRows.SaveAsync(turn.Work, turn.Tenant, [lease], turn.Now, cancel);
        turn.Told.AddRange(
            await FollowedLeases.EndAsync(turn.Work, turn.Tenant, [(stored, lease)], turn.Event(AuditKind.BoxLeaseEnded, null), turn.Now, cancel)
        );
        var reveals = !turn.By.MasksCodes && turn.By.StandingIn(turn.Tenant)?.Contains(Permission.PinsReveal) == true;
        if (changes.Digits is { } digits && await ChangeDigitsAsync(turn, lease, digits, cancel) is { } taken)
        {
            return taken;
        }

        var told = turn.Event(AuditKind.BoxLeaseChanged, null);
        turn.Told.Add(LeaseEvents.About(lease, told, "what", string.Join(' ', NamesOf(changes))));
        var now = await codes.OfLeaseAsync(turn, lease.Id, showsDigits: reveals || changes.Digits is not null, cancel);
        turn.Made = lease.Id.Value;
        if (!reveals)
        {
            return await LeasedBoxes.ShowAsync(turn, lease, [.. now.Select(code => code with { Token = null })], cancel);
        }

        if (now.FirstOrDefault(code => code.Token is not null || (changes.Digits is null && code.Digits is not null)) is { } revealed)
        {
            turn.Told.Add(Revealed(turn, revealed.Credential));
        }

        return await LeasedBoxes.ShowAsync(turn, lease, now, cancel);
    }

    /// <summary>As lists record it of a code that is on no lock, so it stands for those too.</summary>
    internal static AuditEvent Revealed(CallerTurn turn, CredentialId passcode) =>
        turn.Event(AuditKind.CredentialRevealed, null, passcode) with
        {
            On = new AuditObject(Noun.Passcode, passcode.Value),
            Shown = CredentialKind.Passcode,
        };

    private async Task<AccessError?> ChangeDigitsAsync(CallerTurn turn, StoredLease lease, PinDigits digits, CancellationToken cancel) =>
        (await codes.OfLeaseAsync(turn, lease.Id, showsDigits: false, cancel)).FirstOrDefault(code => code.Kind == CredentialKind.Passcode)
            is { } passcode
            ? await codes.ChangeDigitsAsync(turn, lease, passcode.Credential, digits, cancel)
            : LockerTurns.NoLease;

    private static IEnumerable<string> NamesOf(LeaseChanges changes)
    {
        if (changes.Digits is not null)
        {
            yield return "digits";
        }

        if (changes.StartsAt is not null || changes.EndsAt is not null)
        {
            yield return "window";
        }

        if (changes.Name is not null)
        {
            yield return "name";
        }
    }
}
