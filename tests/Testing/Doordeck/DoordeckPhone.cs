using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Operations.Secrets;

namespace Latchwork.Testing.Doordeck;

/// <summary>A person's phone on the Doordeck wire: logs in, registers a key, signs. It is written after the wire's description, not after the server.</summary>
public sealed class DoordeckPhone : IDisposable
{
    public const string Json = "application/json";

    private readonly HttpClient http;
    private readonly byte[] seed = RandomNumberGenerator.GetBytes(32);
    private readonly Ed25519SigningKey key;

    private DoordeckPhone(HttpClient http)
    {
        this.http = http;
        key = Ed25519SigningKey.FromSeed(seed);
    }

    public string AuthToken { get; set; } = "";

    public string RefreshToken { get; private set; } = "";

    /// <summary>Known once a key was registered, as its chain is.</summary>
    public string UserId { get; private set; } = "";

    /// <summary>Base64 of DER, leaf first.</summary>
    public IReadOnlyList<string> Chain { get; private set; } = [];

    public byte[] PublicKey => key.PublicKey.ToArray();

    /// <summary>Logged in; without a key yet.</summary>
    public static async Task<DoordeckPhone> LogInAsync(HttpClient http, string email, string password)
    {
        var phone = new DoordeckPhone(http);
        using var answer = await http.PostAsJsonAsync("/auth/token", new { email, password });
        var tokens = await OfAsync(answer);
        (phone.AuthToken, phone.RefreshToken) = ((string)tokens["authToken"]!, (string)tokens["refreshToken"]!);
        return phone;
    }

    /// <summary>Somebody new, by their own registration, with their first key.</summary>
    public static async Task<DoordeckPhone> NewPersonAsync(HttpClient http, string email, string password)
    {
        using var made = await http.PostAsJsonAsync("/auth/register", new { email, password });
        await OfAsync(made);
        return await RegisteredAsync(http, email, password);
    }

    /// <summary>Logged in, with a key that is the person's first.</summary>
    public static async Task<DoordeckPhone> RegisteredAsync(HttpClient http, string email, string password)
    {
        var phone = await LogInAsync(http, email, password);
        await phone.RegisterAsync();
        return phone;
    }

    /// <summary>With a token from elsewhere, such as an application's, and a key that is the person's first.</summary>
    public static async Task<DoordeckPhone> WithTokenAsync(HttpClient http, string token)
    {
        var phone = new DoordeckPhone(http) { AuthToken = token };
        await phone.RegisterAsync();
        return phone;
    }

    /// <summary>The key as this phone sends it: 32 raw bytes.</summary>
    public string WireKey => Convert.ToBase64String(key.PublicKey);

    /// <summary>What the server answered to a registration.</summary>
    public void Take(JsonNode registered)
    {
        UserId = (string)registered["userId"]!;
        Chain = [.. registered["certificateChain"]!.AsArray().Select(certificate => (string)certificate!)];
    }

    /// <summary>Ed25519 over the characters.</summary>
    public string SignText(string text) => Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(text)));

    public byte[] SignBytes(byte[] bytes) => key.Sign(bytes);

    public static JsonObject Unlock() => new() { ["type"] = "MUTATE_LOCK", ["locked"] = false };

    public JsonObject Header() =>
        new()
        {
            ["alg"] = "EdDSA",
            ["x5c"] = new JsonArray([.. Chain.Select(certificate => (JsonNode)certificate)]),
            ["typ"] = "JWT",
        };

    /// <summary>As clients write them: good for a minute, with an id of its own.</summary>
    public JsonObject Claims(string smartLock, JsonObject operation, DateTimeOffset? now = null)
    {
        var seconds = (now ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = UserId,
            ["sub"] = smartLock,
            ["nbf"] = seconds,
            ["iat"] = seconds,
            ["exp"] = seconds + 60,
            ["jti"] = SecretMaker.Uuid4(),
            ["operation"] = operation,
        };
    }

    public string Sign(string smartLock, JsonObject operation) => Sign(Header(), Claims(smartLock, operation));

    public string Sign(JsonObject header, JsonObject claims) =>
        Sign(Encoding.UTF8.GetBytes(header.ToJsonString()), Encoding.UTF8.GetBytes(claims.ToJsonString()));

    /// <summary>In base64url without padding, as most clients do.</summary>
    public string Sign(byte[] header, byte[] claims) => Sign($"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}");

    /// <param name="input">The first two parts, as they are to be sent.</param>
    public string Sign(string input) => $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";

    public Task<HttpResponseMessage> ExecuteAsync(string smartLock, JsonObject operation) => ExecuteAsync(smartLock, Sign(smartLock, operation));

    public Task<HttpResponseMessage> ExecuteAsync(string smartLock, string token) => ExecuteAsync(http, smartLock, token);

    /// <summary>At another server than the phone's own, such as another node.</summary>
    public async Task<HttpResponseMessage> ExecuteAsync(HttpClient at, string smartLock, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/device/{smartLock}/execute")
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(token)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jwt");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AuthToken);
        return await at.SendAsync(request);
    }

    /// <param name="accept">Of a version; null for what a simple client sends.</param>
    public Task<HttpResponseMessage> SendAsync(HttpMethod verb, string path, JsonNode? body = null, string? accept = null) =>
        SendAsync(http, verb, path, body, accept);

    /// <inheritdoc cref="ExecuteAsync(HttpClient, string, string)"/>
    public async Task<HttpResponseMessage> SendAsync(HttpClient at, HttpMethod verb, string path, JsonNode? body = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(verb, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AuthToken);
        request.Headers.TryAddWithoutValidation("Accept", accept ?? Json);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, Json);
        }

        return await at.SendAsync(request);
    }

    /// <summary>The body of an answer that must be a success.</summary>
    public async Task<JsonNode> GetAsync(string path, string? accept = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, accept: accept);
        return await OfAsync(answer);
    }

    public void Dispose() => key.Dispose();

    private async Task RegisterAsync()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/auth/certificate", new JsonObject { ["ephemeralKey"] = WireKey });
        Take(await OfAsync(answer));
    }

    private static async Task<JsonNode> OfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{(int)answer.StatusCode}: {text}");
    }
}
