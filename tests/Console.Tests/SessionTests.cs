using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>CO-1, CO-4, as people see them.</summary>
public sealed class SessionTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_session_that_was_ended_leads_to_the_log_in_and_from_there_back_to_the_same_page()
    {
        var mail = await house.InviteAsync("operator");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("events");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Heading("Events")).ToBeVisibleAsync();

        // As after half an hour: the server knows the session no more. The live view hears it by itself.
        await house.EndSessionsAsync();
        await Assertions.Expect(visit.Page.GetByText("You were logged out because your session ended")).ToBeVisibleAsync();
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Heading("Events")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>CO-4: what was asked is done once they have shown who they are, without being asked again.</summary>
    [Fact]
    public async Task An_export_some_minutes_after_the_log_in_asks_once_more_who_it_is_and_is_then_done()
    {
        var mail = await house.InviteAsync("auditor");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("events");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await house.ForgetProofsAsync();

        await visit.Button("Export").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "As a table (CSV)" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync("not this one at all");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("wrong")).ToBeVisibleAsync();

        await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoHouse.Password);
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync());
        Assert.Equal("events.csv", file.SuggestedFilename);
        Assert.Contains("lock.created", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);
        Assert.Empty(visit.Faults);
    }

    /// <summary>CO-4, as the organisation asks for it.</summary>
    [Fact]
    public async Task Where_the_organisation_asks_for_it_a_door_opens_once_they_have_shown_again_who_they_are()
    {
        await using (var owner = await house.OperatorAsync())
        {
            await owner.GoAsync("operations/organisation");
            await owner.Page.GetByText("Ask once more who it is").ClickAsync();
            await owner.Button("Save").ClickAsync();
            await Assertions.Expect(owner.Page.GetByText("Saved.")).ToBeVisibleAsync();
            Assert.Empty(owner.Faults);
        }

        try
        {
            var mail = await house.InviteAsync("operator");
            await using var visit = await house.VisitAsync();
            await visit.GoAsync("doors");
            await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
            await visit.Door("Front door").ClickAsync();
            await house.ForgetProofsAsync();
            await visit.Button("Unlock").ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(DemoHouse.Password);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("The lock confirmed: it is unlocked.")).ToBeVisibleAsync();
            Assert.Empty(visit.Faults);
        }
        finally
        {
            await house.AskAsync(HttpMethod.Patch, "/api/v1/tenant", new { asksBeforeOpening = false });
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_nothing_else()
    {
        await using var visit = await house.VisitAsync();
        await visit.GoAsync();
        await visit.Field("E-mail, telephone or name").FillAsync((string)house.Operator["email"]!);
        await visit.Field("Password").FillAsync("not this one at all");
        await visit.Button("Log in").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("wrong", new() { Exact = false })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Log_out_is_told_and_the_doors_are_gone()
    {
        var mail = await house.InviteAsync("auditor");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync();
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await visit.Page.GetByRole(AriaRole.Button).Filter(new() { HasText = "Auditor" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("You are logged out.")).ToBeVisibleAsync();
        await visit.GoAsync("doors");
        await Assertions.Expect(visit.Heading("Log in to your doors")).ToBeVisibleAsync();
    }
}
