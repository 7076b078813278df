using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class JournalTests
{
    [Fact]
    public async Task Callers_that_wait_together_share_one_commit()
    {
        await using var house = await House.OpenAsync();
        var lane = LaneOf(house);
        await using var elsewhere = await house.HoldChainAsync(house.Tenant);

        var answers = Enumerable.Range(0, 64).Select(_ => lane.AskAsync(new Note(house.Tenant))).ToList();
        await elsewhere.CommitAsync();
        var sequences = await Task.WhenAll(answers);

        // The rows of one transaction carry its number. Whoever came first may have gone into a batch before the others were there.
        Assert.InRange(await house.AskAsync<long>("select count(distinct xmin::text) from audit_event where sequence = any ($1)", sequences), 1, 2);
        Assert.Equal(64, sequences.Distinct().Count());
    }

    [Theory]
    [InlineData(Note.InDecision)]
    [InlineData(Note.InSaving)]
    [InlineData(Note.InDatabase)]
    public async Task Nobody_fails_for_another(string breaks)
    {
        await using var house = await House.OpenAsync();
        var lane = LaneOf(house);
        await using var elsewhere = await house.HoldChainAsync(house.Tenant);

        var good = Enumerable.Range(0, 20).Select(_ => lane.AskAsync(new Note(house.Tenant))).ToList();
        var bad = lane.AskAsync(new Note(house.Tenant, breaks));
        good.AddRange(Enumerable.Range(0, 20).Select(_ => lane.AskAsync(new Note(house.Tenant))));
        await elsewhere.CommitAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        Assert.Equal(40, (await Task.WhenAll(good)).Distinct().Count());
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task Callers_of_a_tenant_that_another_node_holds_wait_and_hold_up_nobody()
    {
        await using var house = await House.OpenAsync();
        var other = await house.AddTenantAsync("other");
        var lane = LaneOf(house);
        await using var elsewhere = await house.HoldChainAsync(house.Tenant);

        var held = Enumerable.Range(0, 5).Select(_ => lane.AskAsync(new Note(house.Tenant))).ToList();
        for (var i = 0; i < 30; i++)
        {
            await lane.AskAsync(new Note(other)).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
            held.Add(lane.AskAsync(new Note(house.Tenant)));
        }

        Assert.DoesNotContain(held, ask => ask.IsCompleted);
        await elsewhere.CommitAsync();
        Assert.Equal(35, (await Task.WhenAll(held)).Distinct().Count());
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task Four_writers_on_two_nodes_leave_chains_without_gaps()
    {
        await using var house = await House.OpenAsync();
        TenantId[] tenants = [house.Tenant, await house.AddTenantAsync("second"), await house.AddTenantAsync("third")];
        JournalLane<Note, object, long>[] lanes = [LaneOf(house), LaneOf(house)];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => WriteAsync(lanes[n % 2], tenants, new Seed((ulong)n))));

        var reports = await house.VerifyAsync();
        Assert.All(reports, report => Assert.True(report.IsSound, string.Join(' ', report.Faults)));
        Assert.True(reports.Sum(report => report.Records) >= 1000);
    }

    [Fact]
    public async Task A_missing_month_is_made_and_the_batch_is_written()
    {
        await using var house = await House.OpenAsync(new Secrets.SettableClock());
        ((Secrets.SettableClock)house.Clock).Advance(TimeSpan.FromDays(100));

        Assert.True(await LaneOf(house).AskAsync(new Note(house.Tenant)) > 0);

        ((Secrets.SettableClock)house.Clock).Advance(TimeSpan.FromDays(100));
        await house.TellAsync(house.Tenant);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task A_connection_that_broke_while_nobody_wrote_is_opened_again_unnoticed(int callers)
    {
        await using var house = await House.OpenAsync();
        var lane = LaneOf(house);
        var first = await lane.AskAsync(new Note(house.Tenant));

        await house.DoAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        var written = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => lane.AskAsync(new Note(house.Tenant))));

        Assert.Equal(Enumerable.Range(1, callers).Select(n => first + n), written.Order());
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task Lanes_may_open_while_others_run()
    {
        await using var house = await House.OpenAsync();
        var journal = house.NewJournal();
        var first = journal.OpenLane(new NotePage());
        var asked = new List<Task<long>>();
        for (var i = 0; i < 200; i++)
        {
            asked.Add(first.AskAsync(new Note(house.Tenant)));
            asked.Add(journal.OpenLane(new NotePage()).AskAsync(new Note(house.Tenant)));
        }

        Assert.Equal(400, (await Task.WhenAll(asked)).Distinct().Count());
    }

    private static JournalLane<Note, object, long> LaneOf(House house) => house.NewJournal().OpenLane(new NotePage());

    private static async Task WriteAsync(JournalLane<Note, object, long> lane, TenantId[] tenants, Seed seed)
    {
        for (var round = 0; round < 50; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lane.AskAsync(new Note(seed.Pick(tenants)))));
        }
    }
}
