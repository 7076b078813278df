using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Tokens;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Every page, as it looks and as assistive technology sees it: WCAG 2.2 AA by axe-core, in both themes, and at the width of a telephone.</summary>
public sealed class LookTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    /// <summary>Set it to keep new pictures in docs/screens.</summary>
    private const string KeepVariable = "LATCHWORK_SCREENS";

    private static readonly string Axe = File.ReadAllText(Path.Combine(TestPaths.Repository, "console", "node_modules", "axe-core", "axe.min.js"));

    private static readonly string Screens = Path.Combine(TestPaths.Repository, "docs", "screens");

    /// <summary>The name of the picture, where the page is, and the heading that shows that it is there.</summary>
    private static readonly (string Name, string Path, string Heading)[] Pages =
    [
        ("doors", "doors", "Doors"),
        ("door", "doors/{door}", "Front door"),
        ("door-credentials", "doors/{door}/credentials", "Front door"),
        ("door-grants", "doors/{door}/grants", "Front door"),
        ("door-history", "doors/{door}/history", "Front door"),
        ("door-settings", "doors/{door}/settings", "Front door"),
        ("bookings", "bookings", "Bookings"),
        ("booking", "bookings/{stay}", "Ada Lovelace"),
        ("lockers", "lockers", "Lockers"),
        ("locker", "lockers/{locker}", "Parcel lockers"),
        ("locker-box", "lockers/{locker}/00-00", "Parcel lockers"),
        ("people", "people", "People and access"),
        ("person", "people/{person}", "{person}"),
        ("people-access", "people/access", "Access to doors"),
        ("people-credentials", "people/credentials", "Codes and cards"),
        ("people-import", "people/import", "Import people"),
        ("map", "doors/map", "Map of Harbour House"),
        ("events", "events", "Events"),
        ("operations", "operations", "Operations"),
        ("operations-records", "operations/records", "Operations"),
        ("operations-installation", "operations/installation", "Operations"),
        ("clients", "integrations", "Clients"),
        ("client", "integrations/keyvox/{pair}", "Front desk"),
        ("applications", "integrations/applications", "Applications"),
        ("application", "integrations/applications/{application}", "Rooms"),
        ("webhooks", "integrations/webhooks", "Webhooks"),
        ("webhook", "integrations/webhooks/{webhook}", "Alarm desk"),
        ("explorer", "integrations/explorer/keyvox", "API explorer"),
        ("account", "account", "Sign-in security"),
    ];

    public static TheoryData<string, ColorScheme, string, int> Looks { get; } =
        new(
            from look in new[]
            {
                (Theme: ColorScheme.Light, Language: "en", Width: 1280),
                (Theme: ColorScheme.Dark, Language: "en", Width: 1280),
                (Theme: ColorScheme.Light, Language: "en", Width: 360),
                (Theme: ColorScheme.Dark, Language: "ja", Width: 1280),
            }
            from page in Pages
            select (page.Name, look.Theme, look.Language, look.Width)
        );

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_can_be_used_by_everybody(string name, ColorScheme theme, string language, int width)
    {
        var (_, path, heading) = Pages.Single(page => page.Name == name);
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Front"))["items"]![0]!["id"]!;
        await using var visit = await house.OperatorAsync(
            new BrowserNewContextOptions
            {
                Locale = language == "ja" ? "ja-JP" : "en-GB",
                TimezoneId = "Europe/London",
                ColorScheme = theme,
                ViewportSize = new ViewportSize { Width = width, Height = 800 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        var person = (await house.AskAsync(HttpMethod.Get, "/api/v1/users"))["items"]![0]!;
        await visit.GoAsync(
            path.Replace("{door}", door, StringComparison.Ordinal)
                .Replace("{stay}", await FirstAsync("reservations?search=Ada"), StringComparison.Ordinal)
                .Replace("{locker}", await FirstAsync("lockers"), StringComparison.Ordinal)
                .Replace("{pair}", await PairAsync(), StringComparison.Ordinal)
                .Replace("{application}", await ApplicationAsync(), StringComparison.Ordinal)
                .Replace("{webhook}", await WebhookAsync(), StringComparison.Ordinal)
                .Replace("{person}", (string)person["id"]!, StringComparison.Ordinal)
        );
        var title = Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        await (
            language == "en"
                ? title.ToHaveTextAsync(heading.Replace("{person}", (string?)person["name"] ?? (string?)person["login"], StringComparison.Ordinal))
                : title.Not.ToBeEmptyAsync()
        );
        await visit.Page.WaitForLoadStateAsync(LoadState.Load);
        await SettledAsync(visit);

        await KeepAsync(visit, $"{name}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}-{width}");
        Assert.Equal("", await ViolationsAsync(visit));
        Assert.Empty(visit.Faults);
    }

    private async Task<string> FirstAsync(string list) => (string)(await house.AskAsync(HttpMethod.Get, $"/api/v1/{list}"))["items"]![0]!["id"]!;

    [Theory]
    [InlineData(ColorScheme.Light, "en")]
    [InlineData(ColorScheme.Dark, "ja")]
    public async Task The_log_in_can_be_used_by_everybody(ColorScheme theme, string language)
    {
        await using var visit = await house.VisitAsync(
            new BrowserNewContextOptions { Locale = language == "ja" ? "ja-JP" : "en-GB", ColorScheme = theme }
        );
        await visit.GoAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();

        await KeepAsync(visit, $"log-in-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}-1280");
        Assert.Equal("", await ViolationsAsync(visit));
        Assert.Empty(visit.Faults);
    }

    /// <summary>To where nobody listens, with something that waits for it.</summary>
    private async Task<string> WebhookAsync()
    {
        var there = (await house.AskAsync(HttpMethod.Get, "/api/v1/webhooks?limit=200"))["items"]!.AsArray();
        if (there.FirstOrDefault(webhook => (string?)webhook!["name"] == "Alarm desk") is { } known)
        {
            return (string)known["id"]!;
        }

        var made = await house.AskAsync(
            HttpMethod.Post,
            "/api/v1/webhooks",
            new
            {
                name = "Alarm desk",
                format = "latchwork",
                url = "http://127.0.0.1:9/hook",
            }
        );
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/lock");
        return (string)made["id"]!;
    }

    /// <summary>Made on its wire: no key of ours may.</summary>
    private async Task<string> ApplicationAsync()
    {
        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        using var owner = await DoordeckPhone.LogInAsync(http, (string)house.Operator["email"]!, (string)house.Operator["password"]!);
        if ((await owner.GetAsync("/platform/application")).AsArray() is [{ } there, ..])
        {
            return (string)there["applicationId"]!;
        }

        var said = new JsonObject
        {
            ["name"] = "Rooms",
            ["companyName"] = "Harbour Hotels",
            ["mailingAddress"] = "1 Quay Street",
        };
        using var made = await owner.SendAsync(HttpMethod.Post, "/platform/application", said);
        var id = made.EnsureSuccessStatusCode().Headers.Location!.OriginalString.Split('/')[^1];
        using var signer = new TokenSigner("rooms-2026");
        using var key = await owner.SendAsync(HttpMethod.Post, $"/platform/application/{id}/auth/key", signer.Jwk);
        var issuer = new JsonObject { ["url"] = TokenSigner.Issuer };
        using var named = await owner.SendAsync(HttpMethod.Post, $"/platform/application/{id}/auth/issuer", issuer);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (key.StatusCode, named.StatusCode));
        return id;
    }

    private async Task<string> PairAsync()
    {
        var pairs = (await house.AskAsync(HttpMethod.Get, "/api/v1/api-clients?limit=200"))["items"]!.AsArray();
        return (string)
            (
                pairs.FirstOrDefault(client => (string?)client!["name"] == "Front desk")
                ?? await house.AskAsync(HttpMethod.Post, "/api/v1/hmac-keys", new { name = "Front desk", addresses = new[] { "203.0.113.0/24" } })
            )["id"]!;
    }

    /// <summary>What the page asked for is there: nothing is a grey bar any more.</summary>
    private static Task SettledAsync(Visit visit) =>
        visit.Page.WaitForFunctionAsync("() => !document.querySelector('[class*=skeleton], [aria-busy=true]')");

    /// <summary>One line a rule that is not held, with where.</summary>
    internal static async Task<string> ViolationsAsync(Visit visit)
    {
        await visit.Page.EvaluateAsync(Axe);
        var found = await visit.Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)"
        );
        return string.Join('\n', found.EnumerateArray().Select(one => one.GetString()));
    }

    private static async Task KeepAsync(Visit visit, string name)
    {
        if (Environment.GetEnvironmentVariable(KeepVariable) is { Length: > 0 })
        {
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens, $"{name}.png") });
        }
    }
}
