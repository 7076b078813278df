using Latchwork.Operations.Storage;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Latchwork.Operations.Tests.Storage;

public sealed class LostCommitTests
{
    /// <summary>AU-1: whatever a broken connection took along, each event is in the chain once.</summary>
    [Theory]
    [InlineData(Loss.OfTheCommit, 1)]
    [InlineData(Loss.OfTheCommit, 8)]
    [InlineData(Loss.OfItsAnswer, 1)]
    [InlineData(Loss.OfItsAnswer, 8)]
    public async Task What_was_committed_and_not_answered_is_answered_and_not_written_again(Loss loss, int callers)
    {
        await using var house = await House.OpenAsync();
        await using var line = new LossyLine(house.ConnectionString);
        var node = house.NewNode(s => s.AddSingleton(_ => NpgsqlDataSource.Create(line.ConnectionString + ";Options=-c role=latchwork_app")));
        var lane = node.GetRequiredService<Journal>().OpenLane(new NotePage());
        var before = await lane.AskAsync(new Note(house.Tenant));

        line.BreakNext(loss);
        var notes = Enumerable.Range(0, callers).Select(_ => lane.AskAsync(new Note(house.Tenant))).ToList();
        await Task.WhenAll(notes).ContinueWith(_ => { }, TaskScheduler.Default);
        var written = notes.Where(note => note.IsCompletedSuccessfully).Select(note => note.Result).Order().ToList();

        Assert.Equal(1, line.Broken);
        Assert.True(loss == Loss.OfTheCommit || written.Count == callers);
        Assert.Equal(Enumerable.Range(1, written.Count).Select(n => before + n), written);
        Assert.Equal(
            before + written.Count,
            await house.AskAsync<long>("select max(sequence) from audit_event where tenant_id = $1", house.Tenant.Value)
        );
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    /// <summary>AU-1: a commit of which nobody can tell is told as an error, and never made again.</summary>
    [Fact]
    public async Task What_may_have_been_committed_is_not_written_again_when_nobody_can_tell()
    {
        await using var house = await House.OpenAsync();
        await using var line = new LossyLine(house.ConnectionString);
        var node = house.NewNode(s => s.AddSingleton(_ => NpgsqlDataSource.Create(line.ConnectionString + ";Options=-c role=latchwork_app")));
        var lane = node.GetRequiredService<Journal>().OpenLane(new NotePage());
        var before = await lane.AskAsync(new Note(house.Tenant));
        await using var elsewhere = await house.HoldChainAsync(house.Tenant);

        // Held back by a node that keeps the chain, they come into one batch.
        var notes = Enumerable.Range(0, 8).Select(_ => lane.AskAsync(new Note(house.Tenant))).ToList();
        await Poll.UntilAsync(async () => await house.WaitingForLocksAsync() == 1, TimeSpan.FromSeconds(30));
        line.BreakForGood();
        await elsewhere.CommitAsync();
        await Assert.ThrowsAsync<CommitUnknownException>(() => Task.WhenAll(notes));
        line.Mend();
        var next = await lane.AskAsync(new Note(house.Tenant));

        Assert.All(notes, note => Assert.IsType<CommitUnknownException>(note.Exception!.InnerException));
        Assert.Equal(before + 9, next);
        Assert.All(await house.VerifyAsync(), report => Assert.True(report.IsSound));
    }
}
