using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Groups of doors: made, filled, used to find doors and to give access, and deleted.</summary>
public sealed partial class GroupTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_group_is_made_and_filled_and_narrows_the_list_of_doors()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Groups", Exact = true }).ClickAsync();
        await MakeAsync(visit, "Ways in");
        await PutInAsync(visit, "Front door", "Office");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Show in the list of doors" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("2 found", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Door("Front door")).ToBeVisibleAsync();
        await visit.ChooseAsync("Group", "All groups");
        await Assertions.Expect(visit.Page.GetByText("2 found", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_door_is_taken_out_and_a_group_renamed_and_deleted()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors/groups");
        await MakeAsync(visit, "Cellar");
        await PutInAsync(visit, "Front door");
        await visit.Button("Take Front door out").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("No door is in it yet")).ToBeVisibleAsync();

        await visit.Button("Rename").ClickAsync();
        await visit.Field("Name").FillAsync("Lower ground");
        await visit.Button("Save").ClickAsync();
        await Assertions.Expect(visit.Heading("Lower ground")).ToBeVisibleAsync();

        await visit.Button("Delete…").ClickAsync();
        await visit.Button("Delete it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Deleted.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Heading("Groups of doors")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasTextRegex = NameOfIt() })).ToHaveCountAsync(0);
        var left = (await house.AskAsync(HttpMethod.Get, "/api/v1/lock-groups"))["items"]!.AsArray();
        Assert.DoesNotContain(left, group => NameOfIt().IsMatch((string)group!["name"]!));
        Assert.Empty(visit.Faults);
    }

    /// <summary>What is given are grants to the doors that are in it now.</summary>
    [Fact]
    public async Task Access_to_a_group_is_access_to_each_of_its_doors()
    {
        var made = (string)(await house.AskAsync(HttpMethod.Post, "/api/v1/lock-groups", new { name = "Cleaning" }))["id"]!;
        var doors = (await house.AskAsync(HttpMethod.Get, "/api/v1/locks?limit=2"))["items"]!.AsArray().Select(one => (string)one!["id"]!).ToArray();
        await house.AskAsync(HttpMethod.Post, $"/api/v1/lock-groups/{made}/locks", new { add = doors });
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/access");
        await visit.Button("Give access").First.ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Somebody else, by e-mail" }).ClickAsync();
        await dialog.GetByLabel("E-mail address").FillAsync("cleaner@example.com");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "All doors of a group" }).FillAsync("Clean");
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = "Cleaning" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("2 doors", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Give access" }).ClickAsync();

        await Assertions.Expect(dialog).ToBeHiddenAsync();
        var grants = (await house.AskAsync(HttpMethod.Get, "/api/v1/grants?limit=200"))["items"]!.AsArray();
        var given = grants.Where(one => (string?)one!["userLogin"] == "cleaner@example.com").Select(one => (string)one!["lockId"]!);
        Assert.Equal(doors.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
        Assert.Empty(visit.Faults);
    }

    /// <summary>An operator finds doors by groups, and makes none.</summary>
    [Fact]
    public async Task Who_may_not_change_doors_sees_groups_and_changes_none()
    {
        var mail = await house.InviteAsync("operator");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("doors/groups");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Heading("Groups of doors")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("New group")).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    private static async Task MakeAsync(Visit visit, string name)
    {
        await visit.Button("New group").ClickAsync();
        await visit.Field("Name").FillAsync(name);
        await visit.Button("Make it").ClickAsync();
        await Assertions.Expect(visit.Heading(name)).ToBeVisibleAsync();
    }

    private static async Task PutInAsync(Visit visit, params string[] doors)
    {
        await visit.Button("Put doors in").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        foreach (var door in doors)
        {
            await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Doors" }).FillAsync(door);
            await visit.Page.GetByRole(AriaRole.Option, new() { Name = door }).First.ClickAsync();
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = doors.Length == 1 ? "Put 1 door in" : $"Put {doors.Length} doors in" }).ClickAsync();
        await Assertions.Expect(visit.Button($"Take {doors[0]} out")).ToBeVisibleAsync();
    }

    [GeneratedRegex("Cellar|Lower ground", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfIt();
}
