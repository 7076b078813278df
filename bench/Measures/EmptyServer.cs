using Latchwork.Bench.Limits;

namespace Latchwork.Bench.Measures;

/// <summary>A process that is a web server and nothing else: says so when it answers, and stays.</summary>
internal static class EmptyServer
{
    public static async Task<int> RunAsync()
    {
        await using var server = await ConstantJson.StartAsync();
        using var http = new HttpClient();
        await http.GetStringAsync(server.Address);
        await Console.Out.WriteLineAsync("ready");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
