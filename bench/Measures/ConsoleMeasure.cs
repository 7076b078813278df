using System.Diagnostics;
using System.Text.Json.Nodes;
using Latchwork.Testing;
using Microsoft.Playwright;
using Npgsql;
using OtpNet;

namespace Latchwork.Bench.Measures;

/// <summary>
/// The console's list of doors in a browser, from nothing kept to the first row with a field that takes keys: with 10,000 locks and 1,000,000 events, against a
/// house that has neither.
/// </summary>
internal static class ConsoleMeasure
{
    private const int Locks = 10_000;
    private const int Events = 1_000_000;

    private const string Browser = "/usr/bin/chromium";

    private static readonly TimeSpan DoorsLimit = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Browser, Args = ["--no-sandbox", "--disable-quic"] }
        );
        await using var full = await HouseAsync(Locks);
        await FillAsync(full, cancel);
        await using var empty = await HouseAsync(1);
        await EmptyAsync(empty, cancel);
        var (fullState, emptyState) = (await LogInAsync(browser, full), await LogInAsync(browser, empty));

        var ratio = new Ratio($"list of doors, {Locks:N0} locks and {Events:N0} events", "the list of a house without any", hold: 1.5);
        // The first of each makes what the browser and both databases keep.
        for (var round = -1; round < effort.Rounds; round++)
        {
            var none = await OpenAsync(browser, empty, emptyState, page => page.GetByRole(AriaRole.Heading, new() { Name = "No locks yet" }));
            var many = await OpenAsync(browser, full, fullState, page => page.GetByRole(AriaRole.Row).Nth(1));
            if (round >= 0)
            {
                ratio.Add(many, none);
            }
        }

        ratio.Print(Console.Out, "ms", isCost: true);
    }

    private static async Task<ServerProcess> HouseAsync(int locks)
    {
        var setup = new ServerSetup
        {
            Arguments = ["--demo"],
            Environment = new Dictionary<string, string> { ["Demo__Doors"] = $"simulator:many:{locks}?travel=0" },
        };
        var server = await ServerProcess.StartAsync(setup);
        await Poll.UntilAsync(
            async () => (long)(await AskAsync(server, HttpMethod.Get, "/api/v1/locks?limit=1&total=true"))["total"]! >= locks,
            DoorsLimit,
            () => server.Errors
        );
        return server;
    }

    /// <summary>Events of its locks, as many as a large house has in a year: copies of one, each of another lock.</summary>
    private static async Task FillAsync(ServerProcess server, CancellationToken cancel)
    {
        var door = (string)(await AskAsync(server, HttpMethod.Get, "/api/v1/locks?limit=1"))["items"]![0]!["id"]!;
        await AskAsync(server, HttpMethod.Post, $"/api/v1/locks/{door}/unlock");
        await using var owner = NpgsqlDataSource.Create(server.DatabaseConnection);
        await using var fill = owner.CreateCommand(FillSql);
        fill.CommandTimeout = 0;
        fill.Parameters.Add(new() { Value = Events });
        await fill.ExecuteNonQueryAsync(cancel);
        // The journal for restores is not what is measured, and has them behind it.
        await using var told = owner.CreateCommand(
            "insert into recovery_place (tenant_id, sequence) select tenant_id, sequence from audit_chain on conflict (tenant_id) do update set sequence = excluded.sequence"
        );
        await told.ExecuteNonQueryAsync(cancel);
        await using var count = owner.CreateCommand("analyze");
        count.CommandTimeout = 0;
        await count.ExecuteNonQueryAsync(cancel);
    }

    private static async Task EmptyAsync(ServerProcess server, CancellationToken cancel)
    {
        await using var owner = NpgsqlDataSource.Create(server.DatabaseConnection);
        await using var remove = owner.CreateCommand("update smart_lock set decommissioned_at = now() where decommissioned_at is null");
        await remove.ExecuteNonQueryAsync(cancel);
    }

    /// <returns>What the browser keeps of it.</returns>
    private static async Task<string> LogInAsync(IBrowser browser, ServerProcess server)
    {
        var person = server.Ready["console"]!;
        await using var context = await browser.NewContextAsync(new() { Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(Home(server));
        await page.GetByLabel("E-mail, telephone or name", new() { Exact = true }).FillAsync((string)person["email"]!);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync((string)person["password"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        var code = new Totp(Base32Encoding.ToBytes((string)person["totpSecret"]!)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Areas" }).First.WaitForAsync();
        return await context.StorageStateAsync();
    }

    /// <returns>Milliseconds until it is there and takes what somebody types.</returns>
    private static async Task<double> OpenAsync(IBrowser browser, ServerProcess server, string state, Func<IPage, ILocator> first)
    {
        await using var context = await browser.NewContextAsync(new() { Locale = "en-GB", StorageState = state });
        var page = await context.NewPageAsync();
        var began = Stopwatch.GetTimestamp();
        await page.GotoAsync(Home(server) + "doors", new() { WaitUntil = WaitUntilState.Commit });
        await first(page).WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).PressAsync("a");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Home(ServerProcess server) =>
        new UriBuilder(server.BaseUrl) { Host = "localhost", Path = "/console/" }
            .Uri
            .AbsoluteUri;

    private static async Task<JsonNode> AskAsync(ServerProcess server, HttpMethod verb, string target)
    {
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        using var request = new HttpRequestMessage(verb, target);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Ready["native"]!["apiKey"]}");
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private const string FillSql = """
        with one as (select e.* from audit_event e where e.lock_id is not null and e.stage = 2 order by e.received_at desc limit 1),
        doors as (
            select l.lock_id, row_number() over (order by l.lock_id) - 1 as place from smart_lock l where l.tenant_id = (select tenant_id from one)),
        numbers as (select n, n % (select count(*) from doors) as place from generate_series(1, $1) n),
        made as (
            insert into audit_event (tenant_id, sequence, received_at, kind, stage, outcome, cause, shown, bolt, door, operation_id, lock_id, object_id, principal_id,
                happened_at, bytes, hash)
            select o.tenant_id, c.sequence + n, o.received_at, o.kind, o.stage, o.outcome, o.cause, o.shown, o.bolt, o.door, o.operation_id, d.lock_id, o.object_id,
                o.principal_id, o.happened_at,
                convert_to(replace(convert_from(o.bytes, 'UTF8'), o.lock_id::text, d.lock_id::text), 'UTF8'), o.hash
            from one o join audit_chain c on c.tenant_id = o.tenant_id, numbers join doors d on d.place = numbers.place
            returning 1)
        update audit_chain set sequence = sequence + $1 where tenant_id = (select tenant_id from one)
        """;
}
