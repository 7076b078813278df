using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Webhooks;

public sealed class DeliveryTests
{
    /// <summary>WH-1, by a computation of our own.</summary>
    [Fact]
    public async Task A_delivery_is_signed_as_Standard_Webhooks_has_it()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var (_, secret) = await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        await house.DrainAsync(house.NewNode());

        var got = Assert.Single(receiver.Received);
        var key = Convert.FromBase64String(secret.Reveal()["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{got.Id}.{got.Headers["webhook-timestamp"]}.{got.Text}");
        Assert.Equal(32, key.Length);
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), got.Headers["webhook-signature"]);
        Assert.Equal(house.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), got.Headers["webhook-timestamp"]);
        Assert.Matches("^msg_[0-9A-Za-z]{24}$", got.Id);
        Assert.Equal("/hook/of-the-house?x=1", got.Path);
        Assert.Equal("1", got.Headers["X-Plain"]);
    }

    /// <summary>AU-1.</summary>
    [Fact]
    public async Task What_is_only_asked_is_never_told()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        var door = await house.AddDoorAsync();
        await house.TellAsync(door, stage: AuditStage.Asked);
        await house.TellAsync(door, stage: AuditStage.Ended);
        await house.DrainAsync(house.NewNode());

        Assert.EndsWith(":1", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_cannot_be_opened_keeps_no_other_back_and_is_parked_in_its_time()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var (broken, _) = await house.AddEndpointAsync(receiver.Url);
        await house.AddEndpointAsync(receiver.Url);
        await house.House.DoAsync("update webhook_endpoint set secret_sealed = '\\x00' where endpoint_id = $1", broken.Id.Value);
        await house.TellAsync(await house.AddDoorAsync());
        var node = house.NewNode();

        await RoundAsync(node);
        Assert.Single(receiver.Received);
        foreach (var pause in house.Format.Schedule.Pauses)
        {
            house.Clock.Advance(pause);
            await RoundAsync(node);
        }

        Assert.Equal(1, await house.CountAsync(3));
        Assert.Single(receiver.Received);
    }

    private static async Task RoundAsync(ServiceProvider node)
    {
        var worker = node.GetRequiredService<DeliveryWorker>();
        await worker.RoundAsync(CancellationToken.None);
        await worker.SettleAsync();
    }

    [Fact]
    public async Task A_failing_delivery_keeps_its_times_and_its_id_is_parked_and_comes_back_when_replayed()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Status500 };
        await using var house = await WebhookHouse.OpenAsync();
        var (key, _) = await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        var node = house.NewNode();
        await house.DrainAsync(node);
        foreach (var pause in house.Format.Schedule.Pauses)
        {
            var before = await house.TriesAsync();
            house.Clock.Advance(pause - TimeSpan.FromSeconds(1));
            await house.DrainAsync(node);
            Assert.Equal(before, await house.TriesAsync());
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await house.DrainAsync(node);
            Assert.Equal(before + 1, await house.TriesAsync());
        }

        Assert.Equal((6, 1), (receiver.Received.Count, await house.CountAsync(state: 3)));
        house.Clock.Advance(TimeSpan.FromDays(365));
        await house.DrainAsync(node);
        Assert.Equal(6, receiver.Received.Count);

        receiver.Behave = () => ReceiverAct.Ok;
        await house.House.DoAsync(
            "update delivery set state = 1, tries = 0, due_at = $2, parked_at = null where endpoint_id = $1 and state = 3",
            key.Id.Value,
            house.Clock.Now()
        );
        await house.DrainAsync(node);
        Assert.Equal(7, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(got => got.Id).Distinct());
        Assert.Equal(1, await house.CountAsync(state: 2));
        Assert.Equal(7L, await house.House.AskAsync<long>("select max(number)::bigint from delivery_attempt"));
    }

    [Fact]
    public async Task Whatever_the_receiver_does_no_event_is_lost_and_repeats_have_the_same_id()
    {
        const int Events = 60;
        var chances = new Seed(7);
        var faults = Enum.GetValues<ReceiverAct>();
        await using var receiver = new WebhookReceiver { Behave = () => chances.Chance(0.5) ? ReceiverAct.Ok : chances.Pick(faults) };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        LockId[] doors = [await house.AddDoorAsync(), await house.AddDoorAsync(), await house.AddDoorAsync()];
        var node = house.NewNode(WebhookHouse.Impatient);
        while (house.Told < Events || await house.CountAsync(state: 1) > 0)
        {
            if (house.Told < Events)
            {
                await house.TellAsync(chances.Pick(doors), chances.Next(4));
            }

            await house.DrainAsync(node);
            house.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var acknowledged = receiver.Received.Where(got => got.IsAcknowledged).ToList();
        var delivered = await IdsAsync(state: 2);
        // What was acknowledged after the node had given up may be parked as well.
        Assert.Equal(house.Told, acknowledged.Select(got => got.Id).Union(await IdsAsync(state: 3)).Count());
        Assert.Empty(delivered.Except(acknowledged.Select(got => got.Id)));
        Assert.Equal(house.Told, delivered.Length + await house.CountAsync(state: 3));
        Assert.All(receiver.Received.GroupBy(NumberOf), of => Assert.Single(of.Select(got => got.Id).Distinct()));
        var tries = receiver.Received.GroupBy(got => got.Id).ToDictionary(of => of.Key, of => of.Count());
        foreach (var door in acknowledged.GroupBy(got => got.Text.Split(':')[0]))
        {
            // Of those that came through in their quick retries, none came before an earlier one of its lock.
            var quick = door.Where(got => tries[got.Id] <= house.Format.Schedule.OrderedTries).Select(NumberOf).ToList();
            Assert.Equal(quick.Order(), quick);
        }

        Task<string[]> IdsAsync(short state) =>
            house.House.AskAsync<string[]>("select coalesce(array_agg(webhook_id), '{}') from delivery where state = $1", state);
    }

    /// <summary>DropAfterHead and HugeAnswer are 2xx; what follows the head is of no interest (WH-4).</summary>
    [Theory]
    [InlineData(ReceiverAct.Ok, 200, 0)]
    [InlineData(ReceiverAct.NoContent, 204, 0)]
    [InlineData(ReceiverAct.Slow, 200, 0)]
    [InlineData(ReceiverAct.DropAfterHead, 200, 0)]
    [InlineData(ReceiverAct.HugeAnswer, 200, 0)]
    [InlineData(ReceiverAct.Status500, 500, 7)]
    [InlineData(ReceiverAct.Redirect, 301, 7)]
    [InlineData(ReceiverAct.Hang, null, 5)]
    [InlineData(ReceiverAct.Reset, null, 6)]
    [InlineData(ReceiverAct.Close, null, 6)]
    [InlineData(ReceiverAct.HugeHead, null, 6)]
    [InlineData(ReceiverAct.Garbage, null, 6)]
    public async Task Of_a_try_its_status_and_class_are_kept(ReceiverAct act, int? status, int failure)
    {
        await using var receiver = new WebhookReceiver { Behave = () => act };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        await house.DrainAsync(house.NewNode(act == ReceiverAct.Hang ? WebhookHouse.Impatient : null));

        Assert.Equal((short)failure, await house.House.AskAsync<short>("select failure from delivery_attempt"));
        Assert.Equal((short)(status ?? 0), await house.House.AskAsync<short>("select coalesce(status, 0::smallint) from delivery_attempt"));
        Assert.Equal(failure == 0 ? 1 : 0, await house.CountAsync(state: 2));
        Assert.DoesNotContain(receiver.Received, got => got.Path.Contains("moved", StringComparison.Ordinal));
        Assert.DoesNotContain(receiver.Received, got => got.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task Later_events_of_a_lock_wait_for_its_quick_retries_and_overtake_it_after_them()
    {
        await using var house = await WebhookHouse.OpenAsync();
        var (first, second) = (await house.AddDoorAsync(), await house.AddDoorAsync());
        // The first event alone is refused, again and again.
        await using var receiver = new WebhookReceiver();
        var poison = "";
        receiver.Behave = () => ReceiverAct.Ok;
        await house.AddEndpointAsync(receiver.Url);
        var node = house.NewNode();
        receiver.Behave = () => ReceiverAct.Status500;
        await house.TellAsync(first);
        await house.DrainAsync(node);
        poison = Assert.Single(receiver.Received).Id;
        await house.TellAsync(first);
        await house.TellAsync(second);

        receiver.Behave = () => ReceiverAct.Ok;
        house.Clock.Advance(TimeSpan.FromSeconds(2));
        await house.DrainAsync(node);
        Assert.Equal(["0", "2"], Numbers(receiver));

        receiver.Behave = () => ReceiverAct.Status500;
        foreach (var pause in house.Format.Schedule.Pauses.Take(2))
        {
            house.Clock.Advance(pause);
            await house.DrainAsync(node);
        }

        Assert.Equal(["0", "2", "0", "0"], Numbers(receiver).Take(4));
        receiver.Behave = () => ReceiverAct.Ok;
        house.Clock.Advance(TimeSpan.FromSeconds(35));
        await house.DrainAsync(node);
        Assert.Equal("1", Numbers(receiver)[^1]);
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        await house.DrainAsync(node);
        Assert.Equal(poison, receiver.Received[^1].Id);
        Assert.Equal(3, await house.CountAsync(state: 2));
    }

    [Fact]
    public async Task After_100_failures_in_a_row_the_endpoint_is_paused_its_owner_told_and_nothing_lost()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Status500 };
        await using var house = await WebhookHouse.OpenAsync(new PlainFormat { EventsPerDelivery = 20 });
        await house.AddEndpointAsync(receiver.Url);
        var door = await house.AddDoorAsync();
        var node = house.NewNode();
        for (var i = 0; i < 2000 && await FailuresAsync() < PauseRule.Usual.Failures; i++)
        {
            await house.TellAsync(door);
            await house.DrainAsync(node);
            house.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        // The pause comes after the failure that asks for it is written.
        await Poll.UntilAsync(async () => await PausedAsync() == 1);
        Assert.Equal(100, receiver.Received.Count);
        Assert.Equal(1L, await house.House.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.WebhookPaused));
        Assert.All(await house.House.VerifyAsync(), report => Assert.True(report.IsSound));

        receiver.Behave = () => ReceiverAct.Ok;
        await house.TellAsync(door, 30);
        house.Clock.Advance(TimeSpan.FromDays(1));
        await house.DrainAsync(node);
        Assert.Equal(100, receiver.Received.Count);

        await house.House.DoAsync("update webhook_endpoint set paused_at = null, paused_because = null, failures = 0, rests_until = null");
        await house.House.DoAsync("update delivery set state = 1, tries = 0, due_at = $1 where state = 3", house.Clock.Now());
        await house.DrainAsync(node);
        var numbers = receiver.Received.Skip(100).SelectMany(got => got.Text.Split(':')[1].Split(',')).Select(int.Parse);
        Assert.Equal(Enumerable.Range(0, house.Told), numbers.Order());

        Task<int> FailuresAsync() => house.House.AskAsync<int>("select failures from webhook_endpoint");

        Task<long> PausedAsync() => house.House.AskAsync<long>("select count(*) from webhook_endpoint where paused_at is not null");
    }

    [Fact]
    public async Task Several_events_of_one_lock_share_a_delivery_and_an_event_is_never_split()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync(new PlainFormat { EventsPerDelivery = 20 });
        await house.AddEndpointAsync(receiver.Url);
        var (first, second) = (await house.AddDoorAsync(), await house.AddDoorAsync());
        await house.TellAsync(first, 25);
        await house.TellAsync(second, 3);
        await house.DrainAsync(house.NewNode());

        Assert.Equal([20, 5, 3], receiver.Received.Select(got => got.Text.Split(',').Length).OrderDescending());
        var of = receiver
            .Received.GroupBy(got => got.Text.Split(':')[0])
            .Select(g => g.SelectMany(got => got.Text.Split(':')[1].Split(',')).Select(int.Parse));
        Assert.All(of, numbers => Assert.Equal(numbers.Order(), numbers));
    }

    [Fact]
    public async Task An_event_that_is_told_later_holds_nobody_back()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url, owner: null, PlainFormat.Bolts, PlainFormat.Tampers);
        var door = await house.AddDoorAsync();
        var node = house.NewNode();
        await house.TellAsync(door, kind: AuditKind.Tampered);
        await house.TellAsync(door);
        await house.DrainAsync(node);
        Assert.Equal(["1"], Numbers(receiver));
        house.Clock.Advance(PlainFormat.TamperDelay);
        await house.DrainAsync(node);
        Assert.Equal(["1", "0"], Numbers(receiver));
    }

    [Fact]
    public async Task With_too_much_waiting_the_place_in_the_list_waits_and_then_goes_on()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Status500 };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        var node = house.NewNode(new WebhookOptions { MostWaiting = 10 });
        var door = await house.AddDoorAsync();
        for (var i = 0; i < 30; i++)
        {
            await house.TellAsync(door);
            await house.DrainAsync(node);
        }

        Assert.Equal(10, await house.CountAsync(state: 1));
        receiver.Behave = () => ReceiverAct.Ok;
        for (var i = 0; i < 10; i++)
        {
            house.Clock.Advance(TimeSpan.FromMinutes(10));
            await house.DrainAsync(node);
        }

        Assert.Equal(30, await house.CountAsync(state: 2));
    }

    /// <summary>Delivered ones go after their time, parked ones stay until they are replayed.</summary>
    [Fact]
    public async Task What_was_delivered_is_deleted_in_time_and_what_is_parked_never()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        await house.TellAsync(await house.AddDoorAsync());
        await house.DrainAsync(house.NewNode());
        await house.House.DoAsync("update delivery set state = 3, parked_at = created_at where sequence = (select min(sequence) from delivery)");
        house.Clock.Advance(TimeSpan.FromDays(31));
        await house.House.Get<PruneRows>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (await house.CountAsync(state: 2), await house.CountAsync(state: 3)));
        Assert.Equal(1, await house.TriesAsync());
    }

    private static string[] Numbers(WebhookReceiver receiver) => [.. receiver.Received.Select(got => got.Text.Split(':')[1])];

    private static int NumberOf(ReceivedWebhook got) => int.Parse(got.Text.Split(':')[1], CultureInfo.InvariantCulture);
}
