using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>One server for the clients of a class of tests, as they would share one; and requests to it down to their labels.</summary>
public sealed class SifelyDesk : IAsyncLifetime
{
    private LiveServer server = null!;

    /// <summary>The front door.</summary>
    public long Door { get; private set; }

    /// <summary>Of the account.</summary>
    public Task<string> KeyAsync() => new SifelyClient(server.Http).LogInAsync();

    public async ValueTask InitializeAsync()
    {
        server = await LiveServer.StartAsync();
        var runner = new ScenarioRunner(server.Http);
        await SifelyDoors.KnowAsync(new SifelyClient(server.Http), runner);
        Door = long.Parse(runner.Fill("{Front door}"), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <param name="label">The content type, also of a body that is not there.</param>
    public async Task<JsonNode> SendAsync(
        string verb,
        string target,
        string? authorization,
        string? label,
        string? body = null,
        params (string Name, string Value)[] headers
    ) => (await CallAsync(verb, target, authorization, label, body, headers)).Body;

    /// <inheritdoc cref="SendAsync"/>
    public async Task<(int Status, JsonNode Body)> CallAsync(
        string verb,
        string target,
        string? authorization,
        string? label = null,
        string? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), target);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        request.Headers.TryAddWithoutValidation("X-App-Name", "stays");
        request.Content = label is null && body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
        if (label is not null)
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(label);
        }

        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
