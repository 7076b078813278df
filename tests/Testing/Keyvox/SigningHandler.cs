using System.Globalization;
using System.Text;

namespace Latchwork.Testing.Keyvox;

/// <summary>Signs what passes for the key whose name stands in the header in place of a signature. No request repeats another: each has a second of its own.</summary>
public sealed class SigningHandler(IReadOnlyDictionary<string, KeyvoxKey> keys) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly DistinctSeconds seconds = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.TryGetValues("Authorization", out var names) && keys.TryGetValue(names.Single(), out var key))
        {
            await SignAsync(request, key, cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private async Task SignAsync(HttpRequestMessage request, KeyvoxKey key, CancellationToken cancel)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancel) : [];
        using var signed = key.Request(request.RequestUri!.PathAndQuery, Encoding.UTF8.GetString(body), seconds.Next());
        foreach (var header in new[] { "date", "digest", "x-target-host", "authorization" })
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, signed.Headers.NonValidated[header].ToString());
        }
    }

    /// <summary>Seconds since 1970, as this wire writes instants.</summary>
    public static string At(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
