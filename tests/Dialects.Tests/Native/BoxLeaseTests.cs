using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Keyvox;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Links;
using Latchwork.Operations.Lockers;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>Deposits, pick-ups and single openings over HTTP, from the lease to the box that springs open, at a cabinet that senses what is in its boxes.</summary>
public sealed class BoxLeaseTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>, IAsyncLifetime
{
    private const string Scene = "simulator:lockers?travel=0&seed=5";
    private const string Cabinet = "cabinet-1";

    /// <summary>Three boxes in a column.</summary>
    private const int Column = 3;

    private string locker = "";

    public async ValueTask InitializeAsync()
    {
        var request = new PairLinkRequest("simulator", Scene, "Lockers");
        var pair = house.Server.Services.GetRequiredService<PairLink>();
        // For the first test of the class; the others find it there.
        await pair.RunAsync(Caller.Server(house.Tenant), house.Tenant, request, TestContext.Current.CancellationToken);
        await Poll.UntilAsync(async () =>
            (
                locker = await house.OneAsync<string>(
                    $"""
                    select coalesce(max(p.wire_id), '') from locker k join public_id p on p.row_id = k.locker_id and p.kind = {(int)
                        WireIdKind.LockerUuid}
                    join link l on l.tenant_id = k.tenant_id and l.link_id = k.link_id and l.is_online
                    where k.tenant_id = '{house.Tenant.Value}' and k.name = 'Lockers'
                    """
                )
            ).Length > 0
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_deposited_is_picked_up_and_each_code_is_good_for_its_part_alone()
    {
        var deposit = await LeaseAsync("deposit", "00-00", "246813");
        Assert.Equal(("00-00", "246813"), ((string?)deposit["box"], (string?)deposit["digits"]));
        Assert.NotNull(deposit["qr"]);
        // Nothing is in it that could be picked up.
        await RefusedAsync("pickUp", "00-00");

        await ShowAsync("246813", "00-00", opens: true);
        Fill("00-00", BoxContent.Full);
        await UntilStageAsync("00-00", box => ((string?)box["inside"], (string?)box["door"]) == ("full", "closed"));
        await ShowAsync("246813", "00-00", opens: false);
        await TickAsync();
        // Whoever comes for something else finds it taken.
        await RefusedAsync("rental", "00-00");
        await RefusedAsync("deposit", "00-00");

        var pickUp = await LeaseAsync("pickUp", "00-00", "135792");
        Assert.Equal(("ended", "followed"), await StageAsync(deposit));
        Assert.Equal(("inUse", null), await StageAsync(pickUp));
        await ShowAsync("246813", "00-00", opens: false);
        await ShowAsync("135792", "00-00", opens: true);
        Fill("00-00", BoxContent.Empty);

        await UntilEndedAsync(pickUp, "emptied");
        await ShowAsync("135792", "00-00", opens: false);
        await UntilStageAsync("00-00", box => (string?)box["status"] == "free");
    }

    [Fact]
    public async Task A_code_of_one_opening_opens_once_and_gives_the_box_back()
    {
        var once = await LeaseAsync("oneOpening", "00-01", "753190");
        await ShowAsync("753190", "00-01", opens: true);

        await UntilEndedAsync(once, "opened");
        await ShowAsync("753190", "00-01", opens: false);
        Fill("00-01", BoxContent.Empty);
        await UntilStageAsync("00-01", box => (string?)box["status"] == "free");
    }

    /// <summary>A deposit whose box was shut again with nothing in it has not been made yet.</summary>
    [Fact]
    public async Task A_deposit_may_be_tried_again_while_the_box_is_empty()
    {
        var deposit = await LeaseAsync("deposit", "00-02", "864209");
        await ShowAsync("864209", "00-02", opens: true);
        Fill("00-02", BoxContent.Empty);
        await UntilStageAsync("00-02", box => (string?)box["door"] == "closed");

        await ShowAsync("864209", "00-02", opens: true);
        Fill("00-02", BoxContent.Empty);

        Assert.Equal(("inUse", null), await StageAsync(deposit));
    }

    /// <summary>KR-3: that it was shown is recorded. The log tells what was shown at the panel, and never its digits.</summary>
    [Fact]
    public async Task The_code_of_a_box_is_shown_once_more_and_its_log_has_none()
    {
        var lease = await LeaseAsync("rental", "01-00", "918273");
        var reveals = await RevealsAsync();

        var shown = await house.OwnAsync(HttpMethod.Post, $"box-leases/{lease["id"]}/reveal", null, HttpStatusCode.OK);

        Assert.Equal(("918273", (string?)lease["qr"]), ((string?)shown["digits"], (string?)shown["qr"]));
        Assert.Equal(reveals + 1, await RevealsAsync());
        await ShowAsync("918273", "01-00", opens: true);
        var log = await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}/boxes/01-00/events", null, HttpStatusCode.OK);
        var opened = log["items"]!.AsArray().Single(one => (string?)one!["type"] == "box.open")!;
        Assert.Equal(("done", "passcode", "Ada"), ((string?)opened["outcome"], (string?)opened["shown"], (string?)opened["credentialName"]));
        Assert.DoesNotContain("918273", log.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(reveals + 1, await RevealsAsync());
        var older = await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}/boxes/01-00/events?before={opened["id"]}", null, HttpStatusCode.OK);
        Assert.DoesNotContain(older["items"]!.AsArray(), one => (string?)one!["type"] == "box.open");
    }

    /// <summary>Where it is sent somebody says: that is a reveal too.</summary>
    [Fact]
    public async Task The_code_of_a_box_is_sent_to_its_guest_once_more()
    {
        var lease = await LeaseAsync("rental", "01-01", "827364");
        var (reveals, told) = (await RevealsAsync(), await MailsAsync());

        await house.OwnAsync(HttpMethod.Post, $"box-leases/{lease["id"]}/send", """{"email":"ada@guests.example"}""", HttpStatusCode.OK);

        Assert.Equal((reveals + 1, told + 1), (await RevealsAsync(), await MailsAsync()));
    }

    [Fact]
    public async Task Codes_of_boxes_are_shown_sixty_times_an_hour()
    {
        var lease = await LeaseAsync("rental", "01-02", "736455");
        var key = await house.Server.AddKeyAsync(Permission.CredentialsWrite, Permission.PinsReveal);
        for (var shown = 0; shown < 60; shown++)
        {
            Assert.Equal(HttpStatusCode.OK, await RevealAsync(lease, key));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await RevealAsync(lease, key));
    }

    [Fact]
    public async Task What_was_leased_is_counted_in_the_list_and_in_the_use_of_the_day()
    {
        var (before, free) = (await UsedTodayAsync(), (int)(await CountsAsync())["free"]!);
        var lease = await house.OwnAsync(
            HttpMethod.Post,
            $"lockers/{locker}/leases",
            Timed("""{"kind":"rental","startsAt":"{from}","endsAt":"{until}"}"""),
            HttpStatusCode.Created
        );
        var used = await UsedTodayAsync();
        // The box may have been somebody else's today before.
        Assert.Equal(before.Begun + 1, used.Begun);
        Assert.InRange(used.Used, Math.Max(1, before.Used), before.Used + 1);
        Assert.Equal(free - 1, (int)(await CountsAsync())["free"]!);

        await house.OwnAsync(HttpMethod.Delete, $"box-leases/{lease["id"]}", null, HttpStatusCode.OK);

        // Somebody had it today all the same.
        Assert.Equal(used, await UsedTodayAsync());
        Assert.Equal(free, (int)(await CountsAsync())["free"]!);
        var live = await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}/leases?box={lease["box"]}&open=true", null, HttpStatusCode.OK);
        Assert.Empty(live["items"]!.AsArray());
    }

