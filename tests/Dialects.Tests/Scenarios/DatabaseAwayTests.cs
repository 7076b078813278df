using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Dialects.GuestPages;
using Latchwork.Dialects.Tests.Matrix;
using Latchwork.Dialects.Tests.Matrix.Native;
using Latchwork.Dialects.Tests.Native.Console;
using Latchwork.Dialects.Tests.Scenarios.Sifely;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Keyvox;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios;

/// <summary>FS-5: without its database the server decides nothing, says so on every wire, and needs no restart when it is back.</summary>
public sealed partial class DatabaseAwayTests
{
    private const string NativeRefusal =
        """{"type":"urn:latchwork:problem:unavailable","title":"Unavailable","status":503,"detail":"The server cannot reach its database. Try again later.","code":"unavailable"}""";
    private const string SifelyRefusal =
        """{"code":90000,"message":"internal server error","msg":"internal server error","errcode":90000,"errmsg":"internal server error","description":"internal server error"}""";

    private const string DoordeckRefusal = """{"code":503,"message":"The server cannot reach its database. Try again later."}""";

    private const string TTLockRefusal = """{"errcode":90000,"errmsg":"internal server error","description":"internal server error"}""";

    private static readonly string[] TTLockOnly = ["/oauth2/", "/v3/user/"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_route_refuses_while_the_database_is_away_and_serves_when_it_is_back()
    {
        var cluster = await TestCluster.StartOwnAsync();
        await using var server = await LiveServer.StartOnAsync(cluster, LiveServer.WithLogs);
        var known = await KnownAsync(server);
        await Poll.UntilAsync(() => OpensAsync(server, known), Patience);
        var visit = new ConsoleVisit(server.Http);
        Assert.Equal(200, (await visit.LogInAsync(LiveServer.Account)).Status);

        await cluster.StopAsync();
        Assert.Equal(503, (await visit.GetAsync("/session")).Status);
        Assert.Equal(503, (await visit.GetAsync("/locks")).Status);
        Assert.Equal(503, (await visit.PostAsync("/session/step-up", new { password = LiveServer.Password })).Status);
        Assert.Equal(503, (await visit.LogInAsync(LiveServer.Account)).Status);
        await AssertPasskeysAsync(server);
        foreach (var route in RouteTable.Of(server.Services.GetRequiredService<EndpointDataSource>()))
        {
            if (route.Act.Surface == Surface.Keyvox)
            {
                await AssertKeyvoxAsync(server, route, known);
                continue;
            }

            var (status, retry, body) = await AskAsync(server, route.Verbs[0], TargetOf(route, known), known);
            if (route.Act.IsPersonal || route is { Pattern: "/api/v1/session" or "/api/v1/session/passkey" or "/api/v1/session/passkey/options" })
            {
                // A key is no person, and nobody logs in without a name or what their browser shows.
                Assert.Equal(route.Act.IsPersonal ? 403 : 400, status);
                continue;
            }

            if (route.Act.IsSetUp)
            {
                Assert.Equal(401, status);
                continue;
            }

            if (route.Act.Surface == Surface.Doordeck)
            {
                AssertDoordeck(route, status, retry, body);
                continue;
            }

            if (route.Pattern.StartsWith("/api/v1/event-types", StringComparison.Ordinal) || route.Pattern == "/api/v1/imports/template")
            {
                // What can be in a list is no matter of the list.
                Assert.True(status is 200 or 404, body);
                continue;
            }

            if (route.Pattern == "/v3/user/register")
            {
                // Nobody may anyway, and no database is asked for that.
                Assert.Equal(200, status);
                continue;
            }

            if (route.Act.Surface == Surface.GuestPage)
            {
                Assert.Equal(503, status);
                Assert.DoesNotContain("House", body, StringComparison.Ordinal);
                continue;
            }

            Assert.Equal(RefusalOf(route), (status, body));
            Assert.Equal(TimeSpan.FromSeconds(2), retry);
        }

        Assert.DoesNotContain(" broke", server.Lines.All, StringComparison.Ordinal);
        await cluster.StartAgainAsync();
        await Poll.UntilAsync(() => OpensAsync(server, known), Patience);
        await server.DisposeAsync();
        await cluster.StopAsync();
    }

    /// <summary>By name, as browsers that have passkeys ask.</summary>
    private static async Task AssertPasskeysAsync(LiveServer server)
    {
        using var named = new HttpClient { BaseAddress = new UriBuilder(server.Http.BaseAddress!) { Host = "localhost" }.Uri };
        var visit = new ConsoleVisit(named);
        Assert.Equal(503, (await visit.AskToLogInAsync()).Status);
        Assert.Equal(503, (await visit.AskToLogInAsync(LiveServer.Account)).Status);
        var answer = new { challengeId = "00000000-0000-4000-8000-000000000000", credential = new { id = "AAAA" } };
        Assert.Equal(503, (await visit.PostAsync("/session/passkey", answer)).Status);
    }

    /// <summary>Where a body is missing that the call needs, that is told first: only what is complete gets as far as the database.</summary>
    private static void AssertDoordeck(RouteRow route, int status, TimeSpan? retry, string body)
    {
        if (route is { Pattern: "/time" } or { Pattern: "/device", Verbs: ["POST"] })
        {
            // Neither looks at anything.
            Assert.Equal(route.Pattern == "/time" ? 200 : 404, status);
            return;
        }

        var isComplete = route.Verbs[0] == "GET" || route.Pattern.EndsWith("/execute", StringComparison.Ordinal);
        Assert.True(status == 503 || (!isComplete && status == 400), $"{route.Verbs[0]} {route.Pattern}: {status} {body}");
        Assert.Equal(status == 503 ? DoordeckRefusal : body, body);
        Assert.Equal(status == 503 ? TimeSpan.FromSeconds(2) : null, retry);
    }

    /// <summary>The wire has no status for it but its own failure (LG-2). Where an argument is missing, that may be told first: a node remembers keys for some seconds.</summary>
    private static async Task AssertKeyvoxAsync(LiveServer server, RouteRow route, Known known)
    {
        using var request = known.Keyvox.Request(route.Pattern, "{}", TimeProvider.System.GetUtcNow());
        if (route.Pattern.StartsWith("/v1/hooks/", StringComparison.Ordinal))
        {
            request.Headers.Remove("authorization");
            request.Headers.TryAddWithoutValidation("authorization", "Bearer lwi_" + new string('0', 40));
        }

        using var answer = await server.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 200 && (string?)JsonNode.Parse(body)!["code"] is "E9999" or "E0005", $"{route.Pattern}: {body}");
    }

