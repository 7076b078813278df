using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Testing.OpenApi;
using Latchwork.Testing.ZWave;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>The OpenAPI document: what is in it, that a linter of others finds nothing, and who gets it.</summary>
public sealed class DocumentTests(DocumentTests.Served served) : IClassFixture<DocumentTests.Served>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A server, and the document that it served.</summary>
    public sealed class Served : IAsyncLifetime
    {
        internal LiveServer Server { get; private set; } = null!;

        internal JsonNode Document { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await LiveServer.StartAsync();
            Document = JsonNode.Parse((await GetAsync(Server.NativeKey)).Body)!;
        }

        internal async Task<(int Status, string Body)> GetAsync(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/openapi.json");
            request.Headers.TryAddWithoutValidation("Authorization", key is null ? "" : $"Bearer {key}");
            using var answer = await Server.Http.SendAsync(request);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private IEnumerable<(string Path, string Verb, JsonObject Call)> Calls =>
        from path in served.Document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select (path.Key, verb.Key, verb.Value!.AsObject());

    [Fact]
    public void It_is_as_approved() => Approved.Check("native/openapi.json", served.Document.ToJsonString(Readable));

    /// <summary>LG-3.</summary>
    [Fact]
    public async Task Nobody_without_a_key_gets_it() => Assert.Equal(401, (await served.GetAsync(null)).Status);

    [Fact]
    public void Every_call_has_a_name_of_its_own()
    {
        var names = Calls.Select(call => (string)call.Call["operationId"]!).ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_call_tells_what_a_key_needs_but_those_of_nobody_and_of_every_key()
    {
        var free = Calls.Where(call =>
            !IsPersonal(call.Call) && (call.Call["security"]!.AsArray() is [] || call.Call["security"]![0]!["key"]!.AsArray() is [])
        );

        Assert.Equal(
            [
                "acceptInvitation",
                "askForPasskey",
                "getDocument",
                "getEventSchema",
                "getImportTemplate",
                "getTenant",
                "listEventTypes",
                "logIn",
                "logInByPasskey",
                "requestPasswordReset",
                "resetPassword",
                "setUp",
                "verifyEmail",
            ],
            free.Select(call => (string)call.Call["operationId"]!).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Of a person at the console: no key may.</summary>
    private static bool IsPersonal(JsonNode call) => call["security"]!.AsArray() is [JsonObject only] && !only.ContainsKey("key");

    [Fact]
    public void What_is_about_a_person_is_open_to_their_session_alone()
    {
        var personal = Calls.Where(call => IsPersonal(call.Call)).ToList();

        Assert.Equal(
            [
                "addApplication",
                "addApplicationIssuer",
                "addApplicationKey",
                "addApplicationOrigin",
                "addApplicationOwner",
                "addPasskey",
                "addTenant",
                "askForPasskeyToStepUp",
                "changeApplication",
                "changePassword",
                "confirmTotp",
                "endSifelyKey",
                "getApplication",
                "getInstallation",
                "getSession",
                "getSifelyKey",
                "inviteTenantOwner",
                "listApplications",
                "listPasskeys",
                "listRefusals",
                "listTenants",
                "logOut",
                "makeSifelyKey",
                "offerPasskey",
                "offerTotp",
                "removeApplication",
                "removeApplicationIssuer",
                "removeApplicationKey",
                "removeApplicationOrigin",
                "removeApplicationOwner",
                "removePasskey",
                "removeTotp",
                "renamePasskey",
                "renewRecoveryCodes",
                "stepUp",
                "stepUpByPasskey",
            ],
            personal.Select(call => (string)call.Call["operationId"]!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_act_of_somebody_takes_an_idempotency_key()
    {
        var without = Calls.Where(call =>
            call.Verb != "get"
            && !IsPersonal(call.Call)
            && !call.Call["parameters"]!.AsArray().Any(one => ((string?)one!["$ref"])?.EndsWith("/IdempotencyKey", StringComparison.Ordinal) == true)
        );

        Assert.Equal(
            ["acceptInvitation", "askForPasskey", "logIn", "logInByPasskey", "requestPasswordReset", "resetPassword", "setUp", "verifyEmail"],
            without.Select(call => (string)call.Call["operationId"]!).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>The comments of the source came with it.</summary>
    [Fact]
    public void Members_are_described() =>
        Assert.Equal("Per cent.", (string?)served.Document["components"]!["schemas"]!["Lock"]!["properties"]!["battery"]!["description"]);

    [Fact]
    public async Task A_linter_finds_nothing()
    {
        try
        {
            Assert.Equal("", string.Join('\n', await OpenApiTools.LintAsync(served.Document)));
        }
        catch (FixtureMissingException missing)
        {
            Assert.Skip(missing.Message);
        }
    }
}
