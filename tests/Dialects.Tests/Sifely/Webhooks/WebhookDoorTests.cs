using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Dialects.Tests.Scenarios.Sifely;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Webhooks;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Sifely.Webhooks;

/// <summary>From a door that moves to a receiver that was written against the vendor's service.</summary>
public sealed class WebhookDoorTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string FrontDoor = "Front door";
    private const string FrontDoorAddress = "front-door";
    private const string Digits = "730519";

    private readonly CancellationTokenSource stopping = new();
    private readonly WebhookReceiver receiver = new();
    private LiveServer server = null!;
    private SifelyClient client = null!;
    private Task sending = Task.CompletedTask;
    private string key = "";
    private long door;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        client = new SifelyClient(server.Http);
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(client, runner);
        key = await client.LogInAsync();
        var list = JsonNode.Parse((await client.PostAsync("/v3/lock/list", key)).Body)!["list"]!.AsArray();
        door = (long)list.Single(one => (string)one!["lockName"]! == FrontDoor)!["lockId"]!;
        sending = SendAsync(server.Services.GetRequiredService<DeliveryWorker>());
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await sending;
        await server.DisposeAsync();
        await receiver.DisposeAsync();
        stopping.Dispose();
    }

    [Fact]
    public async Task An_unlock_over_the_wire_arrives_as_type_12_within_a_second()
    {
        await SetAsync();
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(200, (await client.PostAsync($"/v3/lock/unlock?lockId={door}", key)).Status);
        await Poll.UntilAsync(() => Records().Any(record => (int)record["recordType"]! == 12));
        var took = TimeProvider.System.GetElapsedTime(began);

        output.WriteLine($"{took.TotalMilliseconds:0} ms from the call to the receiver.");
        var got = Assert.Single(receiver.Received, one => one.Text.Contains("\\\"recordType\\\":12", StringComparison.Ordinal));
        var told = JsonNode.Parse(got.Text)!;
        var record = JsonNode.Parse((string)told["records"]!)![0]!;
        Assert.Equal(
            ("1", door.ToString(CultureInfo.InvariantCulture), LiveServer.Account),
            ((string)told["notifyType"]!, (string)told["lockId"]!, (string)told["admin"]!)
        );
        Assert.Equal((28, 1, LiveServer.Account), ((int)record["recordTypeFromLock"]!, (int)record["success"]!, (string)record["username"]!));
        Assert.Equal((string)told["lockMac"]!, (string)record["lockMac"]!);
    }

    /// <summary>12.4: "a receiver derives state from successful records".</summary>
    [Fact]
    public async Task A_receiver_of_the_vendors_service_follows_the_door()
    {
        await SetAsync();
        var vendor = new VendorReceiver();
        await client.PostAsync($"/v3/lock/unlock?lockId={door}", key);
        await FollowsAsync(vendor, "unlocked");
        await client.PostAsync($"/v3/lock/lock?lockId={door}", key);
        await FollowsAsync(vendor, "locked");
        server.Doors.Control(new WorldControl.TurnBolt(FrontDoorAddress, BoltState.Unlocked));
        await Poll.UntilAsync(() => Records().Any(record => (int)record["recordType"]! == 10));
    }

    [Fact]
    public async Task Digits_are_told_where_the_owner_switched_them_on_and_never_those_of_a_refused_entry()
    {
        await SetAsync();
        await AddPasscodeAsync();
        server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Passcode, Digits));
        await Poll.UntilAsync(() => Entries().Count == 1);
        await SetAsync("&sendsCodes=true");
        server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Passcode, Digits));
        await Poll.UntilAsync(() => Entries().Count == 2);
        server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Passcode, "111222"));
        await Poll.UntilAsync(() => Entries().Count == 3);

        Assert.Equal([(null, 1), (Digits, 1), (null, 0)], Entries().Select(entry => ((string?)entry["keyboardPwd"], (int)entry["success"]!)));
        Assert.Equal("Guest", (string?)Entries()[1]["username"]);
        await ExecuteAsync("update tenant set mask_passcodes = true");
        server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Passcode, Digits));
        await Poll.UntilAsync(() => Entries().Count == 4);
        Assert.Null((string?)Entries()[3]["keyboardPwd"]);
    }

    /// <summary>12.4: like the digits of a code.</summary>
    [Fact]
    public async Task The_number_of_a_card_is_told_where_codes_are()
    {
        await SetAsync("&sendsCodes=true");
        await client.PostAsync($"/v3/identityCard/add?lockId={door}&cardNumber=1723612378&cardName=Guest&startDate=0&endDate=0&addType=2", key);
        server.Doors.Control(new WorldControl.Present(FrontDoorAddress, CredentialKind.Card, "66BC3CDA"));
        await Poll.UntilAsync(() => Records().Any(record => (int)record["recordType"]! == 7));

        var told = Assert.Single(Records(), record => (int)record["recordType"]! == 7);
        Assert.Equal(("1723612378", "Guest"), ((string?)told["keyboardPwd"], (string?)told["username"]));
    }

    [Fact]
    public async Task Gateways_that_go_and_come_are_told_where_that_was_asked_for()
    {
        await SetAsync("&notifyTypes=1,2&format=form");
        server.Doors.Control(new WorldControl.SetLink(false));
        await Poll.UntilAsync(() =>
            receiver.Received.Any(got =>
                got.Text.StartsWith("notifyType=2", StringComparison.Ordinal) && got.Text.Contains("isOnline=0", StringComparison.Ordinal)
            )
        );
        server.Doors.Control(new WorldControl.SetLink(true));
        await Poll.UntilAsync(() =>
            receiver.Received.Any(got =>
                got.Text.StartsWith("notifyType=2", StringComparison.Ordinal) && got.Text.Contains("isOnline=1", StringComparison.Ordinal)
            )
        );
    }

    /// <summary>WH-1: two signatures while a secret is replaced.</summary>
    [Fact]
    public async Task A_replaced_secret_signs_as_well_for_a_while()
    {
        await SetAsync();
        await SetAsync("&secret=correct-horse-battery");
        await client.PostAsync($"/v3/lock/unlock?lockId={door}", key);
        await Poll.UntilAsync(() => receiver.Received.Count > 0);

        Assert.Equal(2, receiver.Received[0].Headers["webhook-signature"].Split(' ').Length);
    }

    private List<JsonNode> Entries() => [.. Records().Where(record => (int)record["recordType"]! == 4)];

    private List<JsonNode> Records() =>
        [
            .. receiver
                .Received.Where(got => got.Text.StartsWith('{'))
                .Select(got => JsonNode.Parse(got.Text)!)
                .Where(told => (string?)told["notifyType"] == "1")
                .SelectMany(told => JsonNode.Parse((string)told["records"]!)!.AsArray().Select(record => record!)),
        ];

    private Task FollowsAsync(VendorReceiver vendor, string state) =>
        Poll.UntilAsync(() =>
        {
            vendor.Take(receiver.Received);
            return vendor.StateOf(door) == state;
        });

    private async Task SetAsync(string more = "")
    {
        var (status, body, _) = await client.PostAsync($"/client/webhook?url={Uri.EscapeDataString(receiver.Url)}{more}", key);
        Assert.True(status == 200, body);
    }

    private async Task AddPasscodeAsync()
    {
        var by = (
            await server.Services.GetRequiredService<Callers>().AuthenticateAsync(key, Domain.Audit.Surface.Sifely, default, CancellationToken.None)
        ).Value;
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockNumber, door.ToString(CultureInfo.InvariantCulture))],
            Digits = PinDigits.Parse(Digits).Value,
            Name = "Guest",
        };
        var made = (await server.Services.GetRequiredService<CreatePasscode>().RunAsync(by, request, CancellationToken.None)).Value;
        await Poll.UntilAsync(async () =>
            await AskAsync<short>($"select evidence from enrollment where enrollment_id = '{made.Enrollments[0].Id.Value}'") >= 3
        );
    }

    private async Task SendAsync(DeliveryWorker worker)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await worker.RunAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private Task ExecuteAsync(string sql) => AskAsync<object>($"with done as ({sql} returning 1) select count(*) from done");
}
