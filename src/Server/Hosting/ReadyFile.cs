using System.Text;
using System.Text.Json.Nodes;
using Latchwork.Operations.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Server.Hosting;

/// <summary>What the ready file says besides the address and the process, as members of one object. Registered by whoever knows it.</summary>
internal delegate Task<JsonObject> ReadyContent(Uri baseUrl, CancellationToken cancel);

/// <summary>Tells another program that the server answers, and where. It exists only while that is true, and goes first when a stop is asked for.</summary>
internal sealed class ReadyFile : IDisposable
{
    private readonly string? path;

    /// <summary>Removes the file of an earlier run.</summary>
    public ReadyFile(string? path)
    {
        this.path = path is null ? null : Path.GetFullPath(path);
        Remove();
    }

    public async Task WriteAsync(IServiceProvider services, Uri baseUrl, CancellationToken cancel)
    {
        if (path is null)
            return;
        var content = new JsonObject { ["baseUrl"] = baseUrl.GetLeftPart(UriPartial.Authority), ["pid"] = Environment.ProcessId };
        foreach (var part in services.GetServices<ReadyContent>())
        {
            foreach (var (name, value) in await part(baseUrl, cancel))
                content[name] = value?.DeepClone();
        }
        DurableFile.Write(path, Encoding.UTF8.GetBytes(content.ToJsonString() + "\n"), replace: true);
    }

    public void Dispose() => Remove();

    /// <summary>From here on the server does not answer for certain. Once is as often as twice.</summary>
    public void Remove()
    {
        try
        {
            if (path is not null)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The ready file {path} cannot be written: {e.Message}", e);
        }
    }
}
