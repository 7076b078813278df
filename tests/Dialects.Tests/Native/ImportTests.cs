using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Users;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>A file of people does what each call by itself would do: as it was told beforehand, all of it or nothing, and only once.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private LiveServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        await Poll.UntilAsync(async () => (await GetAsync("/locks?isOnline=true"))["items"]!.AsArray().Count == 3, TimeSpan.FromSeconds(30));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_preview_leaves_nothing_behind_and_tells_what_is_then_done_once()
    {
        const string Csv = """
            email,role,doors,until,hours,name,passcode,card
            reception@example.com,operator,Front door|Back gate,,,,,
            cleaner@example.com,,Front door,2035-12-31,08:00-12:00,,,
            ,,Front door|Back gate,2035-12-31,,Plumber,new,
            ,,Office,,,Spare,,2748192374
            """;
        var before = await CountsAsync();
        var plan = await PreviewAsync(Csv);

        Assert.Equal(before, await CountsAsync());
        Assert.Equal(0, await MessagesAsync());
        Assert.True(Numbers(plan, "inError") == (7, 0, 0, 0), plan.ToJsonString());

        Assert.Equal((7, 0, 0, 0), Numbers(await CarryOutAsync(Csv, plan), "leftOut"));
        var after = await CountsAsync();
        Assert.Equal((before.Users + 1, before.Grants + 3, before.Codes + 3), after);

        var again = await PreviewAsync(Csv);
        Assert.Equal((0, 0, 7, 0), Numbers(again, "inError"));
        Assert.Equal((0, 0, 7, 0), Numbers(await CarryOutAsync(Csv, again), "leftOut"));
        Assert.Equal(after, await CountsAsync());
    }

    [Fact]
    public async Task Who_gets_several_doors_at_once_is_invited_once()
    {
        const string Csv = "email,doors\nvisitor@example.com,Office|Front door|Back gate\n";
        await CarryOutAsync(Csv, await PreviewAsync(Csv));
        Assert.Equal(1, await MessagesAsync());
    }

    [Fact]
    public async Task What_has_changed_since_the_preview_refuses_the_whole()
    {
        const string Csv = "email,doors\nfirst@example.com,Front door\nsecond@example.com,Office\n";
        var (before, plan) = (await CountsAsync(), await PreviewAsync(Csv));
        var office = (await GetAsync("/locks?name=Office"))["items"]![0]!["id"];
        await SendAsync(HttpMethod.Post, "/grants", Json($$"""{"lockId":"{{office}}","login":"second@example.com","invitesUnknown":true}"""));

        var (status, refusal) = await SendAsync(HttpMethod.Post, $"/imports?plan={plan["plan"]}", Text(Csv));
        Assert.Equal((412, "precondition-failed"), (status, (string?)refusal["code"]));
        Assert.Equal(before.Grants + 1, (await CountsAsync()).Grants);
    }

    [Fact]
    public async Task A_row_in_error_undoes_what_it_did_before_and_stands_in_nobodys_way()
    {
        // The second door refuses the code, so the first has none either; the role of that row is not given.
        const string Csv = """
            email	role	doors	passcode
            one@example.com	auditor	Office|Shed	new
            two@example.com		Office	
            """;
        var (before, plan) = (await CountsAsync(), await PreviewAsync(Csv));

        Assert.Equal((1, 0, 0, 1), Numbers(plan, "inError"));
        Assert.Equal("no-link", (string?)plan["rows"]![0]!["errors"]![0]!["code"]);
        Assert.Equal(2, (int)plan["rows"]![0]!["line"]!);
        var (status, refusal) = await SendAsync(HttpMethod.Post, $"/imports?plan={plan["plan"]}", Text(Csv));
        Assert.Equal((409, "conflict"), (status, (string?)refusal["code"]));
        Assert.Equal(before, await CountsAsync());

        Assert.Equal((1, 0, 0, 1), Numbers(await CarryOutAsync(Csv, plan, "&leavesOutErrors=true"), "leftOut"));
        Assert.Equal((before.Users, before.Grants + 1, before.Codes), await CountsAsync());
    }

    /// <summary>AZ-7: a file gives nobody what its sender could not give by themselves.</summary>
    [Fact]
    public async Task Each_row_needs_the_right_that_the_call_would_need()
    {
        var key = await server.AddKeyAsync(
            Permission.GrantsRead,
            Permission.GrantsWrite,
            Permission.LocksRead,
            Permission.LocksUnlock,
            Permission.LocksLock
        );
        const string Csv = """
            email,role,doors,right,name,passcode,card
            one@example.com,owner,,,,,
            two@example.com,,Office,manager,,,
            ,,Office,,Plumber,new,
            ,,Office,,Spare,,2748192374
            """;
        var (status, plan) = await SendAsync(HttpMethod.Post, "/imports/preview", Text(Csv), key);

        Assert.Equal(200, status);
        Assert.All(plan["rows"]!.AsArray(), row => Assert.Equal("not-allowed", (string?)row!["errors"]![0]!["code"]));
    }

    [Fact]
    public async Task The_same_request_once_more_is_answered_from_what_the_first_did()
    {
        const string Csv = "email,doors\nonce@example.com,Office\n";
        var plan = await PreviewAsync(Csv);
        var first = await CarryOutAsync(Csv, plan, key: "import-1");
        Assert.Equal(first.ToJsonString(), (await CarryOutAsync(Csv, plan, key: "import-1")).ToJsonString());
    }

    [Fact]
    public async Task A_full_file_is_done_whole()
    {
        var csv = new StringBuilder("email,doors,hours\n");
        for (var n = 0; n < 1000; n++)
        {
            csv.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"person{n % 400}@example.com,{(n < 400 ? "Office" : n < 800 ? "Front door" : "Back gate")},08:00-12:00\n"
            );
        }

        var plan = await PreviewAsync(csv.ToString());
        Assert.Equal((1000, 0, 0, 0), Numbers(plan, "inError"));
        Assert.Equal(1000, (int)(await CarryOutAsync(csv.ToString(), plan))["made"]!);
    }

    /// <summary>What holds the tenant's chain is short, however many doors a site has.</summary>
    [Fact]
    public async Task A_file_reaches_no_more_doors_than_can_wait_for_it()
    {
        var csv = new StringBuilder("email,doors\n");
        for (var n = 0; n < 700; n++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"reached{n}@example.com,Office|Front door|Back gate\n");
        }

        var (status, body) = await SendAsync(HttpMethod.Post, "/imports/preview", Text(csv.ToString()));
        Assert.Equal((400, "invalid"), (status, (string)body["code"]!));
        Assert.Contains("By line 668 ", (string)body["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_reaches_too_many_doors_is_in_error_itself_and_counts_for_nothing()
    {
        await using var owner = NpgsqlDataSource.Create(server.Database);
        await using var more = owner.CreateCommand(
            """
            insert into smart_lock (tenant_id, lock_id, site_id, name, model, capabilities, created_at, updated_at)
            select l.tenant_id, gen_random_uuid(), l.site_id, 'Room ' || n, l.model, l.capabilities, l.created_at, l.updated_at
            from smart_lock l, generate_series(1, 101) n where l.name = 'Office'
            """
        );
        await more.ExecuteNonQueryAsync(Cancel);
        await using var named = owner.CreateCommand(
            """
            insert into public_id (kind, wire_id, tenant_id, row_id)
            select k.kind, gen_random_uuid()::text, l.tenant_id, l.lock_id from smart_lock l, public_id k
            where l.name like 'Room %' and k.row_id = (select lock_id from smart_lock where name = 'Office' limit 1) and k.wire_id ~ '^[0-9a-f-]{36}$'
            """
        );
        await named.ExecuteNonQueryAsync(Cancel);
        var site = (string)(await GetAsync("/sites"))["items"]![0]!["name"]!;
        var csv = new StringBuilder("email,doors,site\nfirst@example.com,Office,\n");
        for (var n = 0; n < 30; n++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"many{n}@example.com,,{site}\n");
        }

        var plan = await PreviewAsync(csv.ToString());
        Assert.Equal((1, 0, 0, 30), Numbers(plan, "inError"));
        Assert.Equal(("site", "too-many"), ((string?)plan["rows"]![1]!["errors"]![0]!["column"], (string?)plan["rows"]![1]!["errors"]![0]!["code"]));
    }

    /// <summary>A preview takes nobody's account from them, and a second one does not make it worse.</summary>
    [Fact]
    public async Task One_file_of_a_tenant_is_looked_at_at_a_time()
    {
        const string Second = "email,doors\nsecond@example.com,Office\n";
        await using var owner = NpgsqlDataSource.Create(server.Database);
        await using var other = await owner.OpenConnectionAsync(Cancel);
        await using var begun = await other.BeginTransactionAsync(Cancel);
        await using var taken = new NpgsqlCommand(
            "select pg_advisory_xact_lock(hashtextextended(tenant_id::text, 16)) from tenant where name = 'House'",
            other
        );
        await taken.ExecuteNonQueryAsync(Cancel);
        var (status, body) = await SendAsync(HttpMethod.Post, "/imports/preview", Text(Second));
        Assert.Equal((429, "rate-limited"), (status, (string)body["code"]!));
        await begun.RollbackAsync(Cancel);
        await PreviewAsync(Second);
    }

    /// <summary>2035 has its clocks put forward on 25 March and back on 28 October.</summary>
    [Fact]
    public async Task Times_are_those_of_the_clocks_at_the_door()
    {
        var site = (await GetAsync("/sites"))["items"]![0]!["id"];
        await SendAsync(HttpMethod.Patch, $"/sites/{site}", Json("""{"timeZone":"Europe/London"}"""));
        const string Csv = """
            email,doors,from,until
            one@example.com,Office,2035-03-25 01:30,
            two@example.com,Office,2035-10-28 01:30,2035-10-28 01:30
            three@example.com,Office,2035-03-25,2035-03-25
            """;
        var rows = (await PreviewAsync(Csv))["rows"]!.AsArray();

        Assert.Equal(("from", "skipped-time"), ((string?)rows[0]!["errors"]![0]!["column"], (string?)rows[0]!["errors"]![0]!["code"]));
        // Of the hour that is there twice a start is the first and an end the second; a day ends when the next one begins.
        Assert.Equal(("2035-10-28T00:30:00Z", "2035-10-28T01:30:00Z"), Window(rows[1]!));
        Assert.Equal(("2035-03-25T00:00:00Z", "2035-03-25T23:00:00Z"), Window(rows[2]!));
    }

    private static (string From, string Until) Window(JsonNode row)
    {
        var window = row["changes"]![0]!["window"]!;
        return (Instant("startsAt"), Instant("endsAt"));

        string Instant(string name) =>
            ((DateTimeOffset)window[name]!).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<long> MessagesAsync()
    {
        await using var owner = NpgsqlDataSource.Create(server.Database);
        await using var command = owner.CreateCommand("select count(*) from notification");
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private async Task<JsonNode> PreviewAsync(string csv)
    {
        var (status, plan) = await SendAsync(HttpMethod.Post, "/imports/preview", Text(csv));
        Assert.Equal(200, status);
        return plan;
    }

    private async Task<JsonNode> CarryOutAsync(string csv, JsonNode plan, string and = "", string? key = null)
    {
        var (status, done) = await SendAsync(HttpMethod.Post, $"/imports?plan={plan["plan"]}{and}", Text(csv), once: key);
        Assert.True(status == 200, done.ToJsonString());
        return done;
    }

    private static (int Made, int Changed, int Kept, int Else) Numbers(JsonNode body, string last) =>
        ((int)body["made"]!, (int)body["changed"]!, (int)body["kept"]!, (int)body[last]!);

    private async Task<(int Users, int Grants, int Codes)> CountsAsync()
    {
        var codes = 0;
        foreach (var smartLock in (await GetAsync("/locks"))["items"]!.AsArray())
        {
            codes += (int)(await GetAsync($"/locks/{smartLock!["id"]}/passcodes?total=true"))["total"]!;
            codes += (int)(await GetAsync($"/locks/{smartLock["id"]}/cards?total=true"))["total"]!;
        }

        return ((int)(await GetAsync("/users?total=true"))["total"]!, (int)(await GetAsync("/grants?total=true"))["total"]!, codes);
    }

    private async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path, null)).Body;

    private static ByteArrayContent Text(string csv) =>
        new([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)]) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<(int Status, JsonNode Body)> SendAsync(
        HttpMethod verb,
        string path,
        HttpContent? content,
        string? key = null,
        string? once = null
    )
    {
        using var request = new HttpRequestMessage(verb, $"/api/v1{path}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? server.NativeKey);
        if (once is not null)
        {
            request.Headers.Add("Idempotency-Key", once);
        }

        using var answer = await server.Http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }
}
