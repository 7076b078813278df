using Latchwork.Domain;
using Latchwork.Domain.Webhooks;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Webhooks;

/// <summary>Nodes, endpoints and tenants beside each other.</summary>
public sealed class SharedDeliveryTests
{
    [Fact]
    public async Task Two_nodes_share_the_work_and_send_nothing_twice()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Slow };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        var doors = new List<LockId>();
        for (var i = 0; i < 10; i++)
        {
            doors.Add(await house.AddDoorAsync());
        }

        foreach (var door in Enumerable.Repeat(doors, 8).SelectMany(all => all))
        {
            await house.TellAsync(door);
        }

        ServiceProvider[] nodes = [house.NewNode(), house.NewNode()];
        await Task.WhenAll(nodes.Select(node => house.DrainAsync(node)));
        await house.DrainAsync(nodes);

        Assert.Equal(80, receiver.Received.Count);
        Assert.Equal(80, receiver.Received.Select(got => got.Id).Distinct().Count());
        foreach (var of in receiver.Received.GroupBy(got => got.Text.Split(':')[0], got => int.Parse(got.Text.Split(':')[1])))
        {
            Assert.Equal(of.Order(), of);
        }
    }

    /// <summary>Whoever removes an endpoint holds it first and its deliveries after it; the results of attempts wait their turn holding nothing of these.</summary>
    [Fact]
    public async Task Results_of_attempts_and_the_removal_of_their_endpoint_do_not_hold_each_other_up()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        var worker = house.NewNode().GetRequiredService<DeliveryWorker>();
        await using var connection = await house.House.Owner.OpenConnectionAsync();
        await using var removal = await connection.BeginTransactionAsync();
        // Before anything is sent, so that no result is written yet. Deliveries are planned and claimed beside it.
        await DoAsync("select 1 from webhook_endpoint for no key update");

        await worker.RoundAsync(CancellationToken.None);
        var settling = worker.SettleAsync();
        await Poll.UntilAsync(async () => await house.House.WaitingForLocksAsync() == 1);
        await DoAsync("set local lock_timeout = '2s'; update delivery set due_at = due_at");
        await removal.CommitAsync();
        await settling;

        Assert.Equal(1, await house.TriesAsync());

        async Task DoAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, removal);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task What_a_node_that_died_had_claimed_another_sends_under_the_same_id()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Hang };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        var dying = house.NewNode();
        await dying.GetRequiredService<DeliveryWorker>().RoundAsync(CancellationToken.None);
        await Poll.UntilAsync(() => receiver.Received.Count == 1);

        var heir = house.NewNode();
        await house.DrainAsync(heir);
        Assert.Single(receiver.Received);

        // Dead, as the database sees it: the lease is over.
        await house.House.DoAsync("update delivery set claimed_until = clock_timestamp()");
        receiver.Behave = () => ReceiverAct.Ok;
        await house.DrainAsync(heir);

        Assert.Equal(2, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(got => got.Id).Distinct());
        Assert.Equal(1, await house.CountAsync(state: 2));
    }

    [Fact]
    public async Task What_a_node_that_stops_has_under_way_it_gives_back()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Hang };
        await using var house = await WebhookHouse.OpenAsync();
        await house.AddEndpointAsync(receiver.Url);
        await house.TellAsync(await house.AddDoorAsync());
        var stopping = house.NewNode().GetRequiredService<DeliveryWorker>();
        await stopping.RoundAsync(CancellationToken.None);
        await Poll.UntilAsync(() => receiver.Received.Count == 1);
        await stopping.DisposeAsync();

        receiver.Behave = () => ReceiverAct.Ok;
        await house.DrainAsync(house.NewNode());
        Assert.Equal((2, 1), (receiver.Received.Count, await house.TriesAsync()));
        Assert.Equal(1, await house.CountAsync(state: 2));
    }

    /// <summary>So that none is written twice before it is sent; behind what another node has, the schedule decides who may take what.</summary>
    [Fact]
    public async Task Who_plans_for_an_endpoint_that_nobody_else_is_at_has_claimed_it()
    {
        await using var house = await WebhookHouse.OpenAsync();
        var (key, _) = await house.AddEndpointAsync("http://127.0.0.1:1/");
        var door = await house.AddDoorAsync();
        var plan = house.NewNode().GetRequiredService<PlanDeliveries>();

        var first = Assert.Single(await PlanAsync());
        var second = Assert.Single(await PlanAsync(first.Claim));
        await house.House.DoAsync("update delivery set claimed_until = clock_timestamp() where delivery_id = $1", first.Id.Value);
        Assert.Empty(await PlanAsync(first.Claim, second.Claim));
        await house.House.DoAsync("update delivery set claimed_until = clock_timestamp() + interval '1 minute', claim_id = $1", first.Claim.Value);
        Assert.Empty(await PlanAsync(second.Claim));

        Assert.Equal((4, 3), (await house.CountAsync(state: 1), await house.House.AskAsync<long>("select count(claim_id) from delivery")));

        async Task<IReadOnlyList<ClaimedDelivery>> PlanAsync(params ClaimId[] has)
        {
            await house.TellAsync(door);
            var room = new EndpointRoom(key, house.Format.Schedule.OrderedTries, Room: 10, IsInOneLine: false);
            var cursor = Assert.Single(await plan.BehindAsync(CancellationToken.None)).Cursor;
            return (await plan.PlanNewsAsync(cursor, new OwnRoom(room, has, TimeSpan.FromMinutes(1)), CancellationToken.None)).Claimed;
        }
    }

    [Fact]
    public async Task What_is_planned_beyond_the_room_of_its_node_is_for_all()
    {
        await using var house = await WebhookHouse.OpenAsync();
        var (key, _) = await house.AddEndpointAsync("http://127.0.0.1:1/");
        for (var i = 0; i < 5; i++)
        {
            await house.TellAsync(await house.AddDoorAsync());
        }

        var node = house.NewNode();
        var plan = node.GetRequiredService<PlanDeliveries>();
        var cursor = Assert.Single(await plan.BehindAsync(CancellationToken.None)).Cursor;
        var room = new EndpointRoom(key, house.Format.Schedule.OrderedTries, Room: 1, IsInOneLine: false);
        var own = (await plan.PlanNewsAsync(cursor, new OwnRoom(room, [], TimeSpan.FromMinutes(1)), CancellationToken.None)).Claimed;
        var others = await node.GetRequiredService<ClaimDeliveries>().RunAsync([room with { Room = 10 }], CancellationToken.None);

        Assert.Equal(2, own.Count);
        Assert.Equal(3, others.Count);
        Assert.Equal(5, own.Concat(others).Select(one => one.Id).Distinct().Count());
    }

    /// <summary>A failure that comes in late changes nothing; an acknowledgement is true whoever heard it.</summary>
    [Theory]
    [InlineData(DeliveryEvent.Failed, 0, 1)]
    [InlineData(DeliveryEvent.Acknowledged, 1, 0)]
    public async Task Under_a_claim_that_ran_out_only_an_acknowledgement_counts(DeliveryEvent late, long delivered, long waiting)
    {
        await using var house = await WebhookHouse.OpenAsync();
        var (key, _) = await house.AddEndpointAsync("http://127.0.0.1:1/");
        await house.TellAsync(await house.AddDoorAsync());
        var node = house.NewNode();
        await WebhookHouse.PlanAsync(node);
        var claims = node.GetRequiredService<ClaimDeliveries>();
        var room = new EndpointRoom(key, house.Format.Schedule.OrderedTries, 10, IsInOneLine: false);
        var first = Assert.Single(await claims.RunAsync([room], CancellationToken.None));
        Assert.Empty(await claims.RunAsync([room], CancellationToken.None));
        await house.House.DoAsync("update delivery set claimed_until = clock_timestamp()");
        Assert.Single(await claims.RunAsync([room], CancellationToken.None));

        var end = new AttemptEnd(
            first,
            SendingRules.Of(house.Format, default),
            late,
            house.Clock.Now(),
            new(late == DeliveryEvent.Failed ? 500 : 200, default, default)
        );
        await node.GetRequiredService<RecordAttempts>().RunAsync([end], CancellationToken.None);

        Assert.Equal((delivered, waiting), (await house.CountAsync(state: 2), await house.CountAsync(state: 1)));
        Assert.Equal(waiting, await house.House.AskAsync<long>("select count(*) from delivery where claim_id is not null"));
    }

    [Fact]
    public async Task An_endpoint_that_hangs_delays_nobody()
    {
        await using var hanging = new WebhookReceiver { Behave = () => ReceiverAct.Hang };
        await using var healthy = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        for (var i = 0; i < 6; i++)
        {
            await house.AddEndpointAsync(hanging.Url);
        }

        await house.AddEndpointAsync(healthy.Url);
        var doors = new[] { await house.AddDoorAsync(), await house.AddDoorAsync(), await house.AddDoorAsync() };
        foreach (var door in doors)
        {
            await house.TellAsync(door, 10);
        }

        // The hanging ones take up a whole answer's time; places are as many as to be used up by them without a share of one's own.
        var worker = house.NewNode(new WebhookOptions { AtOnce = 12 }).GetRequiredService<DeliveryWorker>();
        await Poll.UntilAsync(
            async () =>
            {
                await worker.RoundAsync(CancellationToken.None);
                return healthy.Received.Count == 30;
            },
            TimeSpan.FromSeconds(8)
        );
        Assert.InRange(hanging.Connections, 1, 6);
    }

    /// <summary>AZ-5, TN-1: by the owner's grant, in whatever tenant, as long as it holds.</summary>
    [Fact]
    public async Task A_person_is_told_of_the_locks_they_own_and_of_none_after_the_grant_is_gone()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var owner = await house.House.AskAsync<Guid>("select user_id from app_user where home_tenant_id = $1", house.House.Tenant.Value);
        var (own, others) = (await house.AddDoorAsync(), await house.AddDoorAsync());
        await house.House.DoAsync("update access_grant set revoked_at = $2 where lock_id = $1", others.Value, house.Clock.Now());
        await house.AddEndpointAsync(receiver.Url, owner);
        var node = house.NewNode();
        await house.TellAsync(own);
        await house.TellAsync(others);
        await house.DrainAsync(node);
        Assert.EndsWith(":0", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);

        // Already planned, not yet sent.
        await house.TellAsync(own);
        await WebhookHouse.PlanAsync(node);
        Assert.Equal(1, await house.CountAsync(state: 1));
        await house.House.DoAsync("update access_grant set revoked_at = $2 where lock_id = $1", own.Value, house.Clock.Now());
        await house.TellAsync(own);
        await house.DrainAsync(node);

        Assert.Single(receiver.Received);
        Assert.Equal((1, 1), (await house.CountAsync(state: 2), await house.CountAsync(state: 4)));
    }

    /// <summary>AZ-5: a guest's ekey told them nothing of others.</summary>
    [Fact]
    public async Task An_owner_who_was_a_guest_before_is_told_of_what_happens_from_the_handing_over_on()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var (desk, heir) = (await house.House.DeskAsync(), await house.House.PersonAsync("heir"));
        var door = await house.AddDoorAsync();
        var number = await house.House.NumberAsync(door);
        await house.House.GivenAsync(desk, number, "heir");
        await house.AddEndpointAsync(receiver.Url, heir.User!.Value.Value);
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.TellAsync(door, 3);
        house.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await house.House.Get<TransferLock>().RunAsync(desk, [number], "heir@example.com", CancellationToken.None)).Error);
        await house.TellAsync(door);
        await house.DrainAsync(house.NewNode());

        Assert.EndsWith(":3", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);
    }

    /// <summary>What the first of them has may be nothing to tell, so that nobody would ask for the next.</summary>
    [Fact]
    public async Task All_lists_of_an_endpoint_are_looked_through_in_one_round()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var other = await house.House.AddTenantAsync("theirs");
        var (key, _) = await house.AddEndpointAsync(receiver.Url);
        await house.House.DoAsync(
            "insert into webhook_cursor (tenant_id, endpoint_id, source_tenant_id, sequence, received_at) values ($1, $2, $3, 0, $4)",
            house.House.Tenant.Value,
            key.Id.Value,
            other.Value,
            house.Clock.Now().AddDays(-1)
        );
        await house.TellAsync(await house.AddDoorAsync());
        var worker = house.NewNode().GetRequiredService<DeliveryWorker>();

        await worker.RoundAsync(CancellationToken.None);
        await worker.SettleAsync();

        Assert.Single(receiver.Received);
    }

    /// <summary>TN-1: a person of one tenant who owns a lock of another.</summary>
    [Fact]
    public async Task The_list_of_another_tenant_is_read_from_the_grant_on_and_for_that_lock_alone()
    {
        await using var receiver = new WebhookReceiver();
        await using var house = await WebhookHouse.OpenAsync();
        var theirs = await house.House.AddTenantAsync("theirs");
        var person = await house.House.AskAsync<Guid>("select user_id from app_user where home_tenant_id = $1", theirs.Value);
        var (given, kept) = (await house.AddDoorAsync(), await house.AddDoorAsync());
        await house.AddEndpointAsync(receiver.Url, person);
        // The endpoint is at home with the person.
        await house.House.DoAsync(
            "update webhook_cursor set source_tenant_id = $1, sequence = (select sequence from audit_chain where tenant_id = $1)",
            theirs.Value
        );
        await house.TellAsync(given);
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.House.DoAsync("update access_grant set user_id = $2, created_at = $3 where lock_id = $1", given.Value, person, house.Clock.Now());
        var node = house.NewNode();
        await house.DrainAsync(node);
        Assert.Empty(receiver.Received);

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        await house.TellAsync(given);
        await house.TellAsync(kept);
        await house.DrainAsync(node);
        Assert.EndsWith(":1", Assert.Single(receiver.Received).Text, StringComparison.Ordinal);
    }

    /// <summary>The statement that claims has the order of the machine.</summary>
    [Fact]
    public async Task Claims_are_what_the_schedule_lets_through()
    {
        var chances = new Seed(11);
        await using var house = await WebhookHouse.OpenAsync();
        var (key, _) = await house.AddEndpointAsync("http://127.0.0.1:1/");
        var doors = new[] { await house.AddDoorAsync(), await house.AddDoorAsync(), await house.AddDoorAsync() };
        for (var i = 0; i < 60; i++)
        {
            await house.TellAsync(chances.Pick(doors));
        }

        var node = house.NewNode();
        await WebhookHouse.PlanAsync(node);
        for (var round = 0; round < 25; round++)
        {
            await house.House.DoAsync("update delivery set claim_id = null, claimed_until = null");
            var allowed = new HashSet<long>();
            var held = new HashSet<LockId>();
            for (var sequence = 0; sequence < 60; sequence++)
            {
                var state = Any(chances, house.Clock.Now());
                var door = new LockId(
                    await house.House.AskAsync<Guid>(
                        """
                        update delivery set state = $2, tries = $3, due_at = $4
                        where delivery_id = (select delivery_id from delivery order by sequence offset $1 limit 1) returning subject_id
                        """,
                        sequence,
                        (short)state.Phase,
                        state.Tries,
                        (object?)state.DueAt ?? DBNull.Value
                    )
                );
                if (state.Phase == DeliveryPhase.Waiting && state.DueAt <= house.Clock.Now() && !held.Contains(door))
                {
                    allowed.Add(sequence);
                }

                // What goes now too has those behind it go after it; anything else keeps them.
                if (DeliverySchedule.HoldsBack(house.Format.Schedule, state, house.Clock.Now()) && state.DueAt > house.Clock.Now())
                {
                    held.Add(door);
                }
            }

            await node.GetRequiredService<ClaimDeliveries>()
                .RunAsync([new EndpointRoom(key, house.Format.Schedule.OrderedTries, 100, IsInOneLine: false)], CancellationToken.None);
            var claimed = await house.House.AskAsync<long[]>(
                "select coalesce(array_agg(n - 1 order by n), '{}') from (select row_number() over (order by sequence) as n, claim_id from delivery) as d where claim_id is not null"
            );
            Assert.Equal(allowed.Order(), claimed);
        }
    }

    private static DeliveryState Any(Seed chances, DateTimeOffset now) =>
        chances.Chance(0.3)
            ? new DeliveryState(chances.Pick([DeliveryPhase.Delivered, DeliveryPhase.Parked, DeliveryPhase.Withdrawn]), 1, null)
            : new DeliveryState(DeliveryPhase.Waiting, chances.Next(6), now.AddSeconds(chances.Next(3) - 1));
}
