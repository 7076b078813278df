using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SifelySample;

/// <summary>Sets a webhook, checks signatures and prints what happens at the doors until it has seen one opening.</summary>
internal static class Receiver
{
    private static readonly HashSet<int> Opened = [1, 4, 7, 8, 9, 12, 49, 57, 67, 84, 92];
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public static async Task RunAsync()
    {
        var sifely = await SifelyClient.LogInAsync();
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var address = $"http://127.0.0.1:{Port()}/";
        using var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        await sifely.CallAsync("/client/webhook", ("url", address + "doors"), ("secret", secret));
        Console.WriteLine($"listening on {address}doors");
        await sifely.CallAsync("/v3/lock/unlock", ("lockId", SifelyClient.Setting("SIFELY_LOCK")));
        while (!HasOpening(await ReceiveAsync(listener, secret))) { }

        await sifely.SendAsync(HttpMethod.Delete, "/client/webhook");
        Console.WriteLine("received");
    }

    /// <summary>The next genuine notification. It is answered before it is read: the sender waits ten seconds and then sends it again.</summary>
    private static async Task<JsonNode> ReceiveAsync(HttpListener listener, string secret)
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var isGenuine = IsGenuine(context.Request.Headers, body.ToArray(), secret);
            context.Response.StatusCode = isGenuine ? 200 : 401;
            context.Response.Close();
            if (isGenuine)
            {
                return JsonNode.Parse(body.ToArray())!;
            }
        }
    }

    private static bool IsGenuine(System.Collections.Specialized.NameValueCollection headers, byte[] body, string secret)
    {
        var timestamp = headers["X-Webhook-Timestamp"] ?? "0";
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp + "."), .. body]);
        var expected = "sha256=" + Convert.ToHexStringLower(signed);
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        return (TimeProvider.System.GetUtcNow() - sentAt).Duration() < FiveMinutes
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(headers["X-Webhook-Signature"] ?? ""),
                Encoding.UTF8.GetBytes(expected)
            );
    }

    private static bool HasOpening(JsonNode told)
    {
        var records = (string?)told["notifyType"] == "1" ? JsonNode.Parse((string)told["records"]!)!.AsArray() : [];
        foreach (var record in records)
        {
            var outcome = (int)record!["success"]! == 1 ? "done" : "refused";
            Console.WriteLine($"lock {record["lockId"]}: type {record["recordType"]}, {outcome}, by {record["username"]}");
        }

        return records.Any(record => (int)record!["success"]! == 1 && Opened.Contains((int)record["recordType"]!));
    }

    private static int Port()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("WEBHOOK_PORT"), CultureInfo.InvariantCulture, out var port) && port > 0)
        {
            return port;
        }

        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