    private static (int Status, string Body) RefusalOf(RouteRow route) =>
        route.Act.Surface == Surface.Native ? (503, NativeRefusal)
        : TTLockOnly.Any(root => route.Pattern.StartsWith(root, StringComparison.Ordinal)) && route.Act.PublicBecause is not null
            ? (200, TTLockRefusal)
        : (500, SifelyRefusal);

    private sealed record Known(string NativeKey, string SifelyKey, string DoordeckToken, string LockUuid, long LockNumber, KeyvoxKey Keyvox);

    private static async Task<Known> KnownAsync(LiveServer server)
    {
        var key = await new SifelyClient(server.Http).LogInAsync();
        using var phone = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        var known = new Known($"Bearer {server.NativeKey}", key, $"Bearer {phone.AuthToken}", "", 0, await KeyAsync(server));
        JsonNode? uuid = null;
        JsonNode? number = null;
        await Poll.UntilAsync(
            async () =>
            {
                var native = JsonNode.Parse((await AskAsync(server, "GET", "/api/v1/locks?name=Front", known)).Body)!["items"]!;
                var sifely = JsonNode.Parse((await AskAsync(server, "GET", "/v3/lock/list?pageSize=100", known)).Body)!["list"]!;
                (uuid, number) = (First(native, "name")?["id"], First(sifely, "lockName")?["lockId"]);
                return uuid is not null && number is not null;
            },
            Patience
        );
        return known with { LockUuid = (string)uuid!, LockNumber = (long)number! };

        static JsonNode? First(JsonNode list, string name) => list.AsArray().FirstOrDefault(item => (string?)item![name] == "Front door");
    }

