using System.Net.Http.Headers;
using Latchwork.Operations.Audit;
using Latchwork.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Latchwork.Server.Parts;

/// <summary>Settings of where signed heads go besides the data folder (section <c>AuditHeads</c>).</summary>
internal sealed class HeadSinkOptions
{
    /// <summary>Gets every round of heads by POST, as JSON lines.</summary>
    public Uri? PostTo { get; set; }
}

internal static class HeadSinks
{
    /// <summary>In the data folder.</summary>
    public const string Folder = "audit-heads";

    public static void AddHeadSinks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IHeadSink>(s => new HeadFolder(s.GetRequiredService<DataFolder>().File(Folder), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new ExportedHeads(s.GetRequiredService<DataFolder>().File(Folder)));
        if (configuration.Read<HeadSinkOptions>("AuditHeads").PostTo is { } address)
        {
            services.AddSingleton<IHeadSink>(s => new HeadPost(address, s.GetRequiredService<ILogger<HeadPost>>()));
        }
    }
}

/// <summary>
/// Posts heads as <c>application/jsonl</c>, with the public key in hexadecimal in the header <c>Latchwork-Public-Key</c>. What could not be sent
/// goes out with the next round; after a restart the folder holds it.
/// </summary>
internal sealed partial class HeadPost(Uri address, ILogger<HeadPost> logger) : IHeadSink, IDisposable
{
    private const int MostUnsent = 10_000;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private List<AuditHead> unsent = [];

    public async Task KeepAsync(IReadOnlyList<AuditHead> heads, byte[] publicKey, CancellationToken cancel)
    {
        unsent = [.. unsent.Concat(heads).TakeLast(MostUnsent)];
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent([.. unsent.SelectMany(head => (byte[])[.. head.ToLine(), (byte)'\n'])]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        request.Headers.Add("Latchwork-Public-Key", Convert.ToHexStringLower(publicKey));
        try
        {
            using var answer = await http.SendAsync(request, cancel);
            answer.EnsureSuccessStatusCode();
            unsent = [];
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            NotSent(logger, unsent.Count, away.Message);
        }
    }

    public void Dispose() => http.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} signed heads wait to be posted: {Reason}")]
    private static partial void NotSent(ILogger logger, int count, string reason);
}
