using System.Collections.Concurrent;
using Latchwork.Domain;
using Latchwork.Operations.Fleet;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Fleet;

public sealed class NodeSignalsTests
{
    private readonly ConcurrentQueue<(SignalTopic Topic, IReadOnlyList<Guid> Ids)> heard = [];
    private readonly ConcurrentQueue<SignalTopic> heardOwn = [];

    [Fact]
    public async Task Other_nodes_hear_what_was_sent_together_at_once_and_the_sender_does_not()
    {
        await using var house = await House.OpenAsync();
        var sender = await StartAsync(house);
        List<Guid> ids = [.. Enumerable.Range(0, 100).Select(_ => NewId())];

        ids.ForEach(id => sender.Send(SignalTopic.Work, id));
        sender.Send(SignalTopic.Ended, ids[0]);
        await Poll.UntilAsync(() => heard.SelectMany(told => told.Ids).Count() >= ids.Count + 1);

        Assert.Equal(ids.Order(), heard.Where(told => told.Topic == SignalTopic.Work).SelectMany(told => told.Ids).Order());
        Assert.Equal([ids[0]], heard.Where(told => told.Topic == SignalTopic.Ended).SelectMany(told => told.Ids));
        // Whatever comes while the first is on its way goes with the second.
        Assert.InRange(heard.Count(told => told.Topic == SignalTopic.Work), 1, 2);
        Assert.Empty(heardOwn);
    }

    [Fact]
    public async Task A_node_whose_connection_broke_hears_again()
    {
        await using var house = await House.OpenAsync();
        var sender = await StartAsync(house);

        await house.DoAsync("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()");
        await Poll.UntilAsync(() =>
        {
            sender.Send(SignalTopic.Work, NewId());
            return !heard.IsEmpty;
        });
    }

    [Fact]
    public async Task A_node_that_is_alone_tells_nobody()
    {
        await using var house = await House.OpenAsync();
        var sender = await StartAsync(house);

        sender.HasOthers = false;
        sender.Send(SignalTopic.Work, NewId());
        sender.HasOthers = true;
        var last = NewId();
        sender.Send(SignalTopic.Work, last);
        await Poll.UntilAsync(() => !heard.IsEmpty);

        Assert.Equal([last], heard.SelectMany(told => told.Ids));
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>Two nodes that listen; answers the first.</summary>
    private async Task<NodeSignals> StartAsync(House house)
    {
        var (sender, other) = (house.Get<NodeSignals>(), house.NewNode().GetRequiredService<NodeSignals>());
        sender.Start(NodeId.New(house.Clock.GetUtcNow()), (topic, _) => heardOwn.Enqueue(topic));
        other.Start(NodeId.New(house.Clock.GetUtcNow()), (topic, ids) => heard.Enqueue((topic, ids)));
        sender.HasOthers = true;
        await Poll.UntilAsync(async () =>
            await house.AskAsync<long>(
                "select count(*) from pg_stat_activity where query like 'listen %' and state = 'idle' and datname = current_database()"
            ) == 2
        );
        return sender;
    }
}
