using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace KeyvoxSample;

/// <summary>What the server refused, with its code; of a refused signature the code is the HTTP status.</summary>
internal sealed class KeyvoxException(string function, string code, string? message) : Exception($"{function}: {code} {message}")
{
    public string Code => code;
}

/// <summary>A client of the KEYVOX API. Calls answer the data, or throw with the server's code and words.</summary>
internal sealed class KeyvoxClient(HttpClient http, string key, string secret)
{
    private const string Base = "/api/eagle-pms";

    public static KeyvoxClient OfEnvironment() =>
        new(new HttpClient { BaseAddress = new Uri(Setting("KEYVOX_URL")) }, Setting("KEYVOX_KEY"), Setting("KEYVOX_SECRET"));

    /// <summary>A function such as <c>/v1/getUnits</c>; its data may be none.</summary>
    public async Task<JsonNode?> CallAsync(string function, JsonObject? arguments = null)
    {
        // What is signed must be what is sent: the body becomes bytes once.
        var body = Encoding.UTF8.GetBytes((arguments ?? []).ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + function) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in KeyvoxSigning.Sign(key, secret, "POST", Base + function, body, TimeProvider.System.GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request);
        var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (string?)told["code"] switch
        {
            "0" => told["data"],
            null => throw new KeyvoxException(function, $"{(int)answer.StatusCode}", (string?)told["message"]),
            var code => throw new KeyvoxException(function, code, (string?)told["msg"]),
        };
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"Set {name}.");
}
