using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Tests.Scenarios.Sifely;

/// <summary>A client of the wire that sends what it is told.</summary>
internal sealed class SifelyClient(HttpClient http)
{
    public async Task<(int Status, string Body, HttpResponseHeaders Headers)> PostAsync(string target, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", key);
        }

        var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    /// <summary>The account's key.</summary>
    public async Task<string> LogInAsync(string account = LiveServer.Account)
    {
        var (status, body, _) = await PostAsync($"/system/smart/login?account={account}&password={LiveServer.PasswordMd5}", key: null);
        var key = (string?)JsonNode.Parse(body)!["clientToken"];
        Assert.True(key is not null, $"{status} {body}");
        return key;
    }
}
