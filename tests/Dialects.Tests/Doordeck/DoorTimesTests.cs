using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks.Settings;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>
/// How long doors stay open and when, and when they may be opened: what signed operations do to that (doordeck.md 8.5, 10.16), by what is shown next (9.1).
/// </summary>
public sealed class DoorTimesTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    private const string V2 = "application/vnd.doordeck.api-v2+json,application/json";
    private const string Shop =
        """{"start":"08:00","end":"18:00","timezone":"Europe/London","days":["MONDAY","FRIDAY"],"exceptions":["2026-12-25"]}""";
    private const string Bar = """{"start":"19:00","end":"23:30","timezone":"Asia/Tokyo","days":["SATURDAY"],"exceptions":[]}""";

    private string Door => house.FrontDoor;

    /// <summary>The null trap: a null beside a number says nothing, a null alone takes the hours away.</summary>
    [Theory]
    [InlineData("""{"unlockDuration":7}""", 7, Shop)]
    [InlineData("""{"unlockDuration":7.0,"unlockBetween":null}""", 7, Shop)]
    [InlineData("""{"unlockDuration":7.25,"unlockBetween":null}""", 7.25, Shop)]
    [InlineData("""{"unlockDuration":1}""", 1, Shop)]
    [InlineData("""{"unlockDuration":60.0}""", 60, Shop)]
    [InlineData($$"""{"unlockDuration":7,"unlockBetween":{{Bar}}}""", 7, Bar)]
    [InlineData($$"""{"unlockDuration":null,"unlockBetween":{{Bar}}}""", 30, Bar)]
    [InlineData($$"""{"unlockBetween":{{Bar}}}""", 30, Bar)]
    [InlineData("""{"unlockDuration":null,"unlockBetween":null}""", 30, null)]
    [InlineData("""{"unlockBetween":null}""", 30, null)]
    public async Task What_was_set_is_shown_and_the_rest_is_as_it_was(string members, double unlockTime, string? hours)
    {
        await GivenAsync();
        Assert.Equal(200, await SetAsync(house.Desk, Door, members));

        Assert.Equal((unlockTime, hours), await ShownAsync(Door));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"unlockDuration":null}""")]
    [InlineData("""{"unlockDuration":0}""")]
    [InlineData("""{"unlockDuration":0.99}""")]
    [InlineData("""{"unlockDuration":60.01}""")]
    [InlineData($$"""{"unlockDuration":61,"unlockBetween":{{Bar}}}""")]
    [InlineData("""{"unlockDuration":7,"unlockBetween":{"start":"08:00","end":"18:00","timezone":"Europe/London","days":[]}}""")]
    public async Task What_asks_for_nothing_or_for_what_cannot_be_is_refused_and_changes_nothing(string members)
    {
        await GivenAsync();
        Assert.Equal(400, await SetAsync(house.Desk, Door, members));

        Assert.Equal((30, Shop), await ShownAsync(Door));
    }

    [Theory]
    [InlineData("""{"start":"08:00","end":"18:00","timezone":"UTC","days":["SUNDAY"]}""")]
    [InlineData("""{"start":"08:00","end":"18:00","timezone":"UTC","days":["SUNDAY"],"exceptions":null}""")]
    public async Task Exceptions_that_were_not_given_are_shown_as_an_empty_list(string hours)
    {
        Assert.Equal(200, await SetAsync(house.Desk, Door, $$"""{"unlockBetween":{{hours}}}"""));

        var (_, shown) = await ShownAsync(Door);
        Assert.Equal("""{"start":"08:00","end":"18:00","timezone":"UTC","days":["SUNDAY"],"exceptions":[]}""", shown);
    }

    [Fact]
    public async Task Of_several_hours_that_another_wire_set_the_first_is_shown()
    {
        WantedHours wanted = new([new LocalWindow(WeekDays.All, 480, 540), new LocalWindow(WeekDays.All, 600, 660)], OpensByItself: true);
        var tenants = await house.RowsAsync("select home_tenant_id from app_user where display_name = 'Desk'", row => row.GetGuid(0));
        var set = await house
            .Server.Services.GetRequiredService<SetOpenHours>()
            .RunAsync(
                Caller.Server(new TenantId(tenants[0])),
                new WireId(WireIdKind.LockUuid, Door),
                wanted,
                Carriage.Link,
                TestContext.Current.CancellationToken
            );
        Assert.Null(set.Error);

        var shown = JsonNode.Parse((await ShownAsync(Door)).Hours!)!;
        Assert.Equal(("08:00", "09:00"), ((string?)shown["start"], (string?)shown["end"]));
    }

    /// <summary>Nothing leads to it, so nothing would come of a setting.</summary>
    [Theory]
    [InlineData("""{"unlockDuration":7}""")]
    [InlineData($$"""{"unlockBetween":{{Bar}}}""")]
    public async Task A_lock_that_cannot_is_not_set_and_does_not_say_that_it_can(string members)
    {
        var shed = (await house.RowsAsync(IdOfShed, row => row.GetString(0)))[0];

        Assert.Equal(400, await SetAsync(house.Desk, shed, members));

        Assert.Equal((0, null), await ShownAsync(shed));
        var able = (await house.Desk.GetAsync($"/device/{shed}"))["settings"]!["capabilities"]!.AsObject();
        Assert.DoesNotContain(able, one => one.Key is "CONFIGURABLE_UNLOCK_DURATION" or "OPEN_HOURS");
    }

    [Fact]
    public async Task Who_changed_a_setting_is_told_in_the_trail_and_who_may_not_as_rejected()
    {
        using var guest = await house.PersonAsync("settings@example.com");
        await house.ShareAsync(Door, guest);
        await GivenAsync();
        Assert.Equal((house.Desk.UserId, false), await NewestAsync("SETTING_CHANGED"));

        Assert.Equal(403, await SetAsync(guest, Door, """{"unlockDuration":9}"""));

        Assert.Equal((guest.UserId, true), await NewestAsync("SETTING_CHANGED"));
        Assert.Equal((30, Shop), await ShownAsync(Door));
    }

    /// <summary>9.1: administrators are not exempt.</summary>
    [Fact]
    public async Task Outside_the_hours_of_use_nobody_opens_and_the_trail_tells_that_they_were_rejected()
    {
        using var guest = await house.PersonAsync("hours@example.com");
        await house.ShareAsync(Door, guest);

        await UsableAsync(daysFromNow: [3]);
        foreach (var phone in new[] { house.Desk, guest })
        {
            Assert.Equal(403, await ExecuteAsync(phone, Door, DoordeckPhone.Unlock()));
            Assert.Equal((phone.UserId, true), await NewestAsync("DOOR_UNLOCK"));
        }

        await UsableAsync(daysFromNow: [-1, 0, 1]);
        Assert.Equal(200, await ExecuteAsync(guest, Door, DoordeckPhone.Unlock()));
        Assert.Equal((guest.UserId, false), await NewestAsync("DOOR_UNLOCK"));
        await UsableAsync(daysFromNow: []);
    }

    /// <summary>The lock was told nothing of times: it stays open until somebody locks it.</summary>
    [Fact]
    public async Task A_lock_that_counts_no_time_by_itself_is_locked_after_the_duration_that_was_asked_for()
    {
        var office = house.Locks["Office"];
        var row = $"lock_id = (select row_id from public_id where kind = {(int)WireIdKind.LockUuid} and wire_id = '{office}')";
        await house.CountAsync($"update smart_lock set capabilities = capabilities & ~{(int)Capabilities.AutoLock} where {row} returning 1::bigint");
        var unlock = DoordeckPhone.Unlock();
        unlock["duration"] = 1;

        Assert.Equal((0, null), await ShownAsync(office));
        Assert.Equal(200, await ExecuteAsync(house.Desk, office, unlock));

        // Not asked over the wire, which counts calls.
        await Poll.UntilAsync(async () => await house.CountAsync($"select bolt::bigint from smart_lock where {row}") is [(long)BoltState.Locked]);
        Assert.True((bool)(await house.Desk.GetAsync($"/device/{office}"))["state"]!["locked"]!);
    }

    private const string IdOfShed =
        "select p.wire_id from smart_lock l join public_id p on p.tenant_id = l.tenant_id and p.row_id = l.lock_id and p.kind = 20 where l.name = 'Shed'";

    private async Task GivenAsync() => Assert.Equal(200, await SetAsync(house.Desk, Door, $$"""{"unlockDuration":30,"unlockBetween":{{Shop}}}"""));

    private static Task<int> SetAsync(DoordeckPhone by, string smartLock, string members)
    {
        var operation = JsonNode.Parse(members)!.AsObject();
        operation.Insert(0, "type", "MUTATE_SETTING");
        return ExecuteAsync(by, smartLock, operation);
    }

    private static async Task<int> ExecuteAsync(DoordeckPhone by, string smartLock, JsonObject operation) =>
        (await DoordeckHouse.ReadAsync(await by.ExecuteAsync(smartLock, operation))).Status;

    private async Task<(double UnlockTime, string? Hours)> ShownAsync(string smartLock)
    {
        var settings = (await house.Desk.GetAsync($"/device/{smartLock}"))["settings"]!;
        return ((double)settings["unlockTime"]!, settings["unlockBetweenWindow"]?.ToJsonString());
    }

    /// <summary>Who did the last one of a type at the front door, and whether they were rejected.</summary>
    private async Task<(string? By, bool IsRejected)> NewestAsync(string type)
    {
        var trail = (await house.Desk.GetAsync($"/device/{Door}/log", V2)).AsArray();
        var newest = trail.First(row => (string?)row!["type"] == type)!;
        return ((string?)newest["issuer"]!["userId"], (bool)newest["rejected"]!);
    }

    /// <summary>The front door on whole days alone; on all of them where none is named.</summary>
    private async Task UsableAsync(int[] daysFromNow)
    {
        var now = TimeProvider.System.GetUtcNow();
        var windows = daysFromNow.Select(days => new JsonObject
        {
            ["start"] = "00:00",
            ["end"] = "00:00",
            ["timezone"] = "UTC",
            ["days"] = new JsonArray($"{now.AddDays(days).DayOfWeek}".ToUpperInvariant()),
        });
        var body = new JsonObject
        {
            ["settings"] = new JsonObject { ["usageRequirements"] = new JsonObject { ["time"] = new JsonArray([.. windows]) } },
        };
        Assert.Equal(200, (await DoordeckHouse.ReadAsync(await house.Desk.SendAsync(HttpMethod.Put, $"/device/{Door}", body))).Status);
    }
}
