using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Readers;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Lockers;

/// <summary>
/// How often wrong codes were shown at a cabinet and at its panel, as doors count them (RL-2). Whoever shows something holds the tenant's chain, so no count is lost.
/// </summary>
internal sealed record PanelAttempts(byte[] Locker, byte[] Panel, CodeAttempts OfLocker, CodeAttempts OfPanel)
{
    /// <returns>Null for a QR: it holds 256 random bits, so whoever shows wrong ones guesses nothing, and would only keep others out.</returns>
    public static async Task<PanelAttempts?> OfAsync(
        Work work,
        KeyRing ring,
        CredentialKind kind,
        LockerId locker,
        DeviceId panel,
        CancellationToken cancel
    )
    {
        if (kind == CredentialKind.QrCode)
        {
            return null;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var (atLocker, atPanel) = (
            CodeAttemptRows.Subject(installation, ThrottleKind.LockCodes, locker.Value),
            CodeAttemptRows.Subject(installation, ThrottleKind.PrincipalCodes, panel.Value)
        );
        var counted = await work.ListAsync(
            "select kind, failures, window_from, blocked_until from throttle where (kind, subject) in (($1, $2), ($3, $4))",
            row => (Kind: (ThrottleKind)row.GetInt16(0), Count: new CodeAttempts(row.GetInt32(1), row.GetInstant(2), row.GetInstant(3))),
            [(short)ThrottleKind.LockCodes, atLocker, (short)ThrottleKind.PrincipalCodes, atPanel],
            cancel
        );
        return new PanelAttempts(
            atLocker,
            atPanel,
            counted.Find(one => one.Kind == ThrottleKind.LockCodes).Count,
            counted.Find(one => one.Kind == ThrottleKind.PrincipalCodes).Count
        );
    }

    /// <summary>Why nothing is asked of the cabinet; null where it is.</summary>
    public AccessError? Refuse(DateTimeOffset now) => OfLocker.IsBlocked(now) || OfPanel.IsBlocked(now) ? TooManyWrong : null;

    /// <summary>One more was wrong.</summary>
    /// <returns>Whether it was the last one for now.</returns>
    public async Task<bool> CountAsync(Work work, DateTimeOffset now)
    {
        var (locker, panel) = (OfLocker.AfterWrong(now, CodeAttempts.MostOfLock), OfPanel.AfterWrong(now, CodeAttempts.MostOfPrincipal));
        await work.DoAsync(
            CodeAttemptRows.Save,
            [
                new[] { (short)ThrottleKind.LockCodes, (short)ThrottleKind.PrincipalCodes },
                new[] { Locker, Panel },
                new[] { locker.Failures, panel.Failures },
                new[] { locker.WindowFrom, panel.WindowFrom },
                new[] { locker.BlockedUntil, panel.BlockedUntil },
            ],
            CancellationToken.None
        );
        return locker.IsBlocked(now) || panel.IsBlocked(now);
    }

    private static readonly AccessError TooManyWrong = new(AccessErrorCode.TooManyAttempts, "Too many wrong codes. Try again later.", Noun.Locker);
}
