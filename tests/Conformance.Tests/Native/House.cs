using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Operations.Secrets;
using Latchwork.Testing;

namespace Latchwork.Conformance.Tests.Native;

/// <summary>A real server in a process of its own, set up over HTTP with the token that it printed, and what its clients do.</summary>
internal sealed partial class House : IAsyncDisposable
{
    public const string Login = "desk@example.com";
    public const string Password = "a long and quiet password";

    private readonly HttpClient http;

    private House(ServerProcess server)
    {
        Server = server;
        http = new HttpClient { BaseAddress = server.BaseUrl };
    }

    public ServerProcess Server { get; }

    /// <summary>The first key of our own API; empty until the set-up.</summary>
    public string Key { get; set; } = "";

    /// <summary>As the server printed it.</summary>
    public string Token => TokenLine().Match(Server.Output).Groups["token"].Value;

    public static async Task<House> StartAsync(ServerSetup? setup = null)
    {
        var house = new House(await ServerProcess.StartAsync(setup));
        await house.Server.UntilPrintedAsync("Ctrl-C");
        return house;
    }

    public static async Task<House> SetUpAsync()
    {
        var house = await StartAsync();
        var (status, body) = await house.SendAsync(HttpMethod.Post, "/api/v1/set-up", null, SetUpBody(house.Token));
        Assert.Equal(HttpStatusCode.Created, status);
        house.Key = (string)body["apiKey"]!;
        return house;
    }

    public static JsonObject SetUpBody(string token) =>
        new()
        {
            ["token"] = token,
            ["tenantName"] = "Harbour House",
            ["timeZone"] = "Europe/London",
            ["login"] = Login,
            ["displayName"] = "Desk",
            ["password"] = Password,
        };

    /// <summary>A call of our own API that must succeed.</summary>
    public async Task<JsonNode> NativeAsync(HttpMethod verb, string path, JsonObject? body = null)
    {
        var (status, answer) = await SendAsync(verb, $"/api/v1/{path}", $"Bearer {Key}", body);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {(int)status} {answer}");
        return answer;
    }

    /// <summary>The key of the Sifely wire, by log-in there.</summary>
    public async Task<string> SifelyKeyAsync()
    {
        var body = new JsonObject { ["account"] = Login, ["password"] = SifelyPasswordEncoding.TextFor(Password) };
        var (_, answer) = await SendAsync(HttpMethod.Post, "/system/smart/login", null, body);
        return (string)answer["data"]!["clientToken"]!;
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod verb, string path, string? authorization, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(verb, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public Task<string> HealthAsync() => http.GetStringAsync(new Uri("/health/ready", UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }

    [GeneratedRegex(@"set-up +(?<token>[0-9A-Z-]{20,}) ", RegexOptions.None, 1000)]
    private static partial Regex TokenLine();
}
