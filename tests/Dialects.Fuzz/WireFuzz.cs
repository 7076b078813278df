using System.Collections.Concurrent;

namespace Latchwork.Dialects.Fuzz;

/// <summary>Sends bent requests to every route of a wire and checks each answer (LG-2, AZ-10).</summary>
public static class WireFuzz
{
    /// <summary>Log-ins cost a password hash each, and wrong ones are throttled.</summary>
    public const int MostLogIns = 200;

    private const int AtOnce = 8;
    private const int MostDefects = 100;

    /// <param name="number">How many requests. A defect names the number of its request: the same seed makes the same request again.</param>
    public static async Task<FuzzReport> RunAsync(IFuzzWire wire, ulong seed, int number, CancellationToken cancel = default)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                MaxConnectionsPerServer = AtOnce,
                UseCookies = false,
            }
        );
        var run = new Run(http, wire, seed);
        await run.SendAsync(0, Math.Min(number, wire.Routes.Count * AtOnce), cancel);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await run.SendAsync(wire.Routes.Count * AtOnce, number, cancel);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        return run.Report(before, after);
    }

    private sealed class Run(HttpClient http, IFuzzWire wire, ulong seed)
    {
        private readonly ConcurrentDictionary<int, int> statuses = new();
        private readonly ConcurrentDictionary<string, int> routes = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> succeeded = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> defects = new();
        private int logIns;
        private int sent;

        public Task SendAsync(int from, int to, CancellationToken cancel) =>
            Parallel.ForAsync(
                from,
                Math.Max(from, to),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (number, stop) => await SendAsync(number, stop)
            );

        public FuzzReport Report(long before, long after) =>
            new(
                seed,
                sent,
                Math.Min(logIns, MostLogIns),
                statuses.ToDictionary(),
                routes.ToDictionary(StringComparer.Ordinal),
                succeeded.Keys.ToHashSet(StringComparer.Ordinal),
                [.. defects],
                before,
                after
            );

        private async Task SendAsync(int number, CancellationToken cancel)
        {
            var mayLogIn = !wire.IsLogIn(wire.Routes[number % wire.Routes.Count]) || Interlocked.Increment(ref logIns) <= MostLogIns;
            var request = wire.Make(seed, number, mayLogIn);
            using var message = request.Message;
            Interlocked.Increment(ref sent);
            routes.AddOrUpdate(request.Route.Name, 1, (_, count) => count + 1);
            try
            {
                using var answer = await http.SendAsync(message, cancel);
                var body = await answer.Content.ReadAsStringAsync(cancel);
                Count((int)answer.StatusCode);
                if (wire.IsSuccess(answer, body))
                {
                    succeeded[request.Route.Name] = true;
                }

                if (wire.Broken(request, answer, body) is { } rule)
                {
                    var asked = message.Content is { } content ? await content.ReadAsStringAsync(cancel) : "";
                    Tell($"#{number} {message.Method} {message.RequestUri?.PathAndQuery} {Begin(asked)}: {rule}: {Begin(body)}");
                }
            }
            catch (HttpRequestException)
            {
                // A request that breaks HTTP itself may be cut off, which is no answer and no defect.
                Count(0);
            }
        }

        private static string Begin(string text) => text.Length > 200 ? text[..200] : text;

        private void Count(int status) => statuses.AddOrUpdate(status, 1, (_, count) => count + 1);

        private void Tell(string defect)
        {
            if (defects.Count < MostDefects)
            {
                defects.Enqueue(defect);
            }
        }
    }
}
