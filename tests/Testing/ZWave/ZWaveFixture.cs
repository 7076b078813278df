using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Latchwork.Testing.ZWave;

/// <summary>
/// The real Z-Wave JS server on its simulated radio (tests/fixtures/zwave), one for the assembly. Where it cannot be had (no Node.js, no
/// packages) <see cref="Missing"/> says why, and the tests that need it are skipped with that reason; in the gate (<c>CI=true</c>) they fail.
/// </summary>
public sealed partial class ZWaveFixture : IAsyncLifetime
{
    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);

    private readonly HttpClient control = new();
    private Process? process;

    public string? Missing { get; private set; }

    /// <summary>Where the server listens, such as <c>ws://127.0.0.1:36585</c>.</summary>
    public string Server { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        try
        {
            await NodePackages.InstallAsync(NodePackages.Folder("zwave"), InstallsWithin);
            await StartAsync();
        }
        catch (FixtureMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Missing = missing.Message;
        }
    }

    /// <summary>One act at the door or with the radio; see the README of the fixture.</summary>
    public async Task ActAsync(string act, object body)
    {
        using var answer = await control.PostAsJsonAsync(act, body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{act}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>What a lock really holds.</summary>
    public async Task<JsonElement> LookAsync(int node)
    {
        var state = await control.GetFromJsonAsync<JsonElement>("state");
        return state.GetProperty($"{node}");
    }

    private async Task StartAsync()
    {
        var start = NodePackages.Node("start.mjs");
        start.WorkingDirectory = NodePackages.Folder("zwave");
        start.Environment["ZWAVE_PORT"] = "0";
        start.Environment["ZWAVE_CONTROL_PORT"] = "0";
        start.Environment["ZWAVE_UNTIL_STDIN_ENDS"] = "1";
        process = NodePackages.Start(start);
        var complaints = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(ReadyWithin);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (ReadyLine().Match(line) is { Success: true } ready)
                {
                    Server = ready.Groups["server"].Value;
                    control.BaseAddress = new Uri(ready.Groups["control"].Value);
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new FixtureMissingException($"The Z-Wave fixture was not ready within {ReadyWithin.TotalSeconds:0} s.");
        }

        throw new FixtureMissingException($"The Z-Wave fixture ended before it was ready: {await complaints}");
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (process is null)
        {
            return;
        }

        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [GeneratedRegex(@"^ready: server (?<server>ws://\S+)  control (?<control>http://\S+)$", RegexOptions.None, 1000)]
    private static partial Regex ReadyLine();
}
