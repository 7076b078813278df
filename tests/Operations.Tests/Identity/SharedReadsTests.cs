using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Identity;

public sealed class SharedReadsTests
{
    private static readonly SharedQuestion<DateTimeOffset> When = new(
        "select statement_timestamp() from smart_lock l where l.name <> a.wire_id",
        (row, column) => row.GetFieldValue<DateTimeOffset>(column)
    );

    private static readonly SharedQuestion<int> Breakable = new(
        "select 1 / length(a.wire_id) from smart_lock l where l.name <> a.wire_id",
        (row, column) => row.GetInt32(column)
    );

    [Fact]
    public async Task Callers_who_wait_together_share_a_statement()
    {
        await using var house = await House.OpenAsync();
        await house.AddLockAsync();
        var desk = await house.DeskAsync();

        var answers = await WhileLinesAreBusyAsync(house, desk, () => Enumerable.Range(0, 60).Select(_ => AskAsync(house, When, desk)));

        Assert.InRange(answers.Select(answer => answer.Rows[0]).Distinct().Count(), 1, SharedReads.Lines);
    }

    /// <summary>TN-2.</summary>
    [Fact]
    public async Task Callers_who_ask_together_see_what_is_theirs_and_nothing_else()
    {
        await using var house = await House.OpenAsync();
        await house.AddTenantAsync("heir");
        var (desk, heir) = (await house.DeskAsync(), await house.LogInAsync("heir@example.com"));
        var door = await house.NumberAsync(await house.AddLockAsync());
        var queries = house.Get<LockQueries>();

        var asked = Enumerable.Range(0, 200).Select(n => queries.FindAsync(n % 2 == 0 ? desk : heir, door, CancellationToken.None)).ToList();
        var found = await Task.WhenAll(asked);

        Assert.All(found.Where((_, n) => n % 2 == 0), seen => Assert.Equal("Door", seen.Value.Name));
        Assert.All(found.Where((_, n) => n % 2 == 1), seen => Assert.Equal(AccessErrorCode.NotFound, seen.Error?.Code));
        var rows = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => AskAsync(house, When, n % 2 == 0 ? desk : heir)));
        Assert.Equal([0, 1], rows.Select(answer => answer.Rows.Count).Distinct().Order());
    }

    /// <summary>AZ-5: each in the batch is confirmed for themselves, and again by each batch.</summary>
    [Fact]
    public async Task A_caller_whose_session_ended_is_refused_while_those_beside_them_are_answered()
    {
        await using var house = await House.OpenAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        var (desk, guest) = (await house.DeskAsync(), await house.PersonAsync("guest"));
        var queries = house.Get<LockQueries>();
        await Task.WhenAll(queries.FindAsync(desk, door, CancellationToken.None), queries.FindAsync(guest, door, CancellationToken.None));

        await house.DoAsync("update session set revoked_at = now() where token_hash = $1", guest.CredentialHash);
        var found = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(n => queries.FindAsync(n % 2 == 0 ? desk : guest, door, CancellationToken.None))
        );

        Assert.All(found.Where((_, n) => n % 2 == 0), seen => Assert.Null(seen.Error));
        Assert.All(found.Where((_, n) => n % 2 == 1), seen => Assert.Equal(AccessErrorCode.NotAuthenticated, seen.Error?.Code));
    }

    [Fact]
    public async Task Nobody_fails_for_another()
    {
        await using var house = await House.OpenAsync();
        await house.AddLockAsync();
        var desk = await house.DeskAsync();
        Task<SharedAnswer<int>>? broken = null;

        var answers = await WhileLinesAreBusyAsync(
            house,
            desk,
            () =>
            {
                var good = Enumerable.Range(0, 10).Select(_ => AskAsync(house, Breakable, desk)).ToList();
                broken = AskAsync(house, Breakable, desk, "");
                return good.Concat(Enumerable.Range(0, 10).Select(_ => AskAsync(house, Breakable, desk)));
            }
        );

        Assert.Equal(20, answers.Length);
        Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => broken!)).SqlState);
    }

    [Fact]
    public async Task A_line_that_was_cut_while_nobody_used_it_is_opened_again_unnoticed()
    {
        await using var house = await House.OpenAsync();
        await house.AddLockAsync();
        var desk = await house.DeskAsync();
        await WhileLinesAreBusyAsync<DateTimeOffset>(house, desk, () => [AskAsync(house, When, desk)]);

        await house.AskAsync<long>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync(house, When, desk))), answer => Assert.NotEmpty(answer.Rows));
    }

    /// <summary>Every line stands before a table that somebody holds, until all have asked.</summary>
    private static async Task<SharedAnswer<T>[]> WhileLinesAreBusyAsync<T>(House house, Caller by, Func<IEnumerable<Task<SharedAnswer<T>>>> ask)
    {
        await using var connection = await house.Owner.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table smart_lock in access exclusive mode", connection, held);
        await hold.ExecuteNonQueryAsync();
        for (var line = 1; line <= SharedReads.Lines; line++)
        {
            _ = AskAsync(house, When, by);
            await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == line, TimeSpan.FromSeconds(30));
        }

        var asked = ask().ToList();
        await held.CommitAsync();
        return await Task.WhenAll(asked);
    }

    private static Task<SharedAnswer<T>> AskAsync<T>(House house, SharedQuestion<T> question, Caller by, string id = "any") =>
        house.Get<SharedReads>().AskAsync(question, by, new WireId(WireIdKind.LockNumber, id), CancellationToken.None);
}
