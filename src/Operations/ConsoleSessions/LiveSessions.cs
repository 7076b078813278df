using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.ConsoleSessions;

/// <summary>The secret of a session; it goes into a cookie and is nowhere else.</summary>
public sealed record ConsoleSecret(string Secret)
{
    public override string ToString() => nameof(ConsoleSecret);
}

/// <summary>Writes the sessions of people at the console (CO-1), and keeps them while something is done.</summary>
public sealed class LiveSessions
{
    private const string Client = "console";
    private const int SecretLength = 43;

    /// <summary>Of one person, over all their browsers.</summary>
    private const int SessionsKept = 20;

    private const int MaxRemembered = 10_000;

    /// <summary>How exact the end of an idle session is: so seldom is a busy one written.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    /// <summary>How long the secret before a step-up is still taken, without what the step-up allows: calls may be on their way with it.</summary>
    private static readonly TimeSpan FormerLife = TimeSpan.FromSeconds(10);

    private static readonly SessionKind[] Kinds = [SessionKind.ConsoleSession];

    private readonly AccessDb db;
    private readonly RefusalCounts counts;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, DateTimeOffset> awake = new(StringComparer.Ordinal);

    internal LiveSessions(AccessDb db, RefusalCounts counts, TimeProvider clock) => (this.db, this.counts, this.clock) = (db, counts, clock);

    /// <summary>A page of another site tried to do something in the caller's name (CO-2).</summary>
    public void TellCrossSite(Caller by) => counts.Forgery(ForgerySign.CrossSite, by.Home, by.Principal, by.Address);

    /// <summary>Something is done in the session: it does not idle. At most one write a minute.</summary>
    public async ValueTask KeepAwakeAsync(Caller by, CancellationToken cancel)
    {
        var (now, key) = (clock.Now(), Convert.ToBase64String(by.CredentialHash));
        if (awake.TryGetValue(key, out var at) && now - at < Pace)
        {
            return;
        }

        if (awake.Count >= MaxRemembered)
        {
            awake.Clear();
        }

        awake[key] = now;
        await db.ListAsync(
            TenantSet.None,
            "update session set idles_at = $2 where token_hash = $1 and revoked_at is null and idles_at > $3 returning 1",
            row => row.GetInt32(0),
            [by.CredentialHash, now + SessionRules.Idle, now],
            cancel
        );
    }

    /// <summary>A new one, for a person whose row is held.</summary>
    internal static async Task<ConsoleSecret> WriteAsync(Work work, UserId person, SessionId session, DateTimeOffset now, CancellationToken cancel)
    {
        var secret = await WriteAsync(work, person, session, now, now + SessionRules.Longest, cancel);
        await TokenRows.EndOldestAsync(work, person, Client, Kinds, SessionsKept, now, cancel);
        return secret;
    }

    /// <summary>Another secret for the caller's session, who has just shown who they are; the session ends no later for it.</summary>
    internal static async Task<ConsoleSecret?> RenewAsync(CallerTurn turn, CancellationToken cancel)
    {
        var ends = await turn.Work.FirstAsync(
            "update session set expires_at = least(expires_at, $2) where token_hash = $1 and revoked_at is null and expires_at > $3 returning issued_at",
            row => row.GetFieldValue<DateTimeOffset>(0),
            [turn.By.CredentialHash, turn.Now + FormerLife, turn.Now],
            cancel
        );
        return ends == default
            ? null
            : await WriteAsync(turn.Work, turn.By.User!.Value, turn.By.Session, turn.Now, await EndOfAsync(turn, cancel), cancel);
    }

    /// <summary>Twelve hours from the log-in, which is the first secret of the session.</summary>
    private static async Task<DateTimeOffset> EndOfAsync(CallerTurn turn, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            "select min(issued_at) from session where session_id = $1",
            row => row.GetFieldValue<DateTimeOffset>(0),
            [turn.By.Session.Value],
            cancel
        ) + SessionRules.Longest;

    private static async Task<ConsoleSecret> WriteAsync(
        Work work,
        UserId person,
        SessionId session,
        DateTimeOffset now,
        DateTimeOffset ends,
        CancellationToken cancel
    )
    {
        var secret = new ConsoleSecret(SecretMaker.Base62(SecretLength));
        var token = new NewToken(secret.Secret, session, SessionKind.ConsoleSession, person, Client, ends)
        {
            IdlesAt = now + SessionRules.Idle,
            ProvenAt = now,
        };
        await TokenRows.WriteAsync(work, token, now, cancel);
        return secret;
    }
}
