using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Who belongs to the organisation, and who may open what.</summary>
public sealed class PeopleTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task Access_in_weekly_hours_is_given_and_revoked()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/access");
        await visit.Button("Give access").First.ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Somebody else, by e-mail" }).ClickAsync();
        await dialog.GetByLabel("E-mail address").FillAsync("cleaner@example.com");
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Doors" }).FillAsync("Front");
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = "Front door" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("1 door", new() { Exact = true })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add hours" }).ClickAsync();
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Give access" }).ClickAsync();

        await Assertions.Expect(dialog).ToBeHiddenAsync();
        var row = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Mon Tue Wed Thu Fri 08:00–18:00" });
        await Assertions.Expect(row).ToBeVisibleAsync();
        var grant = (await GrantsAsync()).Single(one => (string?)one!["userLogin"] == "cleaner@example.com")!;
        Assert.Equal(5, grant["hours"]!["windows"]![0]!["days"]!.AsArray().Count);

        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke: ", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(row).ToBeHiddenAsync();
        Assert.DoesNotContain(await GrantsAsync(), one => (string?)one!["userLogin"] == "cleaner@example.com");
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Many_are_invited_at_once_and_a_person_is_switched_off_and_on()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people");
        await visit.Button("Invite").ClickAsync();
        await visit.Field("E-mail addresses").FillAsync("Ada <ada@example.com>; bo@example.com");
        await Assertions.Expect(visit.Page.GetByText("2 addresses")).ToBeVisibleAsync();
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Assertions.Expect(Person(visit, "ada@example.com").GetByText("Invited")).ToBeVisibleAsync();
        await Assertions.Expect(Person(visit, "bo@example.com")).ToBeVisibleAsync();

        var mail = await house.InviteAsync("operator");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(mail);
        await Person(visit, mail).ClickAsync();
        await visit.Button("Switch off").ClickAsync();
        var asked = visit.Page.GetByRole(AriaRole.Alertdialog);
        await Assertions.Expect(asked.GetByText("Codes and cards that they know are the locks’ and still open")).ToBeVisibleAsync();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Switch off" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Switched off", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Button("Switch on").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Switched off", new() { Exact = true })).ToBeHiddenAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>Fingers are put on at the lock: the list says so.</summary>
    [Fact]
    public async Task Fingerprints_of_all_doors_are_listed_and_none_is_made_here()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people/credentials");
        await visit.Tab("Fingerprints").ClickAsync();
        await Assertions.Expect(visit.Heading("No fingerprint")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Nothing enrols a finger from here")).ToBeVisibleAsync();
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_role_is_changed_by_who_shows_anew_who_they_are()
    {
        var mail = await house.InviteAsync("auditor");
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("people");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(mail);
        await Person(visit, mail).ClickAsync();
        await visit.Button("Change role").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("Auditor", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = "Operator" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change role" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.GetByText("Operator", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>In the menu, on the page, and by the API itself.</summary>
    [Theory]
    [InlineData("operator", true, true, false)]
    [InlineData("auditor", true, false, false)]
    [InlineData("integrator", false, false, false)]
    public async Task Each_role_is_refused_what_it_may_not(string role, bool reads, bool gives, bool deals)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("doors");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        var areas = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Areas" });
        await Assertions.Expect(areas.GetByText("People and access")).ToHaveCountAsync(reads ? 1 : 0);
        if (reads)
        {
            await visit.GoAsync("people");
            await Assertions.Expect(visit.Heading("People and access")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Button("Invite")).ToHaveCountAsync(deals ? 1 : 0);
            await visit.GoAsync("people/access");
            await Assertions.Expect(visit.Heading("Access to doors")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Button("Give access")).ToHaveCountAsync(gives ? 1 : 0);
            await visit.GoAsync("people/import");
            await Assertions.Expect(visit.Heading("You may not import")).ToHaveCountAsync(gives ? 0 : 1);
        }
        else
        {
            await visit.GoAsync("people");
            await Assertions.Expect(visit.Heading("There is no such page").First).ToBeVisibleAsync();
        }

        // Whoever may give is told that there is nobody of that name.
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks"))["items"]![0]!["id"]!;
        Assert.Equal(gives ? 404 : 403, await StatusAsync(visit, "grants", $$"""{"lockId":"{{door}}","login":"mallory@example.com"}"""));
        Assert.Equal(403, await StatusAsync(visit, "users", """{"login":"mallory@example.com","role":"owner"}"""));
    }

    /// <summary>As a script in the page would ask.</summary>
    private static Task<int> StatusAsync(Visit visit, string path, string body) =>
        visit.Page.EvaluateAsync<int>(
            """
            async ([path, body]) => {
              const session = await (await fetch('/api/v1/session')).json();
              const headers = { 'Content-Type': 'application/json', 'Latchwork-Antiforgery': session.antiforgery, 'Latchwork-Tenant': session.tenants[0].id };
              return (await fetch(`/api/v1/${path}`, { method: 'POST', headers, body })).status;
            }
            """,
            new[] { path, body }
        );

    private static ILocator Person(Visit visit, string login) => visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = login });

    private async Task<JsonArray> GrantsAsync() => (await house.AskAsync(HttpMethod.Get, "/api/v1/grants?limit=200"))["items"]!.AsArray();
}
