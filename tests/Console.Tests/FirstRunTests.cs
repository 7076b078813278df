using System.Text.RegularExpressions;
using Latchwork.Testing;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>From an empty folder to the first door that opened.</summary>
public sealed partial class FirstRunTests : IClassFixture<Chromium>
{
    private readonly Chromium chromium;

    public FirstRunTests(Chromium chromium) => this.chromium = chromium;

    [Fact]
    public async Task The_address_that_the_server_prints_leads_from_the_token_to_a_door_that_opens()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.UntilPrintedAsync("/console/set-up#token=");
        var token = Token().Match(server.Output).Groups["token"].Value;
        await using var visit = await Visit.BeginAsync(chromium.Browser, server.BaseUrl);
        await visit.GoAsync($"set-up#token={token}");
        // Whoever looks over a shoulder sees no token in the address.
        await Assertions.Expect(visit.Page).ToHaveURLAsync(SetUpAddress());

        await LookTests.CheckAsync(visit, "set-up");
        await visit.Field("Name of your organisation").FillAsync("Harbour House");
        await visit.Field("Your e-mail, telephone (with +) or a plain name").FillAsync("ada@example.com");
        await visit.Field("Your name").FillAsync("Ada");
        await visit.Field("Password").FillAsync("too short");
        await visit.Button("Create").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("6 characters more.").First).ToBeVisibleAsync();
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Create").ClickAsync();

        await Assertions.Expect(visit.Heading("Your API key")).ToBeVisibleAsync();
        await LookTests.CheckAsync(visit, picture: null);
        await visit.Button("I have kept it, or do not need it").ClickAsync();

        // The owner needs a second factor (CO-1).
        await Assertions.Expect(visit.Button("Set up an app")).ToBeVisibleAsync();
        await LookTests.CheckAsync(visit, "set-up-factor");
        await visit.Button("Set up an app").ClickAsync();
        var secret = await visit.Page.GetByText(Secret()).InnerTextAsync();
        await LookTests.CheckAsync(visit, picture: null);
        await visit.Field("Code").FillAsync(Visit.CodeOf(secret.Trim()));
        await visit.Button("Turn on").ClickAsync();
        await visit.Button("I have kept them").ClickAsync();

        await Assertions.Expect(visit.Field("Address")).ToBeEnabledAsync();
        await LookTests.CheckAsync(visit, "set-up-link");
        await visit.Field("Address").FillAsync("simulator:demo?travel=0");
        await visit.Button("Connect").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { NameRegex = LocksAreHere() })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Front door" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Front door" }).GetByText("Unlocked", new() { Exact = true }))
            .ToBeVisibleAsync();

        await LookTests.CheckAsync(visit, "set-up-locks");

        await visit.Button("Go to your doors").ClickAsync();
        await Assertions.Expect(visit.Door("Front door")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>Whoever opens the console by itself, and types the token.</summary>
    [Fact]
    public async Task A_set_up_that_begins_at_the_front_page_shows_its_key_as_well()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.UntilPrintedAsync("/console/set-up#token=");
        await using var visit = await Visit.BeginAsync(chromium.Browser, server.BaseUrl);
        await visit.GoAsync("doors");
        await visit.Field("Set-up token").FillAsync(Token().Match(server.Output).Groups["token"].Value);
        await visit.Field("Name of your organisation").FillAsync("Harbour House");
        await visit.Field("Your e-mail, telephone (with +) or a plain name").FillAsync("ada@example.com");
        await visit.Field("Your name").FillAsync("Ada");
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Create").ClickAsync();
        await Assertions.Expect(visit.Heading("Your API key")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>By name, as the printed address is: passkeys are for one.</summary>
    [Fact]
    public async Task Whoever_sets_the_server_up_can_have_a_passkey_as_their_second_factor()
    {
        await using var server = await ServerProcess.StartAsync();
        await server.UntilPrintedAsync("/console/set-up#token=");
        await using var visit = await Visit.BeginAsync(chromium.Browser, server.BaseUrl);
        await visit.HasDeviceAsync();
        await visit.GoAsync($"set-up#token={Token().Match(server.Output).Groups["token"].Value}");
        await visit.Field("Name of your organisation").FillAsync("Harbour House");
        await visit.Field("Your e-mail, telephone (with +) or a plain name").FillAsync("ada@example.com");
        await visit.Field("Your name").FillAsync("Ada");
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Create").ClickAsync();
        await visit.Button("I have kept it, or do not need it").ClickAsync();

        await visit.Button("Add a passkey").ClickAsync();
        await visit.Field("Name of the passkey").FillAsync("Laptop");
        await visit.Button("Make the passkey").ClickAsync();
        await visit.Button("I have kept them").ClickAsync();
        await Assertions.Expect(visit.Heading("Connect your first locks")).ToBeVisibleAsync();
        await visit.Button("Skip").ClickAsync();

        await visit.LogOutAsync("Owner");
        await visit.Button("Log in with a passkey").ClickAsync();
        await Assertions.Expect(visit.Heading("Doors")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [GeneratedRegex("/console/set-up$", RegexOptions.None, 1000)]
    private static partial Regex SetUpAddress();

    [GeneratedRegex("locks are here", RegexOptions.None, 1000)]
    private static partial Regex LocksAreHere();

    [GeneratedRegex("#token=(?<token>[A-Z0-9-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("^ *[A-Z2-7]{32} *$", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
