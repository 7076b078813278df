using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Tokens;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Every page, as it looks and as assistive technology sees it: WCAG 2.2 AA by axe-core, in both themes, and at the width of a telephone.</summary>
public sealed partial class LookTests(DemoHouse house) : IClassFixture<DemoHouse>
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
        ("door-credentials", "doors/{used door}/credentials", "Office"),
        ("door-grants", "doors/{door}/grants", "Front door"),
        ("door-history", "doors/{door}/history", "Front door"),
        ("door-settings", "doors/{door}/settings", "Front door"),
        ("groups", "doors/groups", "Groups of doors"),
        ("group", "doors/groups/{group}", "Ground floor"),
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
        ("operations-refusals", "operations/refusals", "Operations"),
        ("operations-organisation", "operations/organisation", "Operations"),
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

    /// <summary>What a page is looked at in, one after the other, without leaving it.</summary>
    private static readonly (string Language, (ColorScheme Theme, int Width)[] Looks)[] Languages =
    [
        ("en", [(ColorScheme.Light, Desk), (ColorScheme.Dark, Desk), (ColorScheme.Light, Telephone)]),
        ("ja", [(ColorScheme.Dark, Desk)]),
    ];

    private const int Desk = 1280;
    private const int Telephone = 360;
    private const int Height = 800;

    public static TheoryData<string, string> All { get; } = new(from one in Languages from page in Pages select (page.Name, one.Language));

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_page_can_be_used_by_everybody(string name, string language)
    {
        var (_, path, heading) = Pages.Single(page => page.Name == name);
        await using var visit = await house.OperatorAsync(
            new BrowserNewContextOptions
            {
                Locale = language == "ja" ? "ja-JP" : "en-GB",
                TimezoneId = "Europe/London",
                ColorScheme = ColorScheme.Light,
                ViewportSize = new ViewportSize { Width = Desk, Height = Height },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await visit.GoAsync(await PlaceAsync(path));
        var title = Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }));
        await (language == "en" ? title.ToHaveTextAsync(heading == "{person}" ? await PersonAsync("name") : heading) : title.Not.ToBeEmptyAsync());
        await visit.Page.WaitForLoadStateAsync(LoadState.Load);
        var found = new List<string>();
        foreach (var (theme, width) in Languages.Single(one => one.Language == language).Looks)
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await visit.Page.SetViewportSizeAsync(width, Height);
            await SettledAsync(visit);
            await KeepAsync(visit, $"{name}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}-{width}");
            if (await ViolationsAsync(visit) is { Length: > 0 } violations)
            {
                found.Add($"{theme}, {width} pixels: {violations}");
            }
        }

        Assert.Equal("", string.Join('\n', found));
        Assert.Empty(visit.Faults);
    }

    /// <summary>Where the page is, with what it is about in the place of the name for it.</summary>
    private async Task<string> PlaceAsync(string path)
    {
        if (PlaceHolder().Match(path) is not { Success: true } about)
        {
            return path;
        }

        var id = about.Value switch
        {
            "{door}" => await FirstAsync("locks?name=Front"),
            "{used door}" => await FirstAsync("locks?name=Office"),
            "{stay}" => await FirstAsync("reservations?search=Ada"),
            "{locker}" => await FirstAsync("lockers"),
            "{pair}" => await PairAsync(),
            "{application}" => await ApplicationAsync(),
            "{group}" => await GroupAsync(),
            "{webhook}" => await WebhookAsync(),
            "{person}" => await PersonAsync("id"),
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "No page is about that."),
        };
        return path.Replace(about.Value, id, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[\w ]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlaceHolder();

    private async Task<string> PersonAsync(string member) => (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/users"))["items"]![0]![member]!;

    private async Task<string> FirstAsync(string list) => (string)(await house.AskAsync(HttpMethod.Get, $"/api/v1/{list}"))["items"]![0]!["id"]!;

    [Theory]
    [InlineData("log-in", "", ColorScheme.Light, "en")]
    [InlineData("log-in", "", ColorScheme.Dark, "ja")]
    [InlineData("forgot", "forgot", ColorScheme.Light, "en")]
    [InlineData("forgot", "forgot", ColorScheme.Dark, "ja")]
    public async Task So_can_a_page_before_the_log_in(string name, string path, ColorScheme theme, string language)
    {
        await using var visit = await house.VisitAsync(
            new BrowserNewContextOptions { Locale = language == "ja" ? "ja-JP" : "en-GB", ColorScheme = theme }
        );
        await visit.GoAsync(path);
        await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();

        await KeepAsync(visit, $"{name}-{(theme == ColorScheme.Dark ? "dark" : "light")}-{language}-1280");
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

    private async Task<string> GroupAsync()
    {
        var there = (await house.AskAsync(HttpMethod.Get, "/api/v1/lock-groups"))["items"]!.AsArray();
        if (there is [{ } known, ..])
        {
            return (string)known["id"]!;
        }

        var made = (string)(await house.AskAsync(HttpMethod.Post, "/api/v1/lock-groups", new { name = "Ground floor" }))["id"]!;
        var doors = new[] { await FirstAsync("locks?name=Front") };
        await house.AskAsync(HttpMethod.Post, $"/api/v1/lock-groups/{made}/locks", new { add = doors });
        return made;
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

    /// <summary>What the page asked for is there: nothing is a grey bar any more. It is asked by the clock, since a page that nobody sees may draw no frames.</summary>
    private static async Task SettledAsync(Visit visit)
    {
        try
        {
            await visit.Page.WaitForFunctionAsync($"() => !document.querySelector(\"{Waiting}\")", arg: null, new() { PollingInterval = 100 });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{visit.Page.Url} waits: {await visit.Page.Locator(Waiting).First.EvaluateAsync<string>("one => one.outerHTML")}");
        }
    }

    private const string Waiting = "[class*=skeleton], [aria-busy=true]";

    /// <summary>
    /// One line a rule that is not held, with where. Left out is what the widgets say aloud and take away by themselves: it names a button that waits, also when that has gone
    /// meanwhile.
    /// </summary>
    internal static async Task<string> ViolationsAsync(Visit visit)
    {
        await visit.Page.EvaluateAsync(Axe);
        var found = await visit.Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run({ exclude: [['[data-live-announcer]']] }, { resultTypes: ['violations'] })).violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)"
        );
        return string.Join('\n', found.EnumerateArray().Select(one => one.GetString()));
    }

    /// <summary>A step on a way that another test goes, as it stands there.</summary>
    /// <param name="picture">Its name; null where it shows a secret.</param>
    internal static async Task CheckAsync(Visit visit, string? picture)
    {
        await SettledAsync(visit);
        if (picture is not null && IsKept)
        {
            await visit.Page.ScreenshotAsync(Picture(visit, $"{picture}-light-en-1280"));
        }

        Assert.Equal("", await ViolationsAsync(visit));
    }

    private static bool IsKept => Environment.GetEnvironmentVariable(KeepVariable) is { Length: > 0 };

    /// <summary>Without the token: no picture has a secret, be it used up.</summary>
    private static PageScreenshotOptions Picture(Visit visit, string name) =>
        new()
        {
            Path = Path.Combine(Screens, $"{name}.png"),
            Mask = [visit.Page.GetByLabel("Set-up token", new() { Exact = true })],
            MaskColor = "#d5d9e2",
        };

    private static async Task KeepAsync(Visit visit, string name)
    {
        if (IsKept)
        {
            // What is drawn and not styled, as the map, is drawn for the look that it is opened in.
            await visit.Page.ReloadAsync();
            await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
            await SettledAsync(visit);
            await visit.Page.ScreenshotAsync(Picture(visit, name));
        }
    }
}
