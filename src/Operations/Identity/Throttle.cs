using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>What failures are counted for, and one more thing that is counted so. The numbers are stored: only add.</summary>
internal enum ThrottleKind
{
    Account = 1,
    Source = 2,
    LockCodes = 3,
    PrincipalCodes = 4,

    /// <summary>People whom a caller has named first (<see cref="GuestLimit"/>).</summary>
    GuestsMade = 5,

    /// <summary>Codes of a second factor, by the person's id.</summary>
    SecondFactor = 6,
}

/// <param name="What">In clear; it is stored as a keyed hash only.</param>
internal readonly record struct ThrottleSubject(ThrottleKind Kind, string What)
{
    /// <summary>All spellings of a name are one account.</summary>
    public static ThrottleSubject OfAccount(LoginName? name, string typed) =>
        new(ThrottleKind.Account, name is { } parsed ? $"{(int)parsed.Kind} {parsed.Text.Matched}" : typed.Trim().ToLowerInvariant());

    public static ThrottleSubject OfSource(IPAddress? address) => new(ThrottleKind.Source, RequestOrigin.NetworkOf(address));

    public static ThrottleSubject OfSecondFactor(UserId person) => new(ThrottleKind.SecondFactor, person.Value.ToString());

    public override string ToString() => Kind.ToString();
}

/// <summary>Counts failed log-ins and codes in the database, for all nodes together and across restarts (RL-1, RL-3).</summary>
internal sealed class Throttle(AccessDb db, KeyRing ring, TimeProvider clock)
{
    /// <returns>The refusal while any of the subjects has to wait.</returns>
    public async Task<AccessError?> RefuseAsync(IReadOnlyList<ThrottleSubject> subjects, CancellationToken cancel)
    {
        var now = clock.Now();
        var hashes = await HashesAsync(subjects, cancel);
        var blocked = await db.ListAsync(
            TenantSet.None,
            """
            select max(t.blocked_until) from throttle t
            join unnest($1::smallint[], $2::bytea[]) as s (kind, subject) on t.kind = s.kind and t.subject = s.subject
            where t.blocked_until > $3
            """,
            row => row.GetInstant(0),
            [subjects.Select(s => (short)s.Kind).ToArray(), hashes, now],
            cancel
        );
        return blocked[0] is { } until
            ? new AccessError(AccessErrorCode.TooManyAttempts, "Too many failed attempts. Try again later.") { RetryAfter = until - now }
            : null;
    }

    /// <summary>Cannot be cancelled: who hangs up has tried all the same.</summary>
    /// <param name="subjects">In the order of their kinds, as everybody names them.</param>
    public async Task FailedAsync(IReadOnlyList<ThrottleSubject> subjects)
    {
        var cancel = CancellationToken.None;
        var now = clock.Now();
        var hashes = await HashesAsync(subjects, cancel);
        await using var work = await db.BeginAsync(TenantSet.None, cancel);
        foreach (var (subject, hash) in subjects.Zip(hashes))
        {
            var counted = await work.FirstAsync(
                """
                insert into throttle (kind, subject, failures, consecutive, window_from) values ($1, $2, 1, 1, $3)
                on conflict (kind, subject) do update set
                    failures = case when greatest(throttle.window_from, throttle.blocked_until) < $4 then 1 else throttle.failures + 1 end,
                    window_from = case when greatest(throttle.window_from, throttle.blocked_until) < $4 then $3 else throttle.window_from end,
                    consecutive = throttle.consecutive + 1
                returning failures, consecutive
                """,
                row => (Failures: row.GetInt32(0), Consecutive: row.GetInt32(1)),
                [(short)subject.Kind, hash, now, now - AttemptRules.Window],
                cancel
            );
            var pause = AttemptRules.PauseAfter(
                counted.Failures,
                subject.Kind is ThrottleKind.Account or ThrottleKind.SecondFactor ? counted.Consecutive : 0
            );
            await work.DoAsync(
                "update throttle set blocked_until = $3 where kind = $1 and subject = $2",
                [(short)subject.Kind, hash, pause == TimeSpan.Zero ? null : now + pause],
                cancel
            );
        }

        await work.CommitAsync(cancel);
    }

    /// <summary>A success ends the row of failures of the account or the person; the source's stays, since it may be guessing at many accounts.</summary>
    public async Task SucceededAsync(ThrottleSubject account, CancellationToken cancel) =>
        await db.ListAsync(
            TenantSet.None,
            "delete from throttle where kind = $1 and subject = $2 returning 1",
            row => row.GetInt32(0),
            [(short)account.Kind, (await HashesAsync([account], cancel))[0]],
            cancel
        );

    private async Task<byte[][]> HashesAsync(IReadOnlyList<ThrottleSubject> subjects, CancellationToken cancel)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        return [.. subjects.Select(subject => installation.AttemptIndex((byte)subject.Kind, subject.What))];
    }
}
