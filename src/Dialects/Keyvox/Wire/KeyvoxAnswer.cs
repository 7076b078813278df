using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Latchwork.Dialects.Edge;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox.Wire;

/// <summary>An answer of this dialect: the envelope with <c>code</c>, <c>msg</c> and perhaps <c>data</c> (3.1), or what its gateway says.</summary>
internal sealed class KeyvoxAnswer : IResult
{
    private const string OfFunction = "application/json;charset=UTF-8";
    private const string OfGateway = "application/json; charset=utf-8";
    private const string Success = "success";

    private readonly KeyvoxRefusal? refusal;
    private readonly Action<Utf8JsonWriter>? data;

    private KeyvoxAnswer(KeyvoxRefusal? refusal, Action<Utf8JsonWriter>? data) => (this.refusal, this.data) = (refusal, data);

    /// <summary>Success of a function that has no data.</summary>
    public static KeyvoxAnswer Yes { get; } = new(null, null);

    public static KeyvoxAnswer Data<T>(T data, JsonTypeInfo<T> type) => new(null, writer => JsonSerializer.Serialize(writer, data, type));

    /// <summary>A bare number (9.10).</summary>
    public static KeyvoxAnswer Count(int number) => new(null, writer => writer.WriteNumberValue(number));

    public static KeyvoxAnswer Refused(KeyvoxRefusal refusal) => new(refusal, null);

    public static implicit operator KeyvoxAnswer(KeyvoxRefusal refusal) => Refused(refusal);

    public static implicit operator KeyvoxAnswer(AccessError error) => Refused(KeyvoxErrors.Of(error));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal?.Reason is { } reason)
        {
            httpContext.Features.Set(new ToldRefusal(reason));
        }

        var response = httpContext.Response;
        response.StatusCode = refusal?.Status ?? StatusCodes.Status200OK;
        response.ContentType = refusal is { Code: null } ? OfGateway : OfFunction;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        WriteHeaders(httpContext);
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, KeyvoxJson.Writing))
        {
            Write(writer);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void WriteHeaders(HttpContext http)
    {
        if (refusal?.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "hmac";
        }

        if (refusal?.RetryAfter is { } pause)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        KeyvoxRates.Write(http);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (refusal is { Code: null })
        {
            writer.WriteString("message", refusal.Message);
        }
        else
        {
            writer.WriteString("code", refusal?.Code ?? "0");
            writer.WriteString("msg", refusal?.Message ?? Success);
        }

        if (data is not null)
        {
            writer.WritePropertyName("data");
            data(writer);
        }

        writer.WriteEndObject();
    }
}
