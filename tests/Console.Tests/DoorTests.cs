using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>The list of doors and the page of one, with simulated locks.</summary>
public sealed class DoorTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_door_is_unlocked_and_its_outcome_is_told_as_the_lock_confirms_it()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors");
        await visit.Door("Front door").ClickAsync();
        await visit.Button("Unlock").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The lock confirmed: it is unlocked.")).ToBeVisibleAsync();
        await visit.Button("Lock").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The lock confirmed: it is locked.")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>Without a reload.</summary>
    [Fact]
    public async Task What_another_does_at_a_door_is_seen_as_it_happens()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors");
        await Assertions.Expect(visit.Page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync();
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/unlock");
        await Assertions.Expect(visit.Door("Office").GetByText("Unlocked", new() { Exact = true })).ToBeVisibleAsync();
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/lock");
        await Assertions.Expect(visit.Door("Office").GetByText("Locked", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_search_shows_what_it_finds_and_says_when_that_is_nothing()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("gate");
        await Assertions.Expect(visit.Door("Front door")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Door("Back gate")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("no such door");
        await Assertions.Expect(visit.Page.GetByText("No lock is like that")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>What a role may not do is not offered, and why is said.</summary>
    [Theory]
    [InlineData("auditor", false)]
    [InlineData("integrator", false)]
    [InlineData("operator", true)]
    public async Task Each_role_is_offered_what_it_may_do_at_a_door(string role, bool mayUnlock)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("doors");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await visit.Door("Front door").ClickAsync();
        await Assertions.Expect(visit.Heading("Front door")).ToBeVisibleAsync();
        var unlock = visit.Button("Unlock");
        if (mayUnlock)
        {
            await Assertions.Expect(unlock).ToBeEnabledAsync();
        }
        else
        {
            await Assertions.Expect(unlock).ToBeDisabledAsync();
            await Assertions.Expect(visit.Page.GetByText("does not allow this").First).ToBeVisibleAsync();
        }

        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task The_live_view_comes_back_after_a_restart_of_the_server_and_shows_what_happened_meanwhile()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors");
        await Assertions.Expect(visit.Page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync();
        await house.RestartAsync();
        await Assertions.Expect(visit.Page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync();
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/unlock");
        Assert.Equal("", string.Join('\n', visit.Faults));
        await Assertions.Expect(visit.Door("Office").GetByText("Unlocked", new() { Exact = true })).ToBeVisibleAsync();
    }
}
