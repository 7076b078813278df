using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SifelySample;

/// <summary>What the server refused, with its code.</summary>
internal sealed class SifelyException(string path, int code, string? message) : Exception($"{path}: {code} {message}")
{
    public int Code => code;
}

/// <summary>A client of the Sifely API. Calls answer the body, or throw with the server's code and words.</summary>
internal sealed class SifelyClient(HttpClient http, string? key)
{
    /// <summary>With the account of the environment.</summary>
    public static async Task<SifelyClient> LogInAsync()
    {
        var http = new HttpClient { BaseAddress = new Uri(Setting("SIFELY_URL")) };
        var body = new JsonObject { ["account"] = Setting("SIFELY_ACCOUNT"), ["password"] = Md5(Setting("SIFELY_PASSWORD")) };
        using var json = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var answer = await new SifelyClient(http, null).SendAsync(HttpMethod.Post, "/system/smart/login", json);
        return new SifelyClient(http, (string?)answer["clientToken"]);
    }

    public static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"Set {name}.");

    /// <summary>POST with the parameters as a form; each /v3 call takes them there or in the query.</summary>
    public async Task<JsonNode> CallAsync(string path, params (string Name, object Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Name, FormattableString.Invariant($"{p.Value}"))));
        return await SendAsync(HttpMethod.Post, path, form);
    }

    public async Task<JsonNode> SendAsync(HttpMethod verb, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(verb, path) { Content = content };
        if (key is not null)
        {
            // The key is the whole header: without a scheme.
            request.Headers.TryAddWithoutValidation("Authorization", key);
        }

        using var answer = await http.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (int?)body["code"] is { } code && code != 200 ? throw new SifelyException(path, code, (string?)body["message"]) : body;
    }

    // The wire asks for this encoding of the password.
#pragma warning disable CA5351, RS0030
    private static string Md5(string password) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5351, RS0030
}
