using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>
/// Shows owners the super passcodes of their locks, in lists that show locks. One audit record a principal, lock and hour (KR-3); a node that has seen to
/// it remembers, so that the hot lists of the same hour pay nothing.
/// </summary>
internal sealed class SuperPasscodes(CallerTurns turns, KeyRing ring)
{
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan Once = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(Guid Principal, LockId Lock), DateTimeOffset> recorded = new();

    public static SecretPlace PlaceOf(LockId smartLock) => new("smart_lock", "super_passcode_sealed", smartLock.Value);

    /// <summary>Whether any of the locks has one that was not revoked.</summary>
    /// <param name="indexes">Of the digits that it is to have; null for whatever it has.</param>
    public static async Task<bool> AreThereAsync(
        CallerTurn turn,
        IReadOnlyList<LockId> locks,
        IReadOnlyList<byte[]>? indexes,
        CancellationToken cancel
    ) =>
        await turn.Work.FirstAsync(
            """
            select exists (
                select from enrollment e join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.origin = $3
                where e.tenant_id = $1 and e.lock_id = any ($2) and e.desired_present and ($4::bytea[] is null or e.value_index = any ($4)))
            """,
            row => row.GetBoolean(0),
            [turn.Tenant.Value, locks.Select(id => id.Value).ToArray(), (short)CredentialOrigin.Super, indexes?.ToArray()],
            cancel
        );

    /// <summary>The same locks; those that the caller owns with their super passcodes, where they have one, it could be recorded, and no operator masks them (KR-3).</summary>
    public async Task<IReadOnlyList<GrantedLock>> ShowAsync(Caller by, IReadOnlyList<GrantedLock> seen, CancellationToken cancel)
    {
        if (by.MasksCodes || !seen.Any(IsShown))
        {
            return seen;
        }

        var shown = new Dictionary<LockId, PinDigits>();
        foreach (var of in seen.Where(IsShown).GroupBy(one => one.Tenant))
        {
            if (await RecordAsync(by, of.Key, [.. of.Select(one => one.Id)], cancel))
            {
                await OpenAsync(of.Key, of, shown, cancel);
            }
        }

        return [.. seen.Select(one => shown.TryGetValue(one.Id, out var digits) ? one with { SuperPasscode = digits } : one)];
    }

    private static bool IsShown(GrantedLock seen) => seen is { Role: GrantRole.Owner, SealedSuperPasscode: not null };

    private async Task OpenAsync(TenantId tenant, IEnumerable<GrantedLock> of, Dictionary<LockId, PinDigits> shown, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        foreach (var one in of)
        {
            shown[one.Id] = PinDigits.Parse(keys.OpenText(PlaceOf(one.Id), one.SealedSuperPasscode!)).Value;
        }
    }

    private async Task<bool> RecordAsync(Caller by, TenantId tenant, LockId[] locks, CancellationToken cancel)
    {
        var since = turns.Now - Once;
        var unrecorded = locks.Where(id => !(recorded.GetValueOrDefault((by.Principal.Id, id)) > since)).ToArray();
        if (unrecorded.Length == 0)
        {
            return true;
        }

        var told = await turns.RunAsync<LockId[], Done>(
            by,
            new TurnRules(AuditKind.CredentialRevealed, AccessError.NotFound(Noun.Lock)),
            _ => ValueTask.FromResult<Located<LockId[]>?>(new(tenant, unrecorded, unrecorded[0])),
            (turn, ids) =>
            {
                turn.Told.AddRange(ids.Select(id => turn.Event(AuditKind.CredentialRevealed, id) with { Shown = CredentialKind.Passcode }));
                return Task.FromResult<Outcome<Done>>(Done.Yes);
            },
            cancel
        );
        if (told.Error is null)
        {
            Remember(by, unrecorded);
        }

        return told.Error is null;
    }

    private void Remember(Caller by, LockId[] locks)
    {
        if (recorded.Count > MaxRemembered)
        {
            recorded.Clear();
        }

        foreach (var id in locks)
        {
            recorded[(by.Principal.Id, id)] = turns.Now;
        }
    }
}
