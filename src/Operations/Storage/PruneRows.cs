using System.ComponentModel.DataAnnotations;
using Latchwork.Domain;
using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Storage;

public sealed class PruneOptions
{
    /// <summary>How long commands to devices are kept after their end. The audit keeps what they did.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepCommands { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long sessions and signing keys are kept after they expired or were ended, certificates after the end of theirs or of their key, and counts of
    /// failed log-ins after the last one. Ended sessions of applications' tokens at least as long as such a token lives.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepSessions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long single readings of batteries are kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepReadings { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long webhooks that were delivered or withdrawn are kept, with their tries. Parked ones are kept until they are replayed.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepDeliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long it is remembered that a message was sent or given up, without what it said or to whom; and invitations and codes after their end. A day
    /// of them is counted.
    /// </summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepMessages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a node that stopped or fell silent is remembered, if no link names it as its last holder, and the marks of its Journal.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepNodes { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Deletes rows that nobody asks for any more, in small transactions. The audit is none of them.</summary>
public sealed class PruneRows
{
    private const int AtOnce = 2000;

    private readonly AccessDb db;
    private readonly PruneOptions options;
    private readonly TimeProvider clock;

    internal PruneRows(AccessDb db, PruneOptions options, TimeProvider clock) => (this.db, this.options, this.clock) = (db, options, clock);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        await RepeatAsync("select latchwork_prune_commands($1, $2)", now - options.KeepCommands, cancel);
        await RepeatAsync(Delete("request_once", "until < $1"), now, cancel);
        await RepeatAsync(Delete("passkey_challenge", "valid_until < $1"), now, cancel);
        await RepeatAsync(
            Delete("throttle", "window_from < $1 and (blocked_until is null or blocked_until < $1)"),
            now - options.KeepSessions,
            cancel
        );
        await PruneSessionsAsync(now, cancel);
        await RepeatAsync(Delete("leaf_certificate", "ends_at < $1"), now - options.KeepSessions, cancel);
        await RepeatAsync(
            Delete("leaf_certificate", "key_id in (select k.key_id from signing_key k where k.revoked_at < $1)"),
            now - options.KeepSessions,
            cancel
        );
        // One that was not revoked stays, however long ago it was certified: its phone needs no second factor again (doordeck.md 7).
        await RepeatAsync(
            Delete("signing_key", "revoked_at < $1 and not exists (select from leaf_certificate c where c.key_id = signing_key.key_id)"),
            now - options.KeepSessions,
            cancel
        );
        await RepeatAsync("select latchwork_prune_readings($1, $2)", now - options.KeepReadings, cancel);
        await RepeatAsync("select latchwork_prune_deliveries($1, $2)", now - options.KeepDeliveries, cancel);
        await RepeatAsync("select latchwork_prune_notifications($1, $2)", now - options.KeepMessages, cancel);
        await RepeatAsync("select latchwork_prune_alerts($1, $2)", now - options.KeepMessages, cancel);
        await RepeatAsync("select latchwork_prune_codes($1, $2)", now - options.KeepMessages, cancel);
        await RepeatAsync("select latchwork_prune_invitations($1, $2)", now - options.KeepMessages, cancel);
        await RepeatAsync(
            Delete("node", "seen_at < $1 and not exists (select from link_lease l where l.node_id = node.node_id)"),
            now - options.KeepNodes,
            cancel
        );
        await RepeatAsync(Delete("journal_mark", "written_at < $1"), now - options.KeepNodes, cancel);
    }

    /// <summary>
    /// Where an application's token was ended, its row says so of every token that the end was for: it stays until the last of these has expired, however
    /// short it lived itself.
    /// </summary>
    private async Task PruneSessionsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var isEndedToken = $"kind = {(int)SessionKind.ApplicationToken} and revoked_at is not null";
        await RepeatAsync(Delete("session", $"expires_at < $1 and not ({isEndedToken})"), now - options.KeepSessions, cancel);
        await RepeatAsync(Delete("session", $"revoked_at < $1 and not ({isEndedToken})"), now - options.KeepSessions, cancel);
        var kept = options.KeepSessions > TokenChecks.LongestMemory ? options.KeepSessions : TokenChecks.LongestMemory;
        await RepeatAsync(Delete("session", $"revoked_at < $1 and {isEndedToken}"), now - kept, cancel);
    }

    private static string Delete(string table, string where) =>
        $"""
            with gone as (delete from {table} where ctid = any (array(select ctid from {table} where {where} limit $2 for update skip locked)) returning 1)
            select count(*) from gone
            """;

    private async Task RepeatAsync(string sql, DateTimeOffset before, CancellationToken cancel)
    {
        long gone;
        do
        {
            gone = await db.FirstAsync(TenantSet.None, sql, row => row.GetInt64(0), [before, AtOnce], cancel);
        } while (gone == AtOnce);
    }
}
