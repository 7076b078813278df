using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

internal readonly record struct NextCode(OfflineCode Code, OfflineWindow Window, PinDigits Digits);

/// <summary>Chooses the next code of one lock, within a turn that holds its tenant's chain.</summary>
internal sealed class OfflineIssue
{
    private readonly CallerTurn turn;
    private readonly OfflineFacts facts;
    private readonly OfflineSecret secret;
    private readonly TenantKeys keys;

    private OfflineIssue(CallerTurn turn, OfflineFacts facts, OfflineSecret secret, TenantKeys keys) =>
        (this.turn, this.facts, this.secret, this.keys) = (turn, facts, secret, keys);

    public LockId Lock => facts.Lock;

    public static async Task<OfflineIssue> LoadAsync(CallerTurn turn, LockId smartLock, TenantKeys keys, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(OfflineFacts.Sql, OfflineFacts.Read, [new[] { turn.Tenant.Value }, new[] { smartLock.Value }], cancel);
        return new OfflineIssue(turn, found[0], await OfflineRows.SecretAsync(turn.Work, keys, found[0], turn.Now, cancel), keys);
    }

    public async Task<Outcome<NextCode>> NextAsync(OfflineRequest wish, CancellationToken cancel)
    {
        if (wish.Places(facts.Rules, turn.Now).IsRefused(out var refusal, out var places))
        {
            return refusal;
        }

        var epoch = facts.Epoch + (wish.Kind == OfflineKind.Erase || await CarriesRevocationAsync(cancel) ? 1 : 0);
        if (epoch - facts.EpochSeen > OfflineRules.MostEpochsAhead)
        {
            return NoEpochs;
        }

        var candidates = places.SelectMany(place => Enumerable.Range(0, place.Sequences).Select(sequence => place.Code(epoch, sequence))).ToList();
        if (await FirstFreeAsync(candidates, wish, cancel) is not { } next)
        {
            return IsExhausted;
        }

        if (epoch != facts.Epoch)
        {
            await turn.Work.DoAsync(
                "update smart_lock set offline_epoch = $3, offline_orders = offline_orders + 1 where tenant_id = $1 and lock_id = $2",
                [facts.Tenant.Value, Lock.Value, epoch],
                cancel
            );
        }

        return next;
    }

    /// <summary>
    /// Whether the next code may bring a revocation to a lock that nobody else tells of it: it ends all codes of this epoch, so only where none
    /// of them is anybody's any more; and only where the lock is known to be in it, for it follows one epoch at a time.
    /// </summary>
    private async Task<bool> CarriesRevocationAsync(CancellationToken cancel) =>
        !facts.HasLink
        && facts.Epoch == facts.EpochSeen
        && await turn.Work.FirstAsync(
            """
            select coalesce(bool_or(not desired_present), false) and not coalesce(bool_or(desired_present), false) from enrollment
            where tenant_id = $1 and lock_id = $2 and offline_epoch = $3 and offline_number is not null and gone_at is null
                and (upper(valid) is null or upper(valid) > $4)
            """,
            row => row.GetBoolean(0),
            [facts.Tenant.Value, Lock.Value, facts.Epoch, turn.Now - OfflineRules.Tolerance],
            cancel
        );

    /// <summary>Neither issued before, nor a code that the lock has from elsewhere.</summary>
    private async Task<NextCode?> FirstFreeAsync(List<OfflineCode> candidates, OfflineRequest wish, CancellationToken cancel)
    {
        var issued = await turn.Work.ListAsync(
            "select offline_number from enrollment where tenant_id = $1 and lock_id = $2 and offline_epoch = $3 and offline_number = any ($4)",
            row => row.GetInt32(0),
            [facts.Tenant.Value, Lock.Value, candidates[0].Epoch, candidates.Select(code => code.Mark.Number).ToArray()],
            cancel
        );
        var codes = await LiveCredentials.LoadAsync(turn, CredentialKind.Passcode, Lock, cancel);
        foreach (var code in candidates.Where(code => !issued.Contains(code.Mark.Number)))
        {
            var window = WindowOf(code, wish);
            var digits = secret.Encode(code);
            if (!codes.IsTakenForDraw(keys.PinIndexes(Lock, digits), window.Window))
            {
                return new NextCode(code, window, digits);
            }
        }

        return null;
    }

    /// <summary>As the lock keeps it; what carries no start of its own was asked for from an hour on.</summary>
    private OfflineWindow WindowOf(OfflineCode code, OfflineRequest wish)
    {
        var window = OfflineWindow.Of(code.Place, facts.Rules)!.Value;
        return window.Window.StartsAt is null ? window with { Window = new TimeWindow(OfflineRequest.FloorToHour(wish.StartsAt), null) } : window;
    }

    private static readonly AccessError IsExhausted = new(
        AccessErrorCode.Exhausted,
        "All offline codes of this window were given out: another window has others.",
        Noun.Passcode
    );
    private static readonly AccessError NoEpochs = new(
        AccessErrorCode.Conflict,
        "The lock has not met any of the last erase codes: enter the newest one first.",
        Noun.Lock
    );
}
