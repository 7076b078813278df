using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks.Settings;

/// <summary>
/// The code that always opens: at most one a lock, of its owner. On the lock it is a code like any other, so it reaches the keypad, is proven and is
/// compared with the others as they are; it stands in no list of codes.
/// </summary>
public sealed class SetSuperPasscode
{
    private const int Shortest = 4;
    private const int Longest = 9;

    /// <summary>Each comes with another node, or another caller, who set one in between.</summary>
    private const int MaxAttempts = 5;

    private static readonly AccessError SomebodyIsFaster = new(AccessErrorCode.Unavailable, "It is being set too fast.", Noun.Passcode);

    private readonly LockTurns turns;
    private readonly CreatePasscode create;
    private readonly ChangePasscode change;
    private readonly PushPasscode push;
    private readonly KeyRing ring;

    internal SetSuperPasscode(LockTurns turns, CreatePasscode create, ChangePasscode change, PushPasscode push, KeyRing ring) =>
        (this.turns, this.create, this.change, this.push, this.ring) = (turns, create, change, push, ring);

    /// <param name="digits">4 to 9.</param>
    /// <param name="wait">How long the caller waits for the lock to take it over the link; null for one who does not.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId lockId, PinDigits digits, TimeSpan? wait, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var found = await FindAsync(by, lockId, digits, wait is not null, cancel);
            if (found.IsRefused(out var refusal, out var present))
            {
                return refusal;
            }

            var taken = present.Code is { } code
                ? await ChangeAsync(by, lockId, code, digits, wait, cancel)
                : await CreateAsync(by, lockId, digits, wait, cancel);
            if (taken.Error is null)
            {
                // The lock has it, or will, whether or not its caller still listens.
                return await ShowAsync(by, lockId, digits, CancellationToken.None);
            }

            if (taken.Error != CreatePasscode.HasSuper)
            {
                return taken.Error;
            }
        }

        return SomebodyIsFaster;
    }

    private sealed record Present(WireId? Code);

    private Task<Outcome<Present>> FindAsync(Caller by, WireId lockId, PinDigits digits, bool overLink, CancellationToken cancel) =>
        turns.RunAsync<Present>(
            by,
            lockId,
            AuditKind.CredentialChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
                digits.Length is < Shortest or > Longest ? AccessError.Invalid($"A super passcode has {Shortest} to {Longest} digits.", Noun.Passcode)
                : overLink && named.RefuseOverLink(Capabilities.Passcodes) is { } refusal ? refusal
                : new Present(
                    await turn.Work.FirstAsync(
                        PresentSql,
                        row => (WireId?)new WireId(WireIdKind.EnrollmentNumber, row.GetString(0)),
                        [turn.Tenant.Value, named.Id.Value, (short)CredentialOrigin.Super, (short)WireIdKind.EnrollmentNumber],
                        cancel
                    )
                ),
            cancel
        );

    private async Task<Outcome<Done>> CreateAsync(Caller by, WireId lockId, PinDigits digits, TimeSpan? wait, CancellationToken cancel)
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [lockId],
            Digits = digits,
            IsSuper = true,
        };
        return (wait is { } time ? await push.CreateAsync(by, request, time, cancel) : await create.RunAsync(by, request, cancel)).Then(_ =>
            Done.Yes
        );
    }

    private async Task<Outcome<Done>> ChangeAsync(Caller by, WireId lockId, WireId code, PinDigits digits, TimeSpan? wait, CancellationToken cancel)
    {
        var changes = new PasscodeChanges { Digits = digits };
        var changed = wait is { } time
            ? await push.ChangeAsync(by, code, lockId, changes, time, cancel)
            : await change.RunAsync(by, code, lockId, changes, cancel);
        return changed.Then(_ => Done.Yes);
    }

    /// <summary>Beside what every list of locks reads. Not where another has taken its place since: whoever set that one shows it.</summary>
    private Task<Outcome<Done>> ShowAsync(Caller by, WireId lockId, PinDigits digits, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            lockId,
            AuditKind.LockChanged,
            AccessAct.ChangeSettings,
            async (turn, named) =>
            {
                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                if (!await SuperPasscodes.AreThereAsync(turn, [named.Id], keys.PinIndexes(named.Id, digits), cancel))
                {
                    return Done.Yes;
                }

                await turn.Work.DoAsync(
                    "update smart_lock set super_passcode_sealed = $3, updated_at = $4 where tenant_id = $1 and lock_id = $2",
                    [turn.Tenant.Value, named.Id.Value, keys.SealText(SuperPasscodes.PlaceOf(named.Id), digits.Reveal()), turn.Now],
                    cancel
                );
                turn.Told.Add(
                    turn.Event(AuditKind.LockChanged, named.Id) with
                    {
                        Changed = new Dictionary<string, string> { ["what"] = "super passcode" },
                    }
                );
                return Done.Yes;
            },
            cancel
        );

    private const string PresentSql = """
        select p.wire_id from enrollment e
        join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.origin = $3
        join public_id p on p.tenant_id = e.tenant_id and p.row_id = e.enrollment_id and p.kind = $4
        where e.tenant_id = $1 and e.lock_id = $2 and e.desired_present
        """;
}
