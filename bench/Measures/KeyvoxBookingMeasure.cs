using System.Globalization;
using Latchwork.Bench.Limits;
using Latchwork.Bench.Load;
using Latchwork.Testing.Keyvox;
using Npgsql;

namespace Latchwork.Bench.Measures;

/// <summary>
/// A booking over the KEYVOX wire of a free room with a lock: the stay, its guest, a code for the lock, and the answer with all of it. The acts of a tenant wait for
/// each other at its audit chain, so the limit is what one caller commits, not many at once. The design names no hold for it; these are what a first measurement asks for.
/// </summary>
internal static class KeyvoxBookingMeasure
{
    private const string Yes = "\"code\":\"0\"";

    /// <summary>More than a caller sends in a round.</summary>
    private const int CallsPerSecond = 1000;

    public static async Task RunAsync(Effort effort, CancellationToken cancel)
    {
        await using var server = await MeasuredServer.StartAsync(effort.Callers, cancel);
        await using var bare = await BareCommits.OpenAsync(server.Database, effort.Callers);
        await using var constant = await ConstantJson.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        var desk = await server.DeskAsync(http);
        var calls = await CallsAsync(server, desk, effort.Callers);
        var commits = new Ratio("booking", "bare commits of one caller", hold: 0.05);
        var json = new Ratio("booking", "constant JSON", hold: 0.003);
        await using var database = NpgsqlDataSource.Create(server.Database);
        var before = await TransactionsAsync(database, cancel);
        var warmed = await BookAsync(server, calls, effort, effort.WarmUp, cancel);
        var after = await TransactionsAsync(database, cancel);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {(double)(after - before) / Math.Max(1, warmed.Done):N1} transactions a booking, reads among them"
            )
        );
        for (var round = 0; round < effort.Rounds; round++)
        {
            var single = await bare.PerSecondAsync(1, effort.Time);
            var bookings = await BookAsync(server, calls, effort, effort.Time, cancel);
            var hellos = await SifelyUnlockMeasure.HelloAsync(constant, effort, cancel);
            commits.Add(bookings.PerSecond, single);
            json.Add(bookings.PerSecond, hellos.PerSecond);
            Console.WriteLine(
                $"  round {round + 1}: p50 {bookings.Percentile(0.5):N1} ms, p99 {bookings.Percentile(0.99):N1} ms, refused {bookings.Refused}"
            );
        }

        commits.Print(Console.Out, "bookings/s");
        json.Print(Console.Out, "bookings/s");
    }

    /// <summary>Every caller has a room of their own, and books it hour after hour.</summary>
    private static async Task<SignedCalls> CallsAsync(MeasuredServer server, KeyvoxDesk desk, int callers)
    {
        var site = (await desk.SitesAsync())[0];
        await desk.FreeLocksAsync();
        foreach (var (number, smartLock) in (await desk.LocksAsync()).Values.Take(callers).Index())
        {
            await desk.AddRoomAsync(site, $"Room {number}", smartLock);
        }

        var rooms = (await desk.CallAsync("/v1/getUnits", "{}"))
            .AsArray()
            .Where(unit => ((string)unit!["unitName"]!).StartsWith("Room ", StringComparison.Ordinal))
            .Select(unit => (Id: (string)unit!["unitId"]!, Place: (string)unit["placeId"]!))
            .ToList();
        var first = TimeProvider.System.GetUtcNow().AddDays(30);
        return new SignedCalls(server.Address, desk.Key, "/api/eagle-pms/bacsorder/create", BodyOf);

        string BodyOf(int caller, int number)
        {
            var (room, from) = (rooms[caller % rooms.Count], first.AddHours(2 * number));
            return $$"""
                {"placeId":"{{room.Place}}","unitId":"{{room.Id}}","checkin":"{{SigningHandler.At(from)}}","checkout":"{{SigningHandler.At(
                    from.AddHours(1)
                )}}","orderContact":"Guest","contactTel":"090-1234-5678","customerNum":2}
                """;
        }
    }

    private static Task<LoadResult> BookAsync(MeasuredServer server, SignedCalls calls, Effort effort, TimeSpan time, CancellationToken cancel)
    {
        var requests = calls.Next(effort.Callers, (int)Math.Ceiling(CallsPerSecond * time.TotalSeconds / effort.Callers));
        return HttpLoad.RunAsync(server.Address, effort.Callers, time, requests, Yes, cancel);
    }

    /// <summary>As the database counts them, about a second late.</summary>
    private static async Task<long> TransactionsAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select xact_commit from pg_stat_database where datname = current_database()");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
