using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Testing.Keyvox;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Clients of the wires: made, rolled, ruled and ended at the console, and tried against the wires themselves.</summary>
public sealed class IntegrationTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_key_pair_is_made_and_rolled_and_its_former_secret_is_refused_at_once()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("integrations");
        await ChooseAsync(visit, "KEYVOX key pair");
        await visit.Field("Name").FillAsync("Night desk");
        await visit.Radio("Any address").ClickAsync();
        await visit.Button("Make credentials").ClickAsync();
        var made = new KeyvoxKey(await visit.ShownAsync("API key"), await visit.ShownAsync("Secret"));
        await Assertions.Expect(visit.Button("Done")).ToBeDisabledAsync();
        await visit.KeepAsync();
        Assert.Equal(HttpStatusCode.OK, await SignedAsync(made));

        await visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Night desk" }).ClickAsync();
        await visit.Button("New secret…").ClickAsync();
        await visit.ChooseAsync("The former secret holds", "No longer: it ends at once");
        await visit.Button("Make a new secret").ClickAsync();
        var next = made with { Secret = await visit.ShownAsync("Secret") };
        await visit.KeepAsync();

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await SignedAsync(made), await SignedAsync(next)));
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_former_secret_that_holds_for_a_while_is_told_of()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("integrations");
        await ChooseAsync(visit, "Latchwork key");
        await visit.Field("Name").FillAsync("Report");
        await visit.Button("Only look").ClickAsync();
        await visit.Button("Make credentials").ClickAsync();
        var first = await visit.ShownAsync("Secret");
        await visit.KeepAsync();
        await visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Report" }).ClickAsync();
        await visit.Button("New secret…").ClickAsync();
        await visit.Button("Make a new secret").ClickAsync();
        var second = await visit.ShownAsync("Secret");
        await visit.KeepAsync();

        await Assertions.Expect(visit.Page.GetByText("The former secret holds until")).ToBeVisibleAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await BearerAsync(first), await BearerAsync(second)));

        await visit.Button("End this client…").ClickAsync();
        await visit.Button("End it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Ended. Nothing takes its credentials any more.")).ToBeVisibleAsync();
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await BearerAsync(first), await BearerAsync(second)));
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task The_addresses_of_a_pair_are_checked_before_they_are_sent_and_hold_once_they_are_saved()
    {
        var made = await house.AskAsync(HttpMethod.Post, "/api/v1/hmac-keys", new { name = "Lobby", anyAddress = true });
        var pair = new KeyvoxKey((string)made["key"]!, (string)made["secret"]!);
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync($"integrations/keyvox/{made["id"]}");
        await visit.Radio("The addresses below alone").ClickAsync();
        await visit.Field("Addresses").FillAsync("203.0.113.7/24");
        await Assertions.Expect(visit.Page.GetByText("is not the first address of its range")).ToBeVisibleAsync();
        await visit.Field("Addresses").FillAsync("203.0.113.0/24");
        await visit.Button("Save").First.ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Saved.")).ToBeVisibleAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await SignedAsync(pair));
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Ones_own_Sifely_key_is_made_once_and_replaced()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("integrations");
        await ChooseAsync(visit, "Sifely account");
        await visit.Button("Make my key").ClickAsync();
        var key = await visit.ShownAsync("API key");
        await visit.KeepAsync();

        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", key);
        var answer = JsonNode.Parse(await http.GetStringAsync("/v3/lock/list?pageNo=1&pageSize=20"))!;
        Assert.NotEmpty(answer["list"]!.AsArray());
        Assert.Empty(visit.Faults);
    }

    /// <summary>Without the right there is neither a line in the menu nor a page.</summary>
    [Theory]
    [InlineData("operator", false, false)]
    [InlineData("integrator", true, false)]
    [InlineData("auditor", true, true)]
    public async Task Each_role_sees_what_it_may(string role, bool seesArea, bool seesClients)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("integrations");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Areas" }).GetByRole(AriaRole.Link, new() { Name = "Integrations" }))
            .ToHaveCountAsync(seesArea ? 1 : 0);
        await Assertions
            .Expect(
                visit
                    .Heading(
                        seesClients ? "Clients"
                        : seesArea ? "Webhooks"
                        : "There is no such page"
                    )
                    .First
            )
            .ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Connect a program")).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    private static async Task ChooseAsync(Visit visit, string program)
    {
        await visit.Button("Connect a program").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).Locator("label").Filter(new() { HasText = program }).ClickAsync();
        await visit.Button("Continue").ClickAsync();
    }

    private async Task<HttpStatusCode> SignedAsync(KeyvoxKey key)
    {
        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        using var request = key.Request("/v1/getLocks", "{}", TimeProvider.System.GetUtcNow());
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> BearerAsync(string key)
    {
        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await http.GetAsync("/api/v1/locks?limit=1");
        return answer.StatusCode;
    }
}
