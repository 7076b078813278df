using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Tenants;
using Latchwork.Operations.Webhooks;
using Latchwork.Operations.Webhooks.Maps;
using Latchwork.Testing.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Testing.Webhooks;

/// <summary>What a storm of deliveries came to.</summary>
/// <param name="Posts">That receivers have read to the end.</param>
/// <param name="Repeats">Of events that a receiver had taken before, or had failed to take.</param>
/// <param name="Replayed">Deliveries that were parked, or whose endpoint was paused, and were taken up again by hand.</param>
public sealed record DeliveryReport(
    int Events,
    int Receivers,
    int Posts,
    int Repeats,
    int Kills,
    int Replayed,
    int Rounds,
    int Verified,
    IReadOnlyList<string> Faults
)
{
    public override string ToString() =>
        $"{Events} events to {Receivers} receivers: {Posts} posts, {Verified} verified, {Repeats} repeats, {Kills} kills, {Replayed} taken up by hand, {Rounds} rounds; {Faults.Count} faults"
        + (Faults.Count == 0 ? "" : $": {string.Join("; ", Faults.Take(5))}");
}

/// <summary>
/// Events for receivers of which each fails in a way of its own, two nodes that share the work and are killed now and then, on a clock that stands and is put forward.
/// In the end every event has been taken by every receiver, in order where that was asked for, and always under one id; the public package verifies each post.
/// </summary>
public sealed class DeliveryStorm : IAsyncDisposable
{
    /// <summary>What a receiver does instead of answering well, half of the time.</summary>
    private static readonly ReceiverAct[] Acts =
    [
        ReceiverAct.Slow,
        ReceiverAct.Status500,
        ReceiverAct.Redirect,
        ReceiverAct.Hang,
        ReceiverAct.Reset,
        ReceiverAct.Close,
        ReceiverAct.DropAfterHead,
        ReceiverAct.HugeAnswer,
        ReceiverAct.HugeHead,
        ReceiverAct.Garbage,
        ReceiverAct.Gone,
    ];

    private const int Burst = 25;
    private const double FaultRate = 0.5;

    /// <summary>Of a try; WH-4's own times would make a storm of hours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ShortestStep = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(5);

    private readonly TestDatabase database;
    private readonly byte[] rootKey = RandomNumberGenerator.GetBytes(RootKey.Size);
    private readonly NpgsqlDataSource owner;
    private readonly ShiftedClock clock = new();
    private readonly Seed seed;
    private readonly TestCertificates certificates = new();
    private readonly string authorities = Path.GetTempFileName();
    private readonly List<StormReceiver> receivers = [];
    private readonly List<StormNode> nodes = [];
    private TenantId tenant;
    private int kills;
    private int made;
    private int replayed;
    private int rounds;

    private DeliveryStorm(TestDatabase database, Seed seed) =>
        (this.database, this.seed, owner) = (database, seed, NpgsqlDataSource.Create(database.ConnectionString));

    /// <summary>On a database of its own, whose template the program has prepared.</summary>
    public static async Task<DeliveryReport> RunAsync(int events, int kills, Seed seed)
    {
        await using var storm = new DeliveryStorm(await TestDatabase.CreateAsync(), seed);
        await storm.BuildAsync();
        await storm.BlowAsync(events, kills);
        await storm.CalmAsync();
        return await storm.JudgeAsync(events);
    }

    private async Task BuildAsync()
    {
        clock.Stand();
        await File.WriteAllTextAsync(authorities, certificates.AuthorityPem);
        var first = NewNode();
        var token = await first.Services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        var request = new TenantRequest("House", "Europe/London", "desk@example.com", "Desk", "a long and quiet password");
        var founded = await first.Services.GetRequiredService<CompleteSetUp>().RunAsync(token!, request, default, CancellationToken.None);
        tenant = founded.Value.Tenant;
        foreach (var (number, act) in Acts.Append(ReceiverAct.Ok).Index())
        {
            // The last one shows a certificate that nobody trusts, until it is mended.
            var isSecure = act == ReceiverAct.Ok;
            receivers.Add(
                new StormReceiver(act, FaultRate, seed.Fork($"receiver {number}"), isOrdered: number % 2 == 0, isSecure ? certificates : null)
            );
        }

        foreach (var receiver in receivers)
        {
            await AddAsync(first, receiver);
        }

        NewNode();
    }

    private async Task AddAsync(StormNode node, StormReceiver receiver)
    {
        var request = new WebhookMapRequest($"{receiver.Act}", "latchwork", receiver.Http.Url)
        {
            Events = ["battery.low"],
            Rules = new EndpointRules(receiver.IsOrdered, RetryFor: null),
        };
        var added = await node.Services.GetRequiredService<AddWebhookMap>().RunAsync(Caller.Server(tenant), tenant, request, CancellationToken.None);
        (receiver.Id, receiver.Secret) = (added.Value.Id, added.Value.Made!.Value.Reveal());
    }

