using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Latchwork.Cli.Api;

/// <summary>
/// Calls of the server's own API. A refusal ends the command with the server's sentence and its code. After a POST, PUT, PATCH or DELETE that may have
/// reached the server, only a refusal of its own says that nothing happened.
/// </summary>
internal sealed class NativeClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http;

    /// <param name="key">Null for the set-up, which has no key yet.</param>
    public NativeClient(Uri server, string? key)
    {
        http = new HttpClient { BaseAddress = new Uri(server, "/api/v1/"), Timeout = Patience };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("latchwork-cli", "1"));
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, cancel);

    public Task<JsonObject> PostAsync(string path, JsonObject? body, CancellationToken cancel) => SendAsync(HttpMethod.Post, path, body, cancel);

    public Task<JsonObject> PutAsync(string path, JsonObject body, CancellationToken cancel) => SendAsync(HttpMethod.Put, path, body, cancel);

    public Task<JsonObject> PatchAsync(string path, JsonObject body, CancellationToken cancel) => SendAsync(HttpMethod.Patch, path, body, cancel);

    public Task<JsonObject> DeleteAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Delete, path, null, cancel);

    /// <summary>An answer that goes on: as it comes.</summary>
    /// <param name="last">The last event that the caller has; null for none.</param>
    public async Task<Stream> OpenAsync(string path, string? last, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        var answer = await AnswerAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsStreamAsync(cancel)
            : throw Refusal(HttpMethod.Get, (int)answer.StatusCode, Parse(await answer.Content.ReadAsStringAsync(cancel)));
    }

    /// <summary>An answer of any size into a file, which is there whole or not at all.</summary>
    /// <returns>Its bytes.</returns>
    public async Task<long> SaveAsync(string path, string file, CancellationToken cancel)
    {
        var part = file + ".part";
        try
        {
            await using var told = await OpenAsync(path, last: null, cancel);
            await using (var written = File.Create(part))
            {
                await told.CopyToAsync(written, cancel);
            }

            File.Move(part, file, overwrite: true);
            return new FileInfo(file).Length;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCodes.Refused, $"It was not exported whole, and nothing is in {file}: {broken.Message}");
        }
        finally
        {
            File.Delete(part);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, HttpCompletionOption until, CancellationToken cancel)
    {
        try
        {
            return await http.SendAsync(request, until, cancel);
        }
        catch (HttpRequestException broken)
        {
            throw NoServer(broken);
        }
    }

    private RefusedException NoServer(HttpRequestException broken) =>
        new(ExitCodes.NoServer, $"No server answers at {http.BaseAddress!.GetLeftPart(UriPartial.Authority)}: {broken.Message}");

    private async Task<JsonObject> SendAsync(HttpMethod verb, string path, JsonObject? body, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(verb, path);
            request.Content = ContentOf(verb, body);
            using var answer = await http.SendAsync(request, cancel);
            var told = Parse(await answer.Content.ReadAsStringAsync(cancel));
            return answer.IsSuccessStatusCode && told is not null ? told : throw Refusal(verb, (int)answer.StatusCode, told);
        }
        catch (HttpRequestException broken) when (IsBeforeTheCall(broken))
        {
            throw NoServer(broken);
        }
        catch (HttpRequestException broken)
        {
            throw new RefusedException(
                ExitCodes.Unknown,
                $"The connection broke before the answer was there: what was asked may have happened. {broken.Message}"
            );
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new RefusedException(
                ExitCodes.Unknown,
                $"The server did not answer within {Patience.TotalSeconds:0} s: what was asked may have happened."
            );
        }
    }

    /// <summary>
    /// An act has content, be it empty: what has none is sent again by the client library when the connection breaks, and the door would
    /// move twice.
    /// </summary>
    private static HttpContent? ContentOf(HttpMethod verb, JsonObject? body) =>
        body is not null ? new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json")
        : verb == HttpMethod.Get ? null
        : new ByteArrayContent([]);

    private static bool IsBeforeTheCall(HttpRequestException broken) =>
        broken.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static RefusedException Refusal(HttpMethod verb, int status, JsonObject? problem)
    {
        const int fault = 500;
        var isUnknown = status >= fault && verb != HttpMethod.Get;
        var code = (string?)problem?["code"];
        var detail = (string?)problem?["detail"] ?? "That is no answer of a Latchwork server.";
        return new RefusedException(
            isUnknown || code == "outcome-unknown" ? ExitCodes.Unknown : ExitCodes.Refused,
            code is null ? $"{detail} ({status})" : $"{detail} ({status} {code})"
        );
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
