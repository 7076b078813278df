using System.Globalization;
using System.Text;
using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;
using Latchwork.Dialects.Fuzz.Tokens;
using Latchwork.Operations.Ids;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Bench.Measures;

/// <summary>
/// An unlock by a signed operation: what it costs to take a token apart and verify it, against OpenSSL's bare check of the same signature; and the whole of it
/// over HTTP, each with a token of its own.
/// </summary>
internal static class DoordeckUnlockMeasure
{
    private const string Yes = "{}";

    /// <summary>More than a caller sends in a round.</summary>
    private const int TokensPerSecond = 6000;

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        Verify(effort);
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var bare = await BareCommits.OpenAsync(server.Database, effort.Callers);
        await using var constant = await ConstantJson.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var phone = await server.PhoneAsync(http);
        var locks = await server.WireIdsAsync(WireIdKind.LockUuid, cancel);
        var commits = new Ratio("signed unlock", "two bare commits each", hold: 1.0);
        var json = new Ratio("signed unlock", "constant JSON", hold: 0.08);
        await UnlockAsync(server, phone, locks, effort, effort.WarmUp, cancel);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var pairs = await bare.PerSecondAsync(effort.Callers, effort.Time) / 2;
            var unlocks = await UnlockAsync(server, phone, locks, effort, effort.Time, cancel);
            var hellos = await SifelyUnlockMeasure.HelloAsync(constant, effort, cancel);
            commits.Add(unlocks.PerSecond, pairs);
            json.Add(unlocks.PerSecond, hellos.PerSecond);
            Console.WriteLine(
                $"  round {round + 1}: p50 {unlocks.Percentile(0.5):N1} ms, p99 {unlocks.Percentile(0.99):N1} ms, refused {unlocks.Refused}"
            );
        }

        commits.Print(Console.Out, "unlocks/s");
        json.Print(Console.Out, "unlocks/s");
    }

    private static void Verify(Effort effort)
    {
        var speed = new TokenSpeed();
        var cost = new Ratio("verification", "OpenSSL's own", hold: 1.3);
        speed.MicrosecondsEach(speed.Judge, effort.Time);
        speed.MicrosecondsEach(speed.VerifyAlone, effort.Time);
        for (var round = 0; round < effort.Rounds; round++)
        {
            var alone = speed.MicrosecondsEach(speed.VerifyAlone, effort.Time);
            cost.Add(speed.MicrosecondsEach(speed.Judge, effort.Time), alone);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  a token of {speed.TokenLength} bytes"));
        cost.Print(Console.Out, "µs", isCost: true);
    }

    /// <summary>Signed before the clock runs: to sign costs the machine as much as to verify.</summary>
    private static Task<LoadResult> UnlockAsync(
        MeasuredServer server,
        DoordeckPhone phone,
        IReadOnlyList<string> locks,
        Effort effort,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        var each = (int)Math.Ceiling(TokensPerSecond * time.TotalSeconds / effort.Callers);
        var requests = Enumerable.Range(0, effort.Callers).AsParallel().AsOrdered().Select(caller => RequestsOf(caller)).ToList();
        return HttpLoad.RunAsync(server.Address, effort.Callers, time, requests, Yes, cancel);

        Queue<byte[]> RequestsOf(int caller)
        {
            var smartLock = locks[caller % locks.Count];
            return new Queue<byte[]>(Enumerable.Range(0, each).Select(_ => Request(server, phone, smartLock)));
        }
    }

    private static byte[] Request(MeasuredServer server, DoordeckPhone phone, string smartLock)
    {
        var token = phone.Sign(smartLock, DoordeckPhone.Unlock());
        return Encoding.ASCII.GetBytes(
            $"POST /device/{smartLock}/execute HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {phone.AuthToken}\r\nContent-Type: application/jwt\r\nContent-Length: {token.Length}\r\n\r\n{token}"
        );
    }
}