    private async Task BlowAsync(int events, int wanted)
    {
        var bursts = (events + Burst - 1) / Burst;
        var killAt = Enumerable.Range(1, wanted).Select(n => n * bursts / (wanted + 1)).ToHashSet();
        for (var burst = 0; burst < bursts; burst++)
        {
            var teller = new EventTeller(nodes[0].Services, tenant);
            await teller.TellAsync(Math.Min(Burst, events - (burst * Burst)), from: burst * Burst);
            if (killAt.Contains(burst))
            {
                await KillAsync(seed.Pick(nodes));
            }

            await RoundAsync();
            clock.Forward(TimeSpan.FromSeconds(seed.Next(10)));
        }
    }

    /// <summary>In the middle of what it does.</summary>
    private async Task KillAsync(StormNode node)
    {
        var round = node.Worker.RoundAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(seed.Next(20)), TimeProvider.System);
        await node.KillAsync(owner);
        nodes.Remove(node);
        kills++;
        NewNode();
        // How it broke is nobody's to hear: it is dead.
        _ = round.ContinueWith(dead => dead.Exception, TaskScheduler.Default);
    }

    private async Task RoundAsync()
    {
        rounds++;
        await Task.WhenAll(nodes.Select(node => node.Worker.RoundAsync(CancellationToken.None)));
        await Task.WhenAll(nodes.Select(node => node.Worker.SettleAsync()));
    }

    /// <summary>Time passes until everything was delivered; in the end the receivers are mended, and their owners take up what was given up.</summary>
    private async Task CalmAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; await LeftAsync() > 0; round++)
        {
            if (TimeProvider.System.GetElapsedTime(began) > GivenUpAfter)
            {
                return;
            }

            var isMended = TimeProvider.System.GetElapsedTime(began) > GivenUpAfter / 3;
            receivers.ForEach(receiver => receiver.Mend(isMended, certificates));
            if (round % 50 == 49)
            {
                await TakeUpAsync();
            }

            await RoundAsync();
            clock.Forward(await UntilNextAsync());
        }
    }

    /// <summary>To the next try that may be made.</summary>
    private async Task<TimeSpan> UntilNextAsync()
    {
        await using var command = owner.CreateCommand(
            """
            select min(greatest(d.due_at, e.rests_until)) from delivery d
            join webhook_endpoint e on e.tenant_id = d.tenant_id and e.endpoint_id = d.endpoint_id and e.paused_at is null where d.state = 1
            """
        );
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        var left = row.IsDBNull(0) ? ShortestStep : row.GetFieldValue<DateTimeOffset>(0) - clock.GetUtcNow();
        return left > ShortestStep ? left : ShortestStep;
    }

    private async Task TakeUpAsync()
    {
        var replay = nodes[0].Services.GetRequiredService<ReplayWebhookMap>();
        foreach (var receiver in receivers)
        {
            var id = Operations.Ids.WireId.Uuid(Operations.Ids.WireIdKind.WebhookUuid, Guid.Parse(receiver.Id));
            replayed += (await replay.RunAsync(Caller.Server(tenant), id, new WebhookReplay(null, null), CancellationToken.None)).Value;
        }

        replayed += await DoAsync(
            "update webhook_endpoint set paused_at = null, paused_because = null, failures = 0, failing_since = null, rests_until = null where paused_at is not null"
        );
    }

    /// <summary>Deliveries that are in no good end, and lists that were not considered whole.</summary>
    private Task<long> LeftAsync() =>
        AskAsync(
            """
            select (select count(*) from delivery where state in (1, 3)) + (
                select count(*) from webhook_cursor c join audit_chain a on a.tenant_id = c.source_tenant_id where a.sequence > c.sequence)
            """
        );

    private async Task<DeliveryReport> JudgeAsync(int events)
    {
        var faults = new List<string>();
        if (await LeftAsync() is var left and > 0)
        {
            faults.Add($"{left} deliveries are left");
        }

        receivers.ForEach(receiver => faults.AddRange(receiver.Judge(events)));
        var (verified, refused, first) = await PublicVerifier.VerifyAsync(
            receivers.SelectMany(receiver => receiver.Http.Received.Select(got => (receiver.Secret, got)))
        );
        if (refused > 0)
        {
            faults.Add($"{refused} posts do not verify: {first}");
        }

        var posts = receivers.Sum(receiver => receiver.Http.Received.Count);
        return new DeliveryReport(events, receivers.Count, posts, posts - (events * receivers.Count), kills, replayed, rounds, verified, faults);
    }

    private StormNode NewNode()
    {
        var options = new WebhookOptions
        {
            AnswerWithin = Patience,
            OpenRanges = { "127.0.0.0/8" },
            Authorities = authorities,
        };
        var node = new StormNode($"storm {++made}", database.ConnectionString, rootKey, clock, options);
        nodes.Add(node);
        return node;
    }

    private async Task<long> AskAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<int> DoAsync(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var receiver in receivers)
        {
            await receiver.Http.DisposeAsync();
        }

        await owner.DisposeAsync();
        certificates.Dispose();
        File.Delete(authorities);
        await database.DisposeAsync();
    }
}
