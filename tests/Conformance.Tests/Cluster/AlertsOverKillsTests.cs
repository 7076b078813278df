using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Mail;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>
/// Two servers that tell people what happens at doors, a real mail server, and kills in between. Every door is tampered with once, so that a line of a mail names
/// its event.
/// </summary>
public sealed partial class AlertsOverKillsTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const int DoorsEach = 40;

    /// <summary>So many doors share a subscription: no more than a mail has lines.</summary>
    private const int Together = 8;

    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(60);

    private readonly Seed seed = new(47);

    /// <summary>FS-1. A server is killed at any moment; every third time all are, when a mail was taken and nobody has written that down.</summary>
    [Fact]
    public async Task Whoever_is_killed_every_alert_is_mailed_and_a_repeat_has_the_id_of_the_first()
    {
        await using var sink = new MailSink { IsSecure = false };
        await sink.InitializeAsync();
        Assert.SkipWhen(sink.Missing is not null, sink.Missing ?? "");
        await using var database = await SharedDatabase.StartAsync();
        await using var servers = await TwoServers.StartAsync(database, sink);
        await servers.SetUpAsync();
        await using var street = await TamperedStreet.BuildAsync(database, servers.RootKey, Rounds * DoorsEach);
        await SubscribeAsync(servers, database);

        foreach (var (round, doors) in street.Doors.Chunk(DoorsEach).Index())
        {
            await (round % 3 == 2 ? KillAllAsync(servers, database, sink, street, doors) : KillOneAsync(servers, street, doors));
        }

        await Poll.UntilAsync(() => IsSettledAsync(database), SettlesWithin);
        Judge(await sink.MailsAsync(), street.Doors.Count);
    }

    private static async Task SubscribeAsync(TwoServers servers, SharedDatabase database)
    {
        var doors = await database.ListAsync("select wire_id from public_id where kind = 20 order by wire_id", row => row.GetString(0));
        foreach (var some in doors.Chunk(Together))
        {
            var body = new JsonObject
            {
                ["person"] = House.Login,
                ["topics"] = new JsonArray("tampered"),
                ["lockIds"] = new JsonArray([.. some.Select(id => (JsonNode)id)]),
                ["mostAnHour"] = 60,
            };
            await servers.First.NativeAsync(HttpMethod.Post, "alerts", body);
        }
    }

    private async Task KillOneAsync(TwoServers servers, TamperedStreet street, IReadOnlyList<LockId> doors)
    {
        var happening = street.HappensAsync(doors);
        await Task.Delay(TimeSpan.FromMilliseconds(seed.Next(3000)), TimeProvider.System);
        var isFirst = seed.Chance(0.5);
        await (isFirst ? servers.First : servers.Second).Server.KillAsync();
        await (isFirst ? servers.StartFirstAgainAsync() : servers.StartSecondAgainAsync());
        await happening;
    }

    private static async Task KillAllAsync(
        TwoServers servers,
        SharedDatabase database,
        MailSink sink,
        TamperedStreet street,
        IReadOnlyList<LockId> doors
    )
    {
        var before = (await sink.MailsAsync()).Count;
        await sink.FailAsync(new { hangAtData = 2 });
        var happening = street.HappensAsync(doors);
        await Poll.UntilAsync(async () => (await sink.MailsAsync()).Count >= before + 2);
        await Task.WhenAll(servers.First.Server.KillAsync(), servers.Second.Server.KillAsync());
        await happening;
        // A minute later: what the dead were at is free again.
        await database.DoAsync("update notification set claimed_until = clock_timestamp() where claimed_until is not null");
        await Task.WhenAll(servers.StartFirstAgainAsync(), servers.StartSecondAgainAsync());
    }

    private static async Task<bool> IsSettledAsync(SharedDatabase database) =>
        await database.CountAsync(
            """
            select (select count(*) from alert_item where due_at is not null) + (select count(*) from notification where due_at is not null)
                + (select count(*) from alert_cursor c join audit_chain a on a.tenant_id = c.tenant_id where a.sequence > c.sequence)
            """
        ) == 0;

    private void Judge(IReadOnlyList<SunkMail> mails, int doors)
    {
        var alerts = mails
            .Select(mail => (Id: MessageId().Match(mail.Text).Groups["id"].Value, Doors: DoorsOf(mail)))
            .Where(mail => mail.Doors.Length > 0);
        var sent = alerts.GroupBy(mail => mail.Id, mail => mail.Doors, StringComparer.Ordinal).ToList();
        var told = sent.SelectMany(repeats => repeats.First()).ToList();
        output.WriteLine($"{told.Count} alerts in {sent.Count} mails; {sent.Sum(repeats => repeats.Count()) - sent.Count} repeats.");

        Assert.Equal(Enumerable.Range(1, doors), told.Order());
        Assert.All(sent, repeats => Assert.Single(repeats.Select(lines => string.Join(' ', lines)).Distinct(StringComparer.Ordinal)));
        Assert.True(sent.Count(repeats => repeats.Count() > 1) >= Rounds / 3 * 2, "No kill fell between a mail and its record.");
        Assert.DoesNotContain("", sent.Select(repeats => repeats.Key));
    }

    /// <summary>Those that it tells of; a line may be broken anywhere.</summary>
    private static int[] DoorsOf(SunkMail mail) =>
        [
            .. DoorName()
                .Matches(mail.Text.Replace("=\r\n", "", StringComparison.Ordinal))
                .Select(name => int.Parse(name.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))
                .Distinct()
                .Order(),
        ];

    [GeneratedRegex(@"Door (?<number>\d{3})", RegexOptions.None, 1000)]
    private static partial Regex DoorName();

    [GeneratedRegex(@"^Message-ID: *(?<id>\S+)", RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex MessageId();
}