    private async Task<JsonNode> CountsAsync() =>
        (await house.OwnAsync(HttpMethod.Get, "lockers?counts=true", null, HttpStatusCode.OK))["items"]!
            .AsArray()
            .Single(one => (string?)one!["id"] == locker)!["counts"]!;

    private async Task<(int Begun, int Used)> UsedTodayAsync()
    {
        var days = (await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}/usage?days=7", null, HttpStatusCode.OK))["days"]!.AsArray();
        Assert.Equal(7, days.Count);
        return ((int)days[^1]!["begun"]!, (int)days[^1]!["used"]!);
    }

    private async Task<HttpStatusCode> RevealAsync(JsonNode lease, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/box-leases/{lease["id"]}/reveal");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await house.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Task<long> RevealsAsync() =>
        house.OneAsync<long>($"select count(*) from audit_event where kind = {(int)Domain.Audit.AuditKind.CredentialRevealed} and outcome <> 2");

    private Task<long> MailsAsync() => house.OneAsync<long>("select count(*) from notification");

    /// <summary>A box by its size, or any; the kind of everybody else is refused by name.</summary>
    [Theory]
    [InlineData("""{"kind":"hold","startsAt":"{from}","endsAt":"{until}","box":"01-00"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"parcel","startsAt":"{from}","endsAt":"{until}","box":"01-00"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"deposit","startsAt":"{until}","endsAt":"{from}","box":"01-00"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"deposit","startsAt":"{from}","endsAt":"{until}","box":"1"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"kind":"pickUp","startsAt":"{from}","endsAt":"{until}","box":"07-00"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"kind":"oneOpening","startsAt":"{from}","endsAt":"{until}","digits":"12a4"}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_lease_is_refused(string body, HttpStatusCode status) =>
        await house.OwnAsync(HttpMethod.Post, $"lockers/{locker}/leases", Timed(body), status);

    private Task<JsonNode> LeaseAsync(string kind, string box, string digits) =>
        house.OwnAsync(
            HttpMethod.Post,
            $"lockers/{locker}/leases",
            Timed($$"""{"kind":"{{kind}}","box":"{{box}}","startsAt":"{from}","endsAt":"{until}","digits":"{{digits}}","name":"Ada"}"""),
            HttpStatusCode.Created
        );

    private Task<JsonNode> RefusedAsync(string kind, string box) =>
        house.OwnAsync(
            HttpMethod.Post,
            $"lockers/{locker}/leases",
            Timed($$"""{"kind":"{{kind}}","box":"{{box}}","startsAt":"{from}","endsAt":"{until}"}"""),
            HttpStatusCode.Conflict
        );

    /// <summary>Why it ended, where it has.</summary>
    private async Task<(string? Stage, string? Because)> StageAsync(JsonNode lease)
    {
        var listed = await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}/leases", null, HttpStatusCode.OK);
        var one = listed["items"]!.AsArray().Single(item => (string?)item!["id"] == (string?)lease["id"])!;
        return ((string?)one["stage"], (string?)one["because"]);
    }

    /// <summary>As the server does every second: leases hear what became of their boxes.</summary>
    private Task TickAsync() => house.Server.Services.GetRequiredService<LeaseClock>().RunAsync(TestContext.Current.CancellationToken);

    private Task UntilEndedAsync(JsonNode lease, string because) =>
        Poll.UntilAsync(async () =>
        {
            await TickAsync();
            return await StageAsync(lease) == ("ended", because);
        });

    private Task UntilStageAsync(string box, Func<JsonNode, bool> holds) =>
        Poll.UntilAsync(async () =>
        {
            var seen = await house.OwnAsync(HttpMethod.Get, $"lockers/{locker}", null, HttpStatusCode.OK);
            return holds(seen["boxes"]!.AsArray().Single(one => (string?)one!["number"] == box)!);
        });

    /// <summary>At the cabinet's own keypad; a refusal is recorded.</summary>
    private async Task ShowAsync(string digits, string box, bool opens)
    {
        var (opened, ended, refused) = (OpeningsOf(box), await EndsAsync(), await RefusalsAsync());
        Do(new WorldControl.Present(Cabinet, CredentialKind.Passcode, digits));
        await (opens ? Poll.UntilAsync(() => OpeningsOf(box) == opened + 1) : Poll.UntilAsync(async () => await RefusalsAsync() == refused + 1));
        Assert.Equal(opens ? opened + 1 : opened, OpeningsOf(box));
        if (opens)
        {
            await Poll.UntilAsync(async () => await EndsAsync() == ended + 1);
            await UntilStageAsync(box, seen => (string?)seen["door"] == "open");
        }
    }

    /// <summary>Openings whose end is recorded.</summary>
    private Task<long> EndsAsync() =>
        house.OneAsync<long>($"select count(*) from audit_event where kind = {(int)Domain.Audit.AuditKind.OpenBox} and stage = 2");

    private Task<long> RefusalsAsync() =>
        house.OneAsync<long>($"select count(*) from audit_event where kind = {(int)Domain.Audit.AuditKind.PresentCredential} and outcome = 2");

    private int OpeningsOf(string box) => Do(new WorldControl.Look(Cabinet)).Boxes[PositionOf(box) - 1].Openings;

    private void Fill(string box, BoxContent to)
    {
        Do(new WorldControl.FillBox(Cabinet, PositionOf(box), to));
        Do(new WorldControl.MoveDoor(Cabinet, DoorState.Closed, PositionOf(box)));
    }

    private DeviceTruth Do(WorldControl control) =>
        house.Server.Services.GetRequiredService<Domain.Drivers.ILockDriver>() is SimulatorDriver driver
            ? driver.World(Scene).Control(control).Value
            : throw new InvalidOperationException("The doors are not simulated.");

    private static int PositionOf(string box) => BoxNumber.Parse(box).Value is var number ? (number.Cabinet * Column) + number.Box + 1 : 0;

    private static string Timed(string body)
    {
        var now = TimeProvider.System.GetUtcNow();
        return body.Replace("{from}", $"{now:O}", StringComparison.Ordinal).Replace("{until}", $"{now.AddHours(1):O}", StringComparison.Ordinal);
    }
}
