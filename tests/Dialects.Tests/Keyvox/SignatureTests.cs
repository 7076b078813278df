using System.Globalization;
using System.Net;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing.Keyvox;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>HM-1 to HM-10 over the line: what is let in, and with which words the rest is not (keyvox.md 2.3).</summary>
public sealed class SignatureTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    private const string NotVerified = "HMAC signature cannot be verified";
    private const string NoMatch = "HMAC signature does not match";
    private const string NoDate = $"{NotVerified}, a valid date or x-date header is required for HMAC Authentication";

    /// <summary>A function that looks at nothing: its answer tells only that it ran.</summary>
    private const string Function = "unlock";
    private const string Ran = "E0005";

    [Theory]
    [InlineData(KeyvoxKey.Usual)]
    [InlineData(KeyvoxKey.Overview)]
    [InlineData("digest date")]
    [InlineData("date digest request-line x-target-host")]
    [InlineData("date digest @request-target")]
    public async Task Every_list_that_holds_date_and_digest_is_taken(string headers) =>
        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", new KeyvoxForm { Headers = headers })).Code);

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task The_content_type_is_not_looked_at(string? type) =>
        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", new KeyvoxForm { ContentType = type })).Code);

    [Fact]
    public async Task Headers_of_clients_in_the_field_shut_nobody_out()
    {
        var request = house.Key.Request("/api/eagle-pms/v1/unlock", "{}", TimeProvider.System.GetUtcNow());
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "UTF-8");
        request.Headers.TryAddWithoutValidation("api", "getLockers");
        request.Headers.TryAddWithoutValidation("key", house.Key.Key);
        request.Headers.TryAddWithoutValidation("Host", "eco.blockchainlock.io");

        Assert.Equal(Ran, (await house.SendAsync(request)).Code);
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_object() => Assert.Equal(Ran, (await house.CallAsync(Function, "")).Code);

    [Fact]
    public async Task The_proxys_header_is_tried_first_and_the_other_after_it()
    {
        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", new KeyvoxForm { Header = "proxy-authorization" })).Code);

        var request = house.Key.Request("/v1/unlock", "{}", TimeProvider.System.GetUtcNow().AddSeconds(-250));
        request.Headers.TryAddWithoutValidation("proxy-authorization", "Basic dXNlcjpwYXNz");
        Assert.Equal(Ran, (await house.SendAsync(request)).Code);
    }

    [Fact]
    public async Task A_signature_without_the_query_fits_a_path_with_one_and_the_body_goes_before_the_query()
    {
        var door = await house.LockIdAsync("Front door");
        var reply = await house.SendAsync(
            "/api/eagle-pms/v1/unlock?lockId=555BF973335E616F",
            $$"""{"lockId":"{{door}}","flag":1}""",
            new KeyvoxForm { SignedTarget = "/api/eagle-pms/v1/unlock" }
        );

        Assert.Equal("0", reply.Code);
    }

    /// <summary>A page may set no date: one of ours says it by another name, which only a browser's word for where it comes from makes count.</summary>
    [Theory]
    [InlineData("same-origin", 200)]
    [InlineData("same-site", 401)]
    [InlineData("cross-site", 401)]
    [InlineData(null, 401)]
    public async Task A_page_of_this_server_tells_the_date_by_another_name(string? site, int status)
    {
        using var request = house.Key.Request("/v1/getUnits", "{}", TimeProvider.System.GetUtcNow());
        var date = request.Headers.GetValues("date").Single();
        request.Headers.Remove("date");
        request.Headers.TryAddWithoutValidation("Latchwork-Date", date);
        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        Assert.Equal(status, (int)(await house.SendAsync(request)).Status);
    }

    public static TheoryData<string, KeyvoxForm, int, string> Refused()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            {
                "no header",
                new() { Authorization = "" },
                401,
                "Unauthorized"
            },
            {
                "no date",
                new() { Date = "" },
                401,
                NoDate
            },
            {
                "date too old",
                new() { Date = Rfc(now.AddSeconds(-305)) },
                401,
                NoDate
            },
            {
                "date ahead",
                new() { Date = Rfc(now.AddSeconds(310)) },
                401,
                NoDate
            },
            {
                "date of RFC 850",
                new() { Date = now.UtcDateTime.ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture) },
                401,
                NoDate
            },
            {
                "date in ISO 8601",
                new() { Date = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) },
                401,
                NoDate
            },
            {
                "date with an offset",
                new() { Date = now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture) },
                401,
                NoDate
            },
            {
                "date in seconds",
                new() { Date = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                401,
                NoDate
            },
            {
                "weekday of another day",
                new() { Date = now.AddDays(1).ToString("ddd", CultureInfo.InvariantCulture) + Rfc(now)[3..] },
                401,
                NoDate
            },
            {
                "other scheme",
                new() { Authorization = "Basic dXNlcjpwYXNz" },
                401,
                NotVerified
            },
            {
                "bearer",
                new() { Authorization = "Bearer lw_00000000000000000000000000000000" },
                401,
                NotVerified
            },
            {
                "old client's second try",
                new() { Authorization = "HMAC key:c2ln" },
                401,
                NotVerified
            },
            {
                "sha1",
                new() { Algorithm = "hmac-sha1" },
                401,
                NotVerified
            },
            {
                "sha512",
                new() { Algorithm = "hmac-sha512" },
                401,
                NotVerified
            },
            {
                "algorithm in capitals",
                new() { Algorithm = "HMAC-SHA256" },
                401,
                NotVerified
            },
            {
                "date not signed",
                new() { Headers = "request-line digest" },
                401,
                NotVerified
            },
            {
                "digest not signed",
                new() { Headers = "date request-line" },
                401,
                NotVerified
            },
            {
                "nothing signed",
                new() { Headers = "" },
                401,
                NotVerified
            },
            {
                "absent header signed",
                new() { Headers = "date digest x-none" },
                401,
                NotVerified
            },
            {
                "date signed twice",
                new() { Headers = "date digest date" },
                401,
                NotVerified
            },
            {
                "unknown key",
                new() { Username = new string('a', 40) },
                401,
                NotVerified
            },
            {
                "empty key",
                new() { Username = "" },
                401,
                NotVerified
            },
            {
                "key in small letters",
                new() { Username = "kvxdemo" },
                401,
                NotVerified
            },
            {
                "other path signed",
                new() { SignedTarget = "/api/eagle-pms/v1/getUnits" },
                401,
                NoMatch
            },
            {
                "other host's path signed",
                new() { SignedTarget = "/v1/unlock" },
                401,
                NoMatch
            },
            {
                "path in capitals signed",
                new() { SignedTarget = "/API/eagle-pms/v1/unlock" },
                401,
                NoMatch
            },
            {
                "other protocol signed",
                new() { Protocol = "HTTP/2.0" },
                401,
                NoMatch
            },
            {
                "digest without its name",
                new() { Digest = Convert.ToBase64String(new byte[32]) },
                401,
                NoMatch
            },
            {
                "digest of another body",
                new() { Digest = KeyvoxKey.DigestOf("{ }"u8.ToArray()) },
                401,
                NoMatch
            },
            {
                "digest's name in small letters",
                new() { Digest = KeyvoxKey.DigestOf("{}"u8.ToArray()).Replace("SHA", "sha", StringComparison.Ordinal) },
                401,
                NoMatch
            },
            {
                "no digest",
                new() { Digest = "" },
                401,
                NotVerified
            },
        };

        static string Rfc(DateTimeOffset at) => at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_hold_is_refused_in_the_words_of_the_gateway(string what, KeyvoxForm form, int status, string message)
    {
        var reply = await house.CallAsync(Function, "{}", form);

        Assert.True((HttpStatusCode)status == reply.Status, what);
        Assert.Equal(message, reply.Message);
        Assert.Equal("hmac", reply.Raw.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/json; charset=utf-8", reply.Raw.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("not base64 at all")]
    [InlineData("c2hvcnQ=")]
    [InlineData("")]
    [InlineData("U3Fth+nUU/Rz/g56bkD7aEIj9riv32Xr3CnBPulONhk")]
    [InlineData("U3Fth-nUU_Rz_g56bkD7aEIj9riv32Xr3CnBPulONhk=")]
    public async Task A_signature_that_is_no_base64_of_32_bytes_does_not_match(string signature)
    {
        var authorization = $"hmac username=\"{house.Key.Key}\", algorithm=\"hmac-sha256\", headers=\"date digest\", signature=\"{signature}\"";
        var reply = await house.CallAsync(Function, "{}", new KeyvoxForm { Authorization = authorization });

        Assert.Equal(NoMatch, reply.Message);
    }

    /// <summary>One changed bit of what is signed, in body, path, key or secret.</summary>
    [Fact]
    public async Task One_changed_byte_anywhere_is_refused()
    {
        var other = house.Key with { Secret = Flip(house.Key.Secret) };
        Assert.Equal(NoMatch, (await house.CallAsync(Function, "{}", key: other)).Message);
        Assert.Equal(NotVerified, (await house.CallAsync(Function, "{}", key: house.Key with { Key = Flip(house.Key.Key) })).Message);

        var request = house.Key.Request("/v1/unlock", """{"a":1}""", TimeProvider.System.GetUtcNow().AddSeconds(-240));
        request.Content = new ByteArrayContent("""{"a":2}"""u8.ToArray());
        Assert.Equal(NoMatch, (await house.SendAsync(request)).Message);

        static string Flip(string text) => $"{text[..^1]}{(text[^1] == 'a' ? 'b' : 'a')}";
    }

    [Fact]
    public async Task Two_headers_of_one_kind_are_none()
    {
        var request = house.Key.Request("/v1/unlock", "{}", TimeProvider.System.GetUtcNow().AddSeconds(-230));
        request.Headers.TryAddWithoutValidation("authorization", request.Headers.GetValues("authorization").Single());

        Assert.Equal(HttpStatusCode.Unauthorized, (await house.SendAsync(request)).Status);
    }

    [Fact]
    public async Task A_key_of_a_bearer_wire_opens_nothing_here_and_a_key_of_this_wire_nothing_there()
    {
        foreach (var scheme in new[] { "", "Bearer " })
        {
            foreach (var path in new[] { "/api/v1/locks", "/device", "/v3/key/list?pageNo=1&pageSize=20" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("Authorization", scheme + house.Key.Key);
                using var answer = await house.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_key_is_used_from_its_addresses_alone_and_from_none_where_the_list_is_empty()
    {
        var nowhere = await house.AddKeyAsync(house.Tenant, new HmacKeyRules { Addresses = [] });
        var elsewhere = await house.AddKeyAsync(house.Tenant, new HmacKeyRules { Addresses = ["192.0.2.0/24", "2001:db8::1"] });
        var here = await house.AddKeyAsync(house.Tenant, new HmacKeyRules { Addresses = ["192.0.2.7", "127.0.0.0-127.0.0.9"] });

        foreach (var key in new[] { nowhere, elsewhere })
        {
            var reply = await house.CallAsync(Function, "{}", key: key);
            Assert.Equal((HttpStatusCode.Forbidden, "Your IP address is not allowed"), (reply.Status, reply.Message));
        }

        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", key: here)).Code);
    }

    [Fact]
    public async Task A_key_may_demand_that_the_request_line_is_signed()
    {
        var strict = await house.AddKeyAsync(house.Tenant, new HmacKeyRules { NeedsRequestLine = true });

        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", key: strict)).Code);
        Assert.Equal(NotVerified, (await house.CallAsync(Function, "{}", new KeyvoxForm { Headers = KeyvoxKey.Overview }, strict)).Message);
    }

    [Fact]
    public async Task Two_secrets_hold_while_one_takes_the_others_place_and_an_ended_one_is_refused_at_once()
    {
        var first = await house.AddKeyAsync(house.Tenant, new HmacKeyRules());
        var roll = house.Server.Services.GetRequiredService<RollHmacSecret>();
        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", key: first)).Code);

        var second = first with { Secret = await RollAsync(TimeSpan.FromDays(7)) };
        Assert.Equal(
            (Ran, Ran),
            ((await house.CallAsync(Function, "{}", key: first)).Code, (await house.CallAsync(Function, "{}", key: second)).Code)
        );

        var third = first with { Secret = await RollAsync(TimeSpan.Zero) };
        Assert.Equal(Ran, (await house.CallAsync(Function, "{}", key: third)).Code);
        foreach (var ended in new[] { first, second })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await house.CallAsync(Function, """{"lockId":"x","flag":"1"}""", key: ended)).Status);
        }

        async Task<string> RollAsync(TimeSpan overlap) =>
            (
                await roll.RunAsync(
                    Caller.Server(house.Tenant),
                    new WireId(WireIdKind.KeyvoxKey, first.Key),
                    overlap,
                    TestContext.Current.CancellationToken
                )
            )
                .Value
                .Secret;
    }

    [Fact]
    public async Task Arguments_that_cannot_be_read_are_told_as_wrong_ones()
    {
        foreach (var body in new[] { "[]", "null", "{", "1", "\"\"", """{"a":1,"a":2}""", """{"a":"\ud800"}""", Nested(17) })
        {
            var reply = await house.CallAsync(Function, body);
            Assert.Equal((HttpStatusCode.OK, "E0005"), (reply.Status, reply.Code));
        }

        static string Nested(int depth) => $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""";
    }

    [Fact]
    public async Task A_body_over_a_quarter_of_a_mebibyte_is_too_large()
    {
        var reply = await house.CallAsync(Function, "{" + new string(' ', 256 * 1024) + "}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
    }

    [Theory]
    [InlineData("/api/eagle-pms/v1/unlock")]
    [InlineData("/v1/unlock")]
    public async Task A_function_answers_at_both_documented_hosts(string path) => Assert.Equal(Ran, (await house.SendAsync(path, "{}")).Code);

    [Theory]
    [InlineData("/api/eagle-pms/v1/Unlock")]
    [InlineData("/v1/nothing")]
    [InlineData("/api/eagle-pms/unlock")]
    [InlineData("/api/eagle-pms/v2/unlock")]
    [InlineData("/v1/unlock/")]
    [InlineData("/bacsorder/nothing")]
    public async Task An_unknown_path_is_answered_as_the_gateway_does(string path)
    {
        var reply = await house.SendAsync(path, "{}");

        Assert.Equal((HttpStatusCode.NotFound, "no Route matched with those values"), (reply.Status, reply.Message));
    }

    /// <summary>2.2: both what clients write and what is spoken.</summary>
    [Theory]
    [InlineData("HTTP/1.0", true)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2.0", false)]
    public async Task HM_3_Over_HTTP_1_0_a_request_line_may_name_it(string protocol, bool isTaken)
    {
        using var http = new HttpClient { BaseAddress = house.Server.Http.BaseAddress };
        var at = TimeProvider.System.GetUtcNow().AddSeconds(-220);
        using var request = house.Key.Request("/v1/unlock", "{}", at, new KeyvoxForm { Protocol = protocol });
        (request.Version, request.VersionPolicy) = (HttpVersion.Version10, HttpVersionPolicy.RequestVersionExact);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(isTaken ? Ran : NoMatch, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_by_GET_are_refused()
    {
        using var answer = await house.Server.Http.GetAsync(new Uri("/v1/unlock", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("message", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
