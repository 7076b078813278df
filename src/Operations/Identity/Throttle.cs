using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>What failures are counted for. The numbers are stored: only add.</summary>
internal enum ThrottleKind
{
    Account = 1,
    Source = 2,
    LockCodes = 3,
    PrincipalCodes = 4,
}

internal readonly record struct ThrottleSubject(ThrottleKind Kind, byte[] Hash)
{
    public static ThrottleSubject Of(ThrottleKind kind, string what) => new(kind, SHA256.HashData(Encoding.UTF8.GetBytes(what)));
}

/// <summary>Counts failed log-ins and codes in the database, for all nodes together and across restarts (RL-1, RL-3).</summary>
internal sealed class Throttle(AccessDb db, TimeProvider clock)
{
    /// <returns>The refusal while any of the subjects has to wait.</returns>
    public async Task<AccessError?> RefuseAsync(IReadOnlyList<ThrottleSubject> subjects, CancellationToken cancel)
    {
        var now = clock.Now();
        var blocked = await db.ListAsync(
            TenantSet.None,
            """
            select max(t.blocked_until) from throttle t
            join unnest($1::smallint[], $2::bytea[]) as s (kind, subject) on t.kind = s.kind and t.subject = s.subject
            where t.blocked_until > $3
            """,
            row => row.GetInstant(0),
            [Kinds(subjects), Hashes(subjects), now],
            cancel
        );
        return blocked[0] is { } until
            ? new AccessError(AccessErrorCode.TooManyAttempts, "Too many failed attempts. Try again later.") { RetryAfter = until - now }
            : null;
    }

    public async Task FailedAsync(IReadOnlyList<ThrottleSubject> subjects, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        foreach (var subject in subjects.OrderBy(s => s.Kind))
        {
            var counted = await work.FirstAsync(
                """
                insert into throttle (kind, subject, failures, consecutive, window_from) values ($1, $2, 1, 1, $3)
                on conflict (kind, subject) do update set
                    failures = case when throttle.window_from < $4 then 1 else throttle.failures + 1 end,
                    window_from = case when throttle.window_from < $4 then $3 else throttle.window_from end,
                    consecutive = throttle.consecutive + 1
                returning failures, consecutive
                """,
                row => (Failures: row.GetInt32(0), Consecutive: row.GetInt32(1)),
                [(short)subject.Kind, subject.Hash, now, now - AttemptRules.Window],
                cancel
            );
            var pause = AttemptRules.PauseAfter(counted.Failures, subject.Kind == ThrottleKind.Account ? counted.Consecutive : 0);
            await work.DoAsync(
                "update throttle set blocked_until = $3 where kind = $1 and subject = $2",
                [
                    (short)subject.Kind,
                    subject.Hash,
                    pause == TimeSpan.Zero ? null
                    : pause == TimeSpan.MaxValue ? DateTimeOffset.MaxValue
                    : now + pause,
                ],
                cancel
            );
        }

        await work.CommitAsync(cancel);
    }

    /// <summary>A success ends the account's row of failures; the source's stays, since it may be guessing at many accounts.</summary>
    public Task SucceededAsync(ThrottleSubject account, CancellationToken cancel) =>
        db.ListAsync(
            TenantSet.None,
            "delete from throttle where kind = $1 and subject = $2 returning 1",
            row => row.GetInt32(0),
            [(short)account.Kind, account.Hash],
            cancel
        );

    private static short[] Kinds(IReadOnlyList<ThrottleSubject> subjects) => [.. subjects.Select(s => (short)s.Kind)];

    private static byte[][] Hashes(IReadOnlyList<ThrottleSubject> subjects) => [.. subjects.Select(s => s.Hash)];
}
