using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Server.Hosting;
using Latchwork.Server.Postgres;

namespace Latchwork.Testing;

/// <summary>How to start a server. Without a folder it gets a fresh one.</summary>
public sealed record ServerSetup
{
    public string DataFolder { get; init; } = TestPaths.Fresh("data");

    /// <summary>False: the port is what the environment or the arguments say.</summary>
    public bool AnyPort { get; init; } = true;

    /// <summary>Further words for <c>up</c>, such as <c>--demo</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The real server in a process of its own, on a free port.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private bool ownsFolder;
    private readonly StringBuilder errors = new();

    private ServerProcess(ServerSetup setup)
    {
        DataFolder = setup.DataFolder;
        ReadyFile = TestPaths.Fresh("ready");
        process = Start(setup);
        Exited = process.WaitForExitAsync();
    }

    public string DataFolder { get; }

    public string ReadyFile { get; }

    public int ProcessId => process.Id;

    /// <summary>The content of the ready file.</summary>
    public JsonObject Ready { get; private set; } = [];

    public Uri BaseUrl => new((string)Ready["baseUrl"]!);

    /// <summary>Ends when the server has ended and its output is read to the end.</summary>
    public Task Exited { get; }

    public string Output => Read(output);

    /// <summary>The log: a JSON object a line.</summary>
    public string Errors => Read(errors);

    /// <summary>What the server prints is read here a little later, and the ready file comes before it.</summary>
    public Task UntilPrintedAsync(string text) => Poll.UntilAsync(() => Output.Contains(text, StringComparison.Ordinal));

    /// <summary>What the server logs goes through a queue of its own, so what it did can be seen before.</summary>
    public Task UntilLoggedAsync(string text) => Poll.UntilAsync(() => Errors.Contains(text, StringComparison.Ordinal));

    /// <summary>Returns when the ready file is there. Without a setup the data folder goes with the server.</summary>
    public static async Task<ServerProcess> StartAsync(ServerSetup? setup = null)
    {
        var server = new ServerProcess(setup ?? new ServerSetup()) { ownsFolder = setup is null };
        try
        {
            await Poll.UntilAsync(() => File.Exists(server.ReadyFile) || server.process.HasExited, StartLimit, () => server.Errors);
            if (!File.Exists(server.ReadyFile))
                throw new InvalidOperationException($"The server ended with {server.process.ExitCode}: {server.Errors}");
            server.Ready = JsonNode.Parse(await File.ReadAllTextAsync(server.ReadyFile))!.AsObject();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>For starts that must be refused: waits for the end of the process and gives its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Errors)> RefusalAsync(ServerSetup setup)
    {
        await using var server = new ServerProcess(setup);
        await server.Exited.WaitAsync(StartLimit);
        return (server.process.ExitCode, server.Errors);
    }

    /// <summary>SIGKILL to the server alone; its database keeps running, as after a real crash.</summary>
    public async Task KillAsync()
    {
        Posix.Signal(process.Id, Posix.SigKill);
        await Exited.WaitAsync(StopLimit);
    }

    /// <summary>SIGKILL to the built-in database alone; the server starts it again.</summary>
    public void KillDatabase()
    {
        if (PostgresProcessId is { } running)
            Posix.Signal(running, Posix.SigKill);
    }

    /// <summary>As the owner of the built-in database, over its socket.</summary>
    public string DatabaseConnection => $"Host={RunFolder.PathFor(DataFolder)};Username={ClusterSite.OwnerRole};Database={ClusterSite.DatabaseName}";

    /// <summary>SIGTERM, and the exit code that follows.</summary>
    public Task<int> StopAsync()
    {
        Posix.Signal(process.Id, Posix.SigTerm);
        return EndedAsync();
    }

    /// <summary>The exit code of a server that ends by itself, or was told to before.</summary>
    public async Task<int> EndedAsync()
    {
        await Exited.WaitAsync(StopLimit);
        return process.ExitCode;
    }

    /// <summary>The process id that PostgreSQL wrote down, or null when it is not running.</summary>
    public int? PostgresProcessId
    {
        get
        {
            var cluster = Path.Combine(DataFolder, "postgres");
            var pid = LeftoverPostmaster.ReadPid(Path.Combine(cluster, "postmaster.pid"));
            return pid is { } running && LeftoverPostmaster.IsPostmasterOf(running, cluster) ? running : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await StopAsync();
        process.Dispose();
        if (ownsFolder && Directory.Exists(DataFolder))
        {
            ScratchFolder.EndPostgresOf(DataFolder);
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    private Process Start(ServerSetup setup)
    {
        string[] port = setup.AnyPort ? ["--port", "0"] : [];
        string[] words = ["up", "--data", setup.DataFolder, "--ready-file", ReadyFile, .. port, .. setup.Arguments];
        var start = new ProcessStartInfo(TestPaths.ServerProgram, words)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = TestPaths.DotnetRoot;
        start.Environment.Remove("ConnectionStrings__Latchwork");
        foreach (var (name, value) in setup.Environment)
            start.Environment[name] = value;
        var started = new Process { StartInfo = start };
        started.OutputDataReceived += (_, line) => Append(output, line.Data);
        started.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
