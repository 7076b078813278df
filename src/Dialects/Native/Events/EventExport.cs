using System.Text.Json;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Events;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Events;

/// <summary>
/// An export on its way: part after part as the reader takes them. One that cannot be told whole ends without the end of its body, so that nobody takes a half for all.
/// </summary>
internal sealed class EventExport(ExportForm form, IAsyncEnumerable<Outcome<FeedPage>> parts) : NativeAnswer
{
    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var (type, ending) = form switch
        {
            ExportForm.Jsonl => ("application/jsonl", "jsonl"),
            ExportForm.Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        };
        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename=\"events.{ending}\"";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (form == ExportForm.Csv)
        {
            await response.Body.WriteAsync(EventCsv.Head, httpContext.RequestAborted);
        }

        await foreach (var part in parts)
        {
            if (part.IsRefused(out _, out var page))
            {
                httpContext.Abort();
                return;
            }

            await response.Body.WriteAsync(Bytes(page), httpContext.RequestAborted);
        }
    }

    private byte[] Bytes(FeedPage page)
    {
        using var bytes = new MemoryStream();
        foreach (var body in page.Events.Select(EventBody.Of))
        {
            if (form == ExportForm.Csv)
            {
                bytes.Write(EventCsv.Row(body));
                continue;
            }

            JsonSerializer.Serialize(bytes, body, NativeJson.Wire.EventBody);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }
}
