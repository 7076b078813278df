using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Latchwork.Dialects.Native.Events;

/// <summary>
/// Server-sent events on the places of the list: a reader that comes back with the id of its last event goes on right after it. How many are open is limited for each
/// caller and for the node.
/// </summary>
internal sealed class EventStreams
{
    public const string ResumeHeader = "Last-Event-ID";

    /// <summary>Events that are read at a time.</summary>
    public const int Size = 200;

    /// <summary>Proxies drop what is silent for longer; and the caller is confirmed anew each time (AZ-5).</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>After which a reader that lost the connection comes back, in milliseconds.</summary>
    private static readonly byte[] Opening = "retry: 2000\n\n"u8.ToArray();

    private static readonly AccessError TooMany = new(AccessErrorCode.RateLimited, "So many streams of this caller are open.")
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    private readonly EventFeed feed;
    private readonly NativeOptions options;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ConcurrentDictionary<Guid, int> open = new();
    private int all;

    public EventStreams(EventFeed feed, NativeOptions options, IHostApplicationLifetime lifetime) =>
        (this.feed, this.options, this.lifetime) = (feed, options, lifetime);

    /// <param name="follows">Whether it waits for what comes; else it ends with what is there.</param>
    public NativeAnswer Open(NativeCaller caller, FeedFilter filter, FeedPage first, bool follows)
    {
        var principal = caller.Caller.Principal.Id;
        var (ofAll, ofTheirs) = (Interlocked.Increment(ref all), open.AddOrUpdate(principal, 1, (_, count) => count + 1));
        if (ofAll <= options.Streams && ofTheirs <= options.StreamsPerKey)
        {
            return new Stream(this, caller, filter, first, follows);
        }

        Leave(principal);
        return TooMany;
    }

    private void Leave(Guid principal)
    {
        Interlocked.Decrement(ref all);
        if (open.AddOrUpdate(principal, 0, (_, count) => Math.Max(0, count - 1)) == 0)
        {
            open.TryRemove(KeyValuePair.Create(principal, 0));
        }
    }

    private sealed class Stream(EventStreams streams, NativeCaller caller, FeedFilter filter, FeedPage first, bool follows) : NativeAnswer
    {
        public override async Task ExecuteAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, streams.lifetime.ApplicationStopping);
            try
            {
                await RunAsync(httpContext.Response, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The reader went away, or the server does: it comes back, here or at another node.
            }
            finally
            {
                streams.Leave(caller.Caller.Principal.Id);
            }
        }

        private async Task RunAsync(HttpResponse response, CancellationToken cancel)
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["X-Accel-Buffering"] = "no";
            await response.Body.WriteAsync(Opening, cancel);
            for (var page = first; page is not null; page = await NextAsync(page, cancel))
            {
                await WriteAsync(response, page, cancel);
                if (!page.IsMore && !follows)
                {
                    return;
                }

                if (!page.IsMore)
                {
                    await streams.feed.WaitAsync(caller.Tenant, page.Next, Silence, cancel);
                }
            }
        }

        /// <summary>Null where the caller may not read on: the stream ends, and whoever comes back is told why.</summary>
        private async Task<FeedPage?> NextAsync(FeedPage page, CancellationToken cancel) =>
            (await streams.feed.AfterAsync(caller.Caller, caller.Tenant, filter, FeedPlace.At(page.Next), Size, cancel)).IsRefused(
                out _,
                out var next
            )
                ? null
                : next;

        /// <summary>The place goes out after the events too: what was looked through in vain need not be looked through again by a reader that comes back.</summary>
        private static async Task WriteAsync(HttpResponse response, FeedPage page, CancellationToken cancel)
        {
            foreach (var one in page.Events)
            {
                var body = EventBody.Of(one);
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes($"id: {body.Id}\nevent: {body.Type}\ndata: "), cancel);
                await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, NativeJson.Wire.EventBody), cancel);
                await response.Body.WriteAsync("\n\n"u8.ToArray(), cancel);
            }

            await response.Body.WriteAsync(Encoding.ASCII.GetBytes($"id: {EventIds.Text(page.Next)}\n\n"), cancel);
            await response.Body.FlushAsync(cancel);
        }
    }
}
