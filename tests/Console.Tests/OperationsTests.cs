using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Where the installation is looked after, with simulated locks.</summary>
public sealed class OperationsTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    /// <summary>AU-5.</summary>
    [Fact]
    public async Task Records_are_verified_and_what_was_found_is_told()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("events");
        await visit.Button("Verify").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("as they were written.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_link_is_connected_told_with_what_waits_in_front_of_it_and_removed()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("operations");
        await visit.Button("Connect a link").ClickAsync();
        await visit.Field("Address").FillAsync("simulator:lockers");
        await visit.Button("Connect").ClickAsync();
        var link = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "simulator:lockers" });
        await Assertions.Expect(link.GetByText("Online", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(link.GetByText("Nothing waits.")).ToBeVisibleAsync();

        await link.GetByRole(AriaRole.Button, new() { Name = "Remove: Simulated doors" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Nothing is taken off them")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Assertions.Expect(link).ToBeHiddenAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Whoever_looks_after_the_installation_sees_its_nodes_and_its_database_and_is_told_to_make_a_backup()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("operations/installation");
        await Assertions.Expect(visit.Page.GetByText("answers you")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("PostgreSQL", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Heading("No backup was made yet")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>From the form to the mail, and with it to the owner; an address that was mistyped is no dead end.</summary>
    [Fact]
    public async Task An_organisation_is_made_and_comes_to_its_owner()
    {
        var (wrong, right) = ($"wrong-{Guid.CreateVersion7():N}@example.com", $"right-{Guid.CreateVersion7():N}@example.com");
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("operations/installation");
        await visit.Button("New organisation").ClickAsync();
        await visit.Field("Name").FillAsync("Depot");
        await visit.Field("E-mail address of its owner").FillAsync("nobody");
        await visit.Button("Make it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This is no e-mail address.")).ToBeVisibleAsync();
        await visit.Field("E-mail address of its owner").FillAsync(wrong);
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await visit.Button("Make it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("“Depot” is there. Its owner was invited.").First).ToBeVisibleAsync();

        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Depot" });
        await Assertions.Expect(row.GetByText("Waits for its owner")).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Invite its owner…" }).ClickAsync();
        await visit.Field("E-mail address of its owner").FillAsync(right);
        await visit.Button("Invite").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();

        var token = await house.InvitationToAsync(right);
        await house.AskAsync(HttpMethod.Post, "/api/v1/invitations/accept", new { token, password = DemoHouse.Password });
        await visit.Page.ReloadAsync();
        await Assertions.Expect(row).ToBeVisibleAsync();
        await Assertions.Expect(row.GetByText("Waits for its owner")).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    [Theory]
    [InlineData("auditor", false)]
    [InlineData("integrator", true)]
    public async Task Nobody_else_does_and_links_are_for_who_may_connect_them(string role, bool mayConnect)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("operations");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Tab("Records")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Tab("Installation")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("Connect a link")).ToHaveCountAsync(mayConnect ? 1 : 0);
        Assert.Empty(visit.Faults);
    }
}
