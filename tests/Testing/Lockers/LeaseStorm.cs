using System.Collections.Concurrent;
using System.Globalization;
using Latchwork.Domain;
using Npgsql;

namespace Latchwork.Testing.Lockers;

/// <summary>One wish of a storm: a box, or any of a size, for a window.</summary>
/// <param name="Box">Which of the cabinet's boxes, from 0.</param>
/// <param name="AnyOfItsSize">Another one, where that is somebody else's.</param>
/// <param name="Digits">Null for those of the server's making.</param>
public sealed record LeaseWish(int Box, bool AnyOfItsSize, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Digits);

/// <param name="Strange">Refusals that are not "taken", with what was asked.</param>
/// <param name="Overlaps">Pairs of live leases of one box at one time, as the database has them.</param>
/// <param name="SharedCodes">Pairs of live codes of one cabinet with one value at one time.</param>
public sealed record StormReport(int Asked, int Leased, int Taken, IReadOnlyList<string> Strange, long Overlaps, long SharedCodes)
{
    public bool Holds => Strange.Count == 0 && Overlaps == 0 && SharedCodes == 0 && Leased > 0 && Taken > 0;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Asked:N0} asked, {Leased:N0} leased, {Taken:N0} taken, {Strange.Count} strange, {Overlaps} overlaps, {SharedCodes} shared codes. {(Strange.Count > 0 ? Strange[0] : "")}"
        );
}

/// <summary>
/// Very many want few boxes at once, by whatever way and on however many nodes: each is refused or has the box alone. What came of it is asked of the
/// database, past all that decided.
/// </summary>
public static class LeaseStorm
{
    /// <summary>Of the questions afterwards, on a machine that does other things too.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromMinutes(10);

    private static readonly string[] FewDigits = ["258013", "258014", "258015"];

    /// <param name="ask">The refusal, or null where the box was given.</param>
    public static async Task<StormReport> RunAsync(
        int wishes,
        int callers,
        int boxes,
        Seed seed,
        DateTimeOffset now,
        Func<int, LeaseWish, CancellationToken, Task<AccessErrorCode?>> ask,
        string database,
        CancellationToken cancel
    )
    {
        var waiting = new ConcurrentQueue<LeaseWish>(Enumerable.Range(0, wishes).Select(_ => Wish(seed, boxes, now)));
        var (leased, taken, strange) = (0, 0, new ConcurrentQueue<string>());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(() => CallAsync(number), cancel)));
        return new StormReport(
            leased + taken + strange.Count,
            leased,
            taken,
            [.. strange],
            await CountAsync(database, OverlapsSql, cancel),
            await CountAsync(database, SharedCodesSql, cancel)
        );

        async Task CallAsync(int caller)
        {
            while (!cancel.IsCancellationRequested && waiting.TryDequeue(out var wish))
            {
                switch (await ask(caller, wish, cancel))
                {
                    case null:
                        Interlocked.Increment(ref leased);
                        break;
                    case AccessErrorCode.Taken:
                        Interlocked.Increment(ref taken);
                        break;
                    case { } other:
                        strange.Enqueue($"{other} for {wish}");
                        break;
                }
            }
        }
    }

    private static LeaseWish Wish(Seed seed, int boxes, DateTimeOffset now)
    {
        var starts = now.AddMinutes(seed.Next(60 * 24 * 7));
        return new LeaseWish(
            seed.Next(boxes),
            seed.Chance(0.3),
            starts,
            starts.AddMinutes(1 + seed.Next(60 * 12)),
            seed.Chance(0.2) ? seed.Pick(FewDigits) : null
        );
    }

    private static async Task<long> CountAsync(string database, string sql, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = (int)LookLimit.TotalSeconds;
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private const string OverlapsSql = """
        select count(*) from box_lease a join box_lease b on b.tenant_id = a.tenant_id and b.box_id = a.box_id and b.lease_id > a.lease_id
        where a.ended_at is null and b.ended_at is null and a.starts_at < coalesce(b.ends_at, 'infinity') and b.starts_at < coalesce(a.ends_at, 'infinity')
        """;

    private const string SharedCodesSql = """
        select count(*) from box_code a
        join box_code b on b.tenant_id = a.tenant_id and b.locker_id = a.locker_id and b.kind = a.kind and b.value_index = a.value_index
            and b.credential_id > a.credential_id
        where a.ended_at is null and b.ended_at is null and a.during && b.during
        """;
}
