using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Native.Wire;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Events;

/// <summary>A JSON Schema as an answer.</summary>
internal sealed class EventSchemaAnswer(JsonObject schema) : NativeAnswer
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = Encoding.UTF8.GetBytes(schema.ToJsonString(Plain));
        httpContext.Response.ContentType = "application/schema+json";
        httpContext.Response.ContentLength = bytes.Length;
        return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
