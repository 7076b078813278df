using System.Net.Http.Headers;
using Latchwork.Bench.Load;

namespace Latchwork.Bench.Limits;

/// <summary>What an HTTP client does at most: the same body, so many at a time, and nothing else.</summary>
internal static class BarePosts
{
    public static async Task<double> PerSecondAsync(HttpClient http, CheapReceiver receiver, int count, int atOnce, byte[] body)
    {
        var perSecond = receiver.PerSecondAsync(count);
        await Task.WhenAll(
            Enumerable.Range(0, atOnce).Select(n => Task.Run(() => PostAsync(http, receiver.Address, ((count - n - 1) / atOnce) + 1, body)))
        );
        return await perSecond;
    }

    private static async Task PostAsync(HttpClient http, Uri to, int times, byte[] body)
    {
        for (var i = 0; i < times; i++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await http.PostAsync(to, content);
            answer.EnsureSuccessStatusCode();
        }
    }
}
