using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace Latchwork.Testing.Kills;

/// <summary>The server that is killed again and again, as its clients know it: the one that runs now.</summary>
internal sealed class KillHouse : IDisposable
{
    /// <summary>Before asking again somebody who is away.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };
    private ServerProcess server;

    public KillHouse(ServerProcess first)
    {
        server = first;
        Database = new OwnerReads(DatabaseConnection);
    }

    /// <summary>A server that starts again has another address.</summary>
    public ServerProcess Server
    {
        get => Volatile.Read(ref server);
        set => Volatile.Write(ref server, value);
    }

    public OwnerReads Database { get; }

    /// <summary>Without a pool: what was killed answers no more.</summary>
    public string DatabaseConnection => new NpgsqlConnectionStringBuilder(server.DatabaseConnection) { Pooling = false }.ConnectionString;

    /// <summary>Numbers of the locks that something connects, as the server told when it started.</summary>
    public IReadOnlyList<int> LinkedDoors() =>
        [.. Server.Ready["sifely"]!["locks"]!.AsArray().Where(door => (string)door!["link"]! != "none").Select(door => (int)door!["lockId"]!)];

    /// <summary>On the Sifely wire, as the owner of the doors; null where no answer came.</summary>
    public async Task<JsonObject?> AskAsync(string path) =>
        await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(Server.BaseUrl, path)), (string)Server.Ready["sifely"]!["apiKey"]!);

    /// <summary>The same for a call that must succeed, before anything is killed.</summary>
    public async Task<JsonObject> ExpectAsync(string path)
    {
        var answer = await AskAsync(path);
        return answer is null || CodeOf(answer) is not null and not 0 ? throw new InvalidOperationException($"{path}: {answer}") : answer;
    }

    /// <summary>A link of the tenant, by our own API.</summary>
    public async Task PairAsync(string address)
    {
        var body = new JsonObject
        {
            ["family"] = "simulator",
            ["address"] = address,
            ["name"] = "Street",
        };
        var answer = await SendAsync(
            () =>
                new HttpRequestMessage(HttpMethod.Post, new Uri(Server.BaseUrl, "api/v1/links"))
                {
                    Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
                },
            $"Bearer {(string)Server.Ready["native"]!["apiKey"]!}"
        );
        if (answer?["id"] is null)
        {
            throw new InvalidOperationException($"The link was not paired: {answer}");
        }
    }

    /// <summary>The wire's code; null for an answer that has none.</summary>
    public static int? CodeOf(JsonObject answer) => (int?)answer["errcode"];

    public void Dispose() => http.Dispose();

    private async Task<JsonObject?> SendAsync(Func<HttpRequestMessage> make, string authorization)
    {
        using var request = make();
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        try
        {
            using var answer = await http.SendAsync(request);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())?.AsObject();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
