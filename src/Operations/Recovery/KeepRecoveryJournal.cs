using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Recovery;

public sealed class RecoveryOptions
{
    public const string Section = "Recovery";

    /// <summary>Where the journal is kept; null: <c>recovery</c> in the data folder. Another disk than the database's is worth most.</summary>
    public string? Folder { get; set; }

    /// <summary>How long it is kept. A backup that is older cannot be brought up to what was taken away since.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(35);
}

/// <summary>
/// Brings what must hold after a restore out of the database (FS-6): rights that were taken away, requests that count once, and the events. A batch is on the
/// disk before it is forgotten in the database, so a crash between the two writes it again. One node at a time does so, in its own folder.
/// </summary>
public sealed class KeepRecoveryJournal : IDisposable
{
    private const int AtOnce = 2000;
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private readonly AccessDb db;
    private readonly RecoveryFolder folder;
    private readonly RecoveryOptions options;
    private readonly TimeProvider clock;
    private DateTimeOffset prunedAt;

    internal KeepRecoveryJournal(AccessDb db, RecoveryOptions options, TimeProvider clock) =>
        (this.db, folder, this.options, this.clock) = (db, new RecoveryFolder(options.Folder!), options, clock);

    /// <summary>All there is; at once again where a batch was full.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (await TakeAsync(isEnd: false, cancel)) { }

        Prune();
    }

    /// <summary>
    /// The last batch of a run, once nothing is written any more. Where no other node is at work it says that this is all, and a restore need not take the worst for granted.
    /// </summary>
    /// <returns>Why the journal has no end; null where it has one, or another node goes on with it.</returns>
    public async Task<string?> CloseAsync(CancellationToken cancel)
    {
        try
        {
            while (await TakeAsync(isEnd: false, cancel)) { }

            await TakeAsync(isEnd: true, cancel);
            return null;
        }
        catch (Exception broken) when (broken is NpgsqlException or IOException or OperationCanceledException)
        {
            return broken.Message;
        }
        finally
        {
            folder.Close();
        }
    }

    public void Dispose() => folder.Dispose();

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> TakeAsync(bool isEnd, CancellationToken cancel)
    {
        var grown = await db.ListAsync(TenantSet.None, DueSql, GrownList.Read, [AtOnce], cancel);
        await using var work = await db.BeginAsync(new TenantSet(grown.Select(list => list.Tenant)), cancel);
        if (!await ClusterLock.TryTakeAsync(work, ClusterLock.Recovery, cancel))
        {
            return false;
        }

        var taken = await work.ListAsync(EntriesSql, Taken.Read, [AtOnce], cancel);
        var events = await EventsAsync(work, grown, cancel);
        if (isEnd ? await OthersAreAtWorkAsync(work, cancel) : taken.Count == 0 && events.Count == 0)
        {
            return false;
        }

        var mark = await work.FirstAsync(RecoveryMark.Sql, RecoveryMark.Read, [], cancel);
        var number = mark.Batch + 1;
        folder.Append(new RecoveryBatch(mark.Journal, number, clock.Now(), isEnd, taken.ConvertAll(one => one.Entry), events));
        await ForgetAsync(work, number, taken, events, cancel);
        await work.CommitAsync(cancel);
        return taken.Count == AtOnce || events.Count == AtOnce;
    }

    private static async Task<List<ListedEvent>> EventsAsync(Work work, List<GrownList> grown, CancellationToken cancel)
    {
        var events = new List<ListedEvent>();
        foreach (var list in grown)
        {
            object[] place = [list.Tenant.Value, list.ComeTo, list.End, AtOnce - events.Count];
            events.AddRange(await work.ListAsync(EventsSql, ReadEvent, place, cancel));
            if (events.Count == AtOnce)
            {
                break;
            }
        }

        return events;
    }

    private static Task ForgetAsync(Work work, long number, List<Taken> taken, List<ListedEvent> events, CancellationToken cancel)
    {
        var places = events.GroupBy(one => one.Tenant).Select(list => (Tenant: list.Key, Sequence: list.Max(one => one.Sequence))).ToList();
        work.DoLater("delete from recovery_entry where entry_id = any ($1)", taken.Select(one => one.Id).ToArray());
        work.DoLater(
            """
            insert into recovery_place (tenant_id, sequence) select * from unnest($1::uuid[], $2::bigint[])
            on conflict (tenant_id) do update set sequence = greatest(recovery_place.sequence, excluded.sequence)
            """,
            places.Select(place => place.Tenant).ToArray(),
            places.Select(place => place.Sequence).ToArray()
        );
        work.DoLater("update recovery_mark set batch = $1", number);
        return work.DoWaitingAsync(cancel);
    }

    private static Task<bool> OthersAreAtWorkAsync(Work work, CancellationToken cancel) =>
        work.FirstAsync(
            "select exists (select from node where stopped_at is null and seen_at > clock_timestamp() - interval '1 minute')",
            row => row.GetBoolean(0),
            [],
            cancel
        );

    private void Prune()
    {
        var now = clock.Now();
        if (now - prunedAt < PruneEvery || !Directory.Exists(options.Folder))
        {
            return;
        }

        prunedAt = now;
        folder.Prune(now - options.KeepFor);
    }

    private sealed record GrownList(TenantId Tenant, long ComeTo, long End)
    {
        public static GrownList Read(NpgsqlDataReader row) => new(new TenantId(row.GetGuid(0)), row.GetInt64(1), row.GetInt64(2));
    }

    private sealed record Taken(long Id, RecoveryEntry Entry)
    {
        public static Taken Read(NpgsqlDataReader row) =>
            new(
                row.GetInt64(0),
                new RecoveryEntry(row.GetString(1), (RowAct)row.GetInt16(2), Json(row.GetString(3)), row.GetText(4) is { } noted ? Json(noted) : null)
            );

        private static JsonElement Json(string text) => JsonElement.Parse(text);
    }

    private static ListedEvent ReadEvent(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));

    private const string DueSql = "select tenant_id, come_to, sequence from latchwork_recovery_due($1)";

    private const string EntriesSql = "select entry_id, subject, act, row_key::text, noted::text from recovery_entry order by entry_id limit $1";

    private const string EventsSql = """
        select tenant_id, sequence, hash, bytes from audit_event
        where tenant_id = $1 and sequence > $2 and sequence <= $3 order by sequence limit $4
        """;
}
