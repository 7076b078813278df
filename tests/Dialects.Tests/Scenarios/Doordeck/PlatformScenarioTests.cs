using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Jose;
using Latchwork.Testing.Tokens;
using Latchwork.Testing.ZWave;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Applications, their tokens and their web pages over real HTTP (2, 5.2, 11.3).</summary>
public sealed class PlatformScenarioTests
{
    private const string Page = "https://page.example.com";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4];

    /// <summary>AZ-2, AZ-3, AZ-9, AZ-10, AU-1.</summary>
    [Fact]
    public async Task The_scenarios_are_answered_as_approved()
    {
        await using var host = await PlatformHost.StartAsync();
        var runner = new ScenarioRunner(host.Server.Http, host.Server.NewActsAsync);
        var guest = host.Token("guest");
        var seen = await host.ReadAsync(host.Path);
        using var stranger = await DoordeckPhone.RegisteredAsync(host.Server.Http, LiveServer.Stranger, LiveServer.Password);
        runner.Know("server", host.Server.Http.BaseAddress!.ToString());
        runner.Know("owner", host.Owner);
        runner.Know("refresh", host.Refresh);
        runner.Know("guest", guest);
        runner.Know("guest id", await UserIdAsync(host, guest));
        runner.Know("stranger", stranger.AuthToken);
        runner.Know("stranger id", stranger.UserId);
        runner.Know("owner id", seen.GetProperty("owners")[0].GetString()!);
        runner.Know("second", await host.AddAsync("Another App"));
        runner.Know("app", host.Application);
        runner.Know("APP", host.Application.ToUpperInvariant());
        runner.Know("its key", seen.GetProperty("authKeys").GetProperty("key-1").GetProperty("n").GetString()!);
        runner.Know("identity key", seen.GetProperty("identityKey").GetProperty("n").GetString()!);
        runner.Know("identity kid", seen.GetProperty("identityKey").GetProperty("kid").GetString()!);
        await host.Server.NewActsAsync();
        foreach (var scenario in PlatformScenarios.Rows)
        {
            await runner.RunAsync(scenario);
        }

        Approved.Check("doordeck/platform.txt", runner.Told);
    }

    [Fact]
    public async Task A_token_is_echoed_as_it_is_whoever_issued_it()
    {
        await using var host = await PlatformHost.StartAsync();

        var own = await host.ReadAsync("/platform/auth");
        var theirs = await host.ReadAsync("/platform/auth", host.Token("guest", claims => claims["roles"] = new JsonArray("a", 1)));

        Assert.Equal(TokenSigner.Audience, own.GetProperty("aud").GetString());
        Assert.False(own.GetProperty("refresh").GetBoolean());
        Assert.Equal("guest", theirs.GetProperty("sub").GetString());
        Assert.Equal("""["a",1]""", theirs.GetProperty("roles").GetRawText());
    }

    /// <summary>RFC 8259, 8.2: what nobody asks for says nothing wrong.</summary>
    [Fact]
    public async Task Half_a_character_in_a_claim_that_is_not_known_is_echoed_as_it_came()
    {
        await using var host = await PlatformHost.StartAsync();
        var claims = TokenSigner.Claims("guest", TimeProvider.System.GetUtcNow()).ToJsonString().Insert(1, """ "x":"\ud800",""");

        using var answer = await host.SendAsync(
            HttpMethod.Get,
            "/platform/auth",
            bearer: host.Signer.Sign(host.Signer.Header.ToJsonString(), claims)
        );

        Assert.Equal(claims, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_application_that_brings_too_many_new_people_is_told_when_to_try_again()
    {
        await using var host = await PlatformHost.StartAsync();
        await UserIdAsync(host, host.Token("known"));
        await using var database = NpgsqlDataSource.Create(host.Server.Database);
        await using var others = database.CreateCommand(
            """
            insert into app_user (user_id, pool, home_tenant_id, created_at)
            select gen_random_uuid(), p.application_id, p.tenant_id, p.updated_at from application_person p, generate_series(1, 119)
            """
        );
        await others.ExecuteNonQueryAsync();

        using var refused = await host.SendAsync(HttpMethod.Get, "/platform/auth", bearer: host.Token("unknown"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("/platform/auth", host.Token("known", claims => claims["nonce"] = 2)));
    }

    /// <summary>AZ-5: each further call finds the session, and none does after its key is gone.</summary>
    [Fact]
    public async Task A_token_works_again_and_again_until_its_key_is_removed()
    {
        await using var host = await PlatformHost.StartAsync();
        var token = host.Token("guest");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await host.StatusAsync("/tile/00000000-0000-4000-8000-000000000000/nothing", token));
            Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("/platform/auth", token));
        }

        await host.DoneAsync(HttpMethod.Delete, $"{host.Path}/auth/key", new JsonObject { ["kid"] = "key-1" });

        using var answer = await host.SendAsync(HttpMethod.Post, "/directory/query", new JsonObject { ["foreignKey"] = "guest" }, token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("/platform/auth", host.Token("another")));
    }

    [Fact]
    public async Task A_token_with_a_sid_logs_out_and_one_without_cannot()
    {
        await using var host = await PlatformHost.StartAsync();
        var (named, nameless) = (host.Token("guest", claims => claims["sid"] = "s1"), host.Token("guest"));

        using var refused = await host.SendAsync(HttpMethod.Post, "/auth/token/destroy", bearer: nameless);
        using var done = await host.SendAsync(HttpMethod.Post, "/auth/token/destroy", bearer: named);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        using var again = await host.SendAsync(HttpMethod.Post, "/directory/query", new JsonObject { ["foreignKey"] = "guest" }, named);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task People_of_one_application_are_found_by_their_key_and_by_verified_addresses()
    {
        await using var host = await PlatformHost.StartAsync();
        var token = host.Token("asker");
        await UserIdAsync(host, token);
        await UserIdAsync(host, host.Token("verified"));
        await UserIdAsync(host, host.Token("unverified", claims => claims["email_verified"] = false));

        Assert.Equal(HttpStatusCode.OK, await FindAsync("foreignKey", "unverified"));
        Assert.Equal(HttpStatusCode.OK, await FindAsync("email", "verified@example.com"));
        Assert.Equal(HttpStatusCode.NotFound, await FindAsync("email", "unverified@example.com"));
        Assert.Equal(HttpStatusCode.NotFound, await FindAsync("email", LiveServer.Account));

        async Task<HttpStatusCode> FindAsync(string by, string what)
        {
            using var answer = await host.SendAsync(HttpMethod.Post, "/directory/query", new JsonObject { [by] = what }, token);
            return answer.StatusCode;
        }
    }

    /// <summary>10.11: the documentation reads one name for a telephone, a client another.</summary>
    [Fact]
    public async Task Of_several_each_is_told_with_the_key_by_which_they_were_found()
    {
        await using var host = await PlatformHost.StartAsync();
        var token = host.Token("asker");
        var called = await UserIdAsync(
            host,
            host.Token("called", claims => (claims["telephone"], claims["telephone_verified"]) = ("+4915112345678", true))
        );
        var silent = await UserIdAsync(host, host.Token("silent", claims => claims["telephone"] = "+4915187654321"));
        var asked = new JsonObject
        {
            ["email"] = null,
            ["telephone"] = new JsonArray("+4915112345678", "+4915187654321"),
            ["localKey"] = null,
            ["foreignKey"] = new JsonArray("silent", "nobody"),
        };

        using var answer = await host.SendAsync(HttpMethod.Post, "/directory/query", asked, token, accept: "application/vnd.doordeck.api-v2+json");
        var found = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();

        Assert.All(found, person => Assert.True(person!.AsObject().Remove("publicKey")));
        Assert.Equal(
            [$$"""{"id":"{{called}}","telephone":"+4915112345678","phone":"+4915112345678"}""", $$"""{"id":"{{silent}}","foreignKey":"silent"}"""],
            found.Select(person => person!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal))
        );
    }

    /// <summary>10.10.</summary>
    [Fact]
    public async Task An_identity_of_the_jose_package_is_looked_up()
    {
        await using var host = await PlatformHost.StartAsync();
        var key = (await host.ReadAsync(host.Path)).GetProperty("identityKey");
        var made = await MadeAsync(JosePackage.Encrypt("RSA-OAEP-256", "A256GCM", key, host.Token("invited")));
        var asker = host.Token("asker");

        var identity = made.GetProperty("token").GetString();
        using var found = await host.SendAsync(HttpMethod.Post, "/directory/query", Query(identity), asker);
        using var broken = await host.SendAsync(HttpMethod.Post, "/directory/query", Query(identity![..^3]), asker);
        using var both = await host.SendAsync(HttpMethod.Post, "/directory/query", Query(identity, "asker"), asker);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        var person = await found.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(await UserIdAsync(host, host.Token("invited")), person.GetProperty("id").GetString());
        Assert.True(person.GetProperty("publicKey").GetString()!.Length > 300);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (broken.StatusCode, both.StatusCode));

        static JsonObject Query(string? identity, string? foreignKey = null) =>
            new()
            {
                ["email"] = null,
                ["telephone"] = null,
                ["localKey"] = null,
                ["foreignKey"] = foreignKey,
                ["identity"] = identity,
            };
    }

    [Fact]
    public async Task A_picture_is_uploaded_and_shown_to_anybody_as_a_picture_only()
    {
        await using var host = await PlatformHost.StartAsync();
        using var asked = await host.SendAsync(HttpMethod.Post, $"{host.Path}/logo", new JsonObject { ["contentType"] = "image/png" });
        var address = new Uri((await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uploadUrl").GetString()!);

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("<svg/>"u8.ToArray()));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(new byte[(256 * 1024) + 1]));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(Png));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(Png));

        using var shown = await host.Server.Http.GetAsync(address.AbsolutePath);
        Assert.Equal(Png, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'", shown.Headers.GetValues("Content-Security-Policy").Single());

        async Task<HttpStatusCode> PutAsync(byte[] bytes)
        {
            using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
            using var answer = await host.Server.Http.PutAsync(address, content);
            return answer.StatusCode;
        }
    }

    /// <summary>CO-2.</summary>
    [Fact]
    public async Task A_registered_page_may_call_and_another_gets_no_word()
    {
        await using var host = await PlatformHost.StartAsync();
        await host.DoneAsync(HttpMethod.Post, $"{host.Path}/cors", new JsonObject { ["url"] = Page });

        using var before = await PreflightAsync(Page);
        Assert.Equal(HttpStatusCode.NoContent, before.StatusCode);
        Assert.Equal(Page, Header(before, "Access-Control-Allow-Origin"));
        Assert.Equal("GET, POST, PUT, DELETE, OPTIONS", Header(before, "Access-Control-Allow-Methods"));
        Assert.Equal("Authorization, Content-Type, Accept, Accept-Language", Header(before, "Access-Control-Allow-Headers"));
        Assert.Equal("3600", Header(before, "Access-Control-Max-Age"));
        Assert.Null(Header(before, "Access-Control-Allow-Credentials"));
        using var call = await host.SendAsync(HttpMethod.Get, "/platform/auth", origin: Page);
        Assert.Equal((Page, "Location, Retry-After"), (Header(call, "Access-Control-Allow-Origin"), Header(call, "Access-Control-Expose-Headers")));

        using var strange = await PreflightAsync("https://other.example.com");
        Assert.Equal((HttpStatusCode.NoContent, null), (strange.StatusCode, Header(strange, "Access-Control-Allow-Origin")));
        using var served = await host.SendAsync(HttpMethod.Get, "/platform/auth", origin: "https://other.example.com");
        Assert.Equal((HttpStatusCode.OK, null), (served.StatusCode, Header(served, "Access-Control-Allow-Origin")));

        await host.DoneAsync(HttpMethod.Delete, $"{host.Path}/cors", new JsonObject { ["url"] = Page });
        await Poll.UntilAsync(async () =>
        {
            using var after = await PreflightAsync(Page);
            return Header(after, "Access-Control-Allow-Origin") is null;
        });

        async Task<HttpResponseMessage> PreflightAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/device");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add("Access-Control-Request-Headers", "authorization");
            return await host.Server.Http.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("EdDSA")]
    public async Task JW_11_A_token_of_the_jose_package_is_a_session_at_once(string alg)
    {
        await using var host = await PlatformHost.StartAsync();
        var made = await MadeAsync(JosePackage.Sign(alg, "jose", TokenSigner.Claims(alg, TimeProvider.System.GetUtcNow())));
        await host.DoneAsync(HttpMethod.Post, $"{host.Path}/auth/key", JsonNode.Parse(made.GetProperty("privateKey").GetRawText())!);

        var echo = await host.ReadAsync("/platform/auth", made.GetProperty("token").GetString());

        Assert.Equal(alg, echo.GetProperty("sub").GetString());
        var key = (await host.ReadAsync(host.Path)).GetProperty("authKeys").GetProperty("jose");
        Assert.False(key.TryGetProperty("d", out _));
        Assert.Equal(alg, key.GetProperty("alg").GetString());
    }

    /// <summary>LG-1, JW-11: neither tokens nor private keys are in the log.</summary>
    [Fact]
    public async Task Nothing_that_opens_anything_is_logged()
    {
        await using var host = await PlatformHost.StartAsync(LiveServer.WithLogs);
        var token = host.Token("guest");
        await UserIdAsync(host, token);
        var key = new JsonObject
        {
            ["kty"] = "OKP",
            ["crv"] = "Ed25519",
            ["kid"] = "k",
            ["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            ["d"] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        };
        await host.DoneAsync(HttpMethod.Post, $"{host.Path}/auth/key", key);
        using var asked = await host.SendAsync(HttpMethod.Post, $"{host.Path}/logo", new JsonObject { ["contentType"] = "image/png" });
        var upload = new Uri((await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uploadUrl").GetString()!);
        using var put = await host.Server.Http.PutAsync(upload, new ByteArrayContent(Png));

        var log = host.Server.Lines.All;
        Assert.NotEmpty(log);
        Assert.DoesNotContain(token.Split('.')[2], log, StringComparison.Ordinal);
        Assert.DoesNotContain((string)key["d"]!, log, StringComparison.Ordinal);
        Assert.DoesNotContain(upload.Query.Split('=')[1], log, StringComparison.Ordinal);
        Assert.DoesNotContain("guest@example.com", log, StringComparison.Ordinal);
    }

    private static async Task<string> UserIdAsync(PlatformHost host, string token)
    {
        var sub = (await host.ReadAsync("/platform/auth", token)).GetProperty("sub").GetString();
        var users = await host.ReadAsync($"{host.Path}/user");
        return users.EnumerateArray().Single(user => user.GetProperty("foreignKey").GetString() == sub).GetProperty("userId").GetString()!;
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<JsonElement> MadeAsync(JsonNode wish)
    {
        try
        {
            return (await JosePackage.MakeAsync(wish))[0];
        }
        catch (FixtureMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
