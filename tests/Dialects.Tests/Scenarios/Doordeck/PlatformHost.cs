using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Tokens;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>A server with an application of the desk's, one key, one issuer; all of it made over the wire.</summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private PlatformHost(LiveServer server, string owner, string refresh) => (Server, Owner, Refresh) = (server, owner, refresh);

    public LiveServer Server { get; }

    /// <summary>The desk's token.</summary>
    public string Owner { get; }

    public string Refresh { get; }

    public string Application { get; private set; } = "";

    public TokenSigner Signer { get; } = new("key-1");

    public string Path => $"/platform/application/{Application}";

    public static async Task<PlatformHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = await LiveServer.StartAsync(settings);
        using var phone = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        var host = new PlatformHost(server, phone.AuthToken, phone.RefreshToken);
        host.Application = await host.AddAsync("First App");
        await host.DoneAsync(HttpMethod.Post, $"{host.Path}/auth/key", host.Signer.Jwk);
        await host.DoneAsync(HttpMethod.Post, $"{host.Path}/auth/issuer", new JsonObject { ["url"] = TokenSigner.Issuer });
        return host;
    }

    /// <returns>The id, as clients find it.</returns>
    public async Task<string> AddAsync(string name)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["companyName"] = "Hotel",
            ["mailingAddress"] = "1 Street",
        };
        using var answer = await SendAsync(HttpMethod.Post, "/platform/application", body);
        return answer.Headers.Location!.Segments[^1];
    }

    public string Token(string sub, Action<JsonObject>? edit = null)
    {
        var claims = TokenSigner.Claims(sub, TimeProvider.System.GetUtcNow());
        edit?.Invoke(claims);
        return Signer.Sign(claims);
    }

    /// <param name="bearer">Null: the owner.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod verb,
        string target,
        JsonNode? body = null,
        string? bearer = null,
        string? origin = null,
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(verb, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer ?? Owner);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Server.Http.SendAsync(request);
    }

    public async Task<JsonElement> ReadAsync(string target, string? bearer = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, target, bearer: bearer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task DoneAsync(HttpMethod verb, string target, JsonNode body)
    {
        using var answer = await SendAsync(verb, target, body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public async Task<HttpStatusCode> StatusAsync(string target, string? bearer = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, target, bearer: bearer);
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Signer.Dispose();
        await Server.DisposeAsync();
    }
}
