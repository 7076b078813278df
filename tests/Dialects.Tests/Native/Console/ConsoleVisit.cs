using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using OtpNet;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>A person at the console, as their browser asks for them: it keeps the cookie, and says from which page it comes.</summary>
internal sealed class ConsoleVisit(HttpClient http)
{
    private const string CookieName = "__Host-latchwork";

    private readonly string origin = http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>The value of the cookie; null: none.</summary>
    public string? Cookie { get; set; }

    public string? Antiforgery { get; set; }

    /// <summary>Null: the header is not sent.</summary>
    public string? Tenant { get; set; }

    /// <summary>Null: the header is not sent.</summary>
    public string? Site { get; set; } = "same-origin";

    public bool IsBackground { get; set; }

    /// <summary>As the browser was told to keep the cookie.</summary>
    public string? CookieTerms { get; private set; }

    public Task<(int Status, JsonNode Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonNode Body)> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public async Task<(int Status, JsonNode Body)> SendAsync(HttpMethod verb, string path, object? body = null)
    {
        var (status, text) = await SendTextAsync(verb, $"/api/v1{path}", body is null ? null : JsonSerializer.Serialize(body));
        var told = JsonNode.Parse(text)!;
        Antiforgery = told["antiforgery"]?.GetValue<string>() ?? Antiforgery;
        return (status, told);
    }

    /// <param name="target">The whole path.</param>
    public async Task<(int Status, string Body)> SendTextAsync(HttpMethod verb, string target, string? json)
    {
        using var request = new HttpRequestMessage(verb, target);
        Add(request, "Cookie", Cookie is null ? null : $"{CookieName}={Cookie}");
        Add(request, "Sec-Fetch-Site", Site);
        Add(request, "Origin", origin);
        Add(request, "Latchwork-Antiforgery", verb == HttpMethod.Get ? null : Antiforgery);
        Add(request, "Latchwork-Tenant", Tenant);
        Add(request, "Latchwork-Background", IsBackground ? "true" : null);
        request.Content = SentBody.Of(json);
        using var answer = await http.SendAsync(request);
        Keep(answer);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<(int Status, JsonNode Body)> LogInAsync(string login, string password = LiveServer.Password, string? code = null) =>
        PostAsync(
            "/session",
            code is null
                ? new { login, password }
                : new
                {
                    login,
                    password,
                    code,
                }
        );

    /// <summary>Adds the app that makes codes.</summary>
    /// <returns>Its secret, and the recovery codes.</returns>
    public async Task<(string Secret, IReadOnlyList<string> Recovery)> AddTotpAsync(DateTimeOffset now)
    {
        var (status, offer) = await PostAsync("/account/totp");
        Assert.Equal(200, status);
        var secret = (string)offer["secret"]!;
        var (confirmed, codes) = await PostAsync("/account/totp/confirm", new { code = CodeOf(secret, now) });
        Assert.Equal(200, confirmed);
        return (secret, [.. codes["recoveryCodes"]!.AsArray().Select(one => (string)one!)]);
    }

    public static string CodeOf(string secret, DateTimeOffset at) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(at.UtcDateTime);

    /// <summary>Another browser with the same cookie.</summary>
    public ConsoleVisit Copy() =>
        new(http)
        {
            Cookie = Cookie,
            Antiforgery = Antiforgery,
            Tenant = Tenant,
        };

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            return;
        }

        var cookie = Assert.Single(set);
        Assert.StartsWith($"{CookieName}=", cookie, StringComparison.Ordinal);
        CookieTerms = cookie[cookie.IndexOf(';', StringComparison.Ordinal)..];
        Cookie = cookie[(CookieName.Length + 1)..cookie.IndexOf(';', StringComparison.Ordinal)] is { Length: > 0 } value ? value : null;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