    private static async Task<KeyvoxKey> KeyAsync(LiveServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.Database);
        await using var command = source.CreateCommand("select tenant_id from tenant where name = 'House'");
        var tenant = new TenantId((Guid)(await command.ExecuteScalarAsync())!);
        var add = server.Services.GetRequiredService<AddHmacKey>();
        var made = await add.RunAsync(Caller.Server(tenant), tenant, "Desk", null, new HmacKeyRules(), null, CancellationToken.None);
        return new KeyvoxKey(made.Value.Key, made.Value.Secret);
    }

    private static async Task<bool> OpensAsync(LiveServer server, Known known) =>
        (await AskAsync(server, "POST", $"/api/v1/locks/{known.LockUuid}/unlock", known)).Status == 200
        && (await AskAsync(server, "POST", $"/v3/lock/lock?lockId={known.LockNumber}", known)).Status == 200;

    private static string TargetOf(RouteRow route, Known known) =>
        route.Act.Surface == Surface.Native
            ? route
                .Pattern.Replace("{id}", known.LockUuid, StringComparison.Ordinal)
                .Replace("{number}", "00-00", StringComparison.Ordinal)
                .Replace("{delivery}", "msg_0", StringComparison.Ordinal)
                + (
                    route.Pattern.Contains("/free-", StringComparison.Ordinal) ? "?from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z"
                    : route.Pattern == "/api/v1/imports" ? "?plan=none"
                    : route.Pattern.EndsWith("/lock-activity", StringComparison.Ordinal) ? $"?lockIds={known.LockUuid}"
                    : ""
                )
        : route.Act.Surface == Surface.Doordeck ? Doordeck + Parameter().Replace(route.Pattern, known.LockUuid)
        : route.Act.Surface == Surface.GuestPage
            ? Parameter().Replace(route.Pattern, route.Pattern.StartsWith("/sl", StringComparison.Ordinal) ? GuestLink : known.LockUuid)
        : route.Pattern + EveryParameter.Query(route.Pattern, known.LockNumber);

    private static async Task<(int Status, TimeSpan? RetryAfter, string Body)> AskAsync(LiveServer server, string verb, string target, Known known)
    {
        var isDoordeck = target.StartsWith(Doordeck, StringComparison.Ordinal);
        target = isDoordeck ? target[Doordeck.Length..] : target;
        using var request = new HttpRequestMessage(new HttpMethod(verb), target);
        var isNative = target.StartsWith("/api", StringComparison.Ordinal);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            isDoordeck ? known.DoordeckToken
                : isNative ? known.NativeKey
                : known.SifelyKey
        );
        request.Headers.TryAddWithoutValidation("Cookie", $"codes={GuestLink}");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Content = (verb, target) switch
        {
            ("POST", var path) when path.StartsWith("/t/", StringComparison.Ordinal) => new StringContent(
                $"proof={GuestCookie.ProofOf([GuestLink], path["/t/".Length..])}&door={known.LockUuid}"
            ),
            ("POST", "/api/v1/sites") => Json("""{"name":"Annex","timeZone":"Europe/London"}"""),
            ("POST", "/api/v1/api-clients") => Json("""{"name":"Rooms"}"""),
            ("POST", "/api/v1/native-keys") => Json("""{"name":"Report","scopes":["locks:read"]}"""),
            ("POST", var path) when path.StartsWith("/api/v1/api-clients/", StringComparison.Ordinal) => Json("""{"overlapHours":1}"""),
            ("POST", "/api/v1/hmac-keys") => Json("""{"name":"Desk","anyAddress":true}"""),
            ("POST", var path) when path.StartsWith("/api/v1/hmac-keys/", StringComparison.Ordinal) => Json("""{"overlapHours":1}"""),
            ("PUT", var path) when path.StartsWith("/api/v1/hmac-keys/", StringComparison.Ordinal) => Json("""{"anyAddress":true}"""),
            ("POST", "/api/v1/integration-tokens") => Json("""{"name":"Zapier"}"""),
            ("POST", "/api/v1/webhooks") => Json(NativeThings.WebhookBody),
            ("PUT", var path) when path.StartsWith("/api/v1/webhooks/", StringComparison.Ordinal) => Json(NativeThings.WebhookBody),
            ("POST", "/api/v1/alerts") => Json("{\"person\":\"desk@example.com\"}"),
            ("PUT", var ajar) when ajar.EndsWith("/ajar-time", StringComparison.Ordinal) => Json("""{"seconds":60}"""),
            ("POST", "/api/v1/imports/preview" or "/api/v1/imports?plan=none") => SentBody.Of(ImportCells.Body),
            ("POST", "/api/v1/cards") => Json($$"""{"lockIds":["{{known.LockUuid}}"],"number":"1"}"""),
            ("POST", "/api/v1/users") => Json("""{"login":"desk@example.com","role":"auditor"}"""),
            ("PATCH", var path) when path.StartsWith("/api/v1/users/", StringComparison.Ordinal) => Json("""{"role":"auditor"}"""),
            ("POST", "/api/v1/grants") => Json($$"""{"lockId":"{{known.LockUuid}}","login":"desk@example.com"}"""),
            ("POST", "/api/v1/units" or "/api/v1/plans") => Json($$"""{"siteId":"{{known.LockUuid}}","name":"101"}"""),
            ("POST", "/api/v1/lock-groups") => Json("""{"name":"Floor"}"""),
            ("PATCH", var group) when group.StartsWith("/api/v1/lock-groups/", StringComparison.Ordinal) => Json("""{"name":"Floor"}"""),
            ("POST", var group) when group.StartsWith("/api/v1/lock-groups/", StringComparison.Ordinal) => Json("{}"),
            ("POST", "/api/v1/passcodes") => Json($$"""{"lockIds":["{{known.LockUuid}}"]}"""),
            ("PATCH", var path) when path.StartsWith("/api/v1/passcodes/", StringComparison.Ordinal) => Json("""{"name":"Ada"}"""),
            ("POST", "/api/v1/reservations") => Json(
                $$"""{"siteId":"{{known.LockUuid}}","guest":{"name":"Ada"},"startsAt":"2031-01-01T15:00","endsAt":"2031-01-02T10:00"}"""
            ),
            ("POST", "/api/v1/blocks") => Json($$"""{"unitIds":["{{known.LockUuid}}"],"startsAt":"2031-01-01T15:00","endsAt":"2031-01-02T10:00"}"""),
            ("PUT", var lights) when lights.EndsWith("/lights", StringComparison.Ordinal) => Json("""{"boxes":["00-00"],"light":"red"}"""),
            ("PUT", var status) when status.EndsWith("/status", StringComparison.Ordinal) => Json("""{"status":"free"}"""),
            ("PATCH", var settings) when settings.EndsWith("/settings", StringComparison.Ordinal) => Json("""{"volume":3}"""),
            ("POST", var stay)
                when stay.StartsWith("/api/v1/reservations/", StringComparison.Ordinal) && stay.EndsWith("/send", StringComparison.Ordinal) => Json(
                """{"ways":["mail"]}"""
            ),
            ("POST", var send) when send.EndsWith("/send", StringComparison.Ordinal) => Json("""{"email":"ada@example.com"}"""),
            ("PUT", var put) when put.EndsWith("/locks", StringComparison.Ordinal) => Json("""{"lockIds":[]}"""),
            ("PUT", var put) when put.EndsWith("/plan", StringComparison.Ordinal) => SentBody.Of(PlanCells.Picture),
            ("PUT", var put) when put.EndsWith("/place", StringComparison.Ordinal) => Json("""{"x":0.5,"y":0.5}"""),
            ("PUT" or "PATCH", _) => Json("{}"),
            ("POST", _) when target.EndsWith("/leases", StringComparison.Ordinal) => Json(
                """{"kind":"rental","startsAt":"2035-03-01T12:00:00Z","endsAt":"2035-03-02T12:00:00Z"}"""
            ),
            ("POST", "/api/v1/links") => Json("""{"family":"simulator","address":"simulator:lockers","name":"X"}"""),
            ("POST", "/api/v1/session/passkey/options") => Json("{}"),
            ("POST", "/api/v1/account/password-reset") => Json("""{"email":"ada@example.com"}"""),
            ("POST", "/api/v1/account/password-reset/confirm") => Json(
                $$"""{"userId":"{{known.LockUuid}}","token":"AAAA","password":"a long and quiet password"}"""
            ),
            ("POST", "/api/v1/account/email/verify") => Json("""{"code":"AAAA"}"""),
            ("POST", "/api/v1/invitations/accept") => Json("""{"token":"AAAA","password":"a long and quiet password"}"""),
            ("POST", "/api/v1/set-up") => Json(
                """{"token":"AAAA","tenantName":"X","timeZone":"Europe/London","login":"me@example.com","displayName":"X","password":"a long and quiet password"}"""
            ),
            _ => null,
        };
        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }

    private static readonly string GuestLink = new('A', 22);

    /// <summary>In front of the path of a request that takes the token of that wire.</summary>
    private const string Doordeck = "doordeck:";

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
