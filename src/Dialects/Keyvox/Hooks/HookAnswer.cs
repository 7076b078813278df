using System.Text.Json;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox.Hooks;

/// <summary>An answer to a service (12): bare JSON, as such services take it; a refusal as every function's.</summary>
internal sealed class HookAnswer : IResult
{
    private readonly KeyvoxAnswer? refusal;
    private readonly Action<Utf8JsonWriter>? body;

    private HookAnswer(KeyvoxAnswer? refusal, Action<Utf8JsonWriter>? body) => (this.refusal, this.body) = (refusal, body);

    /// <param name="run">Not called where the input is refused.</param>
    public static async Task<HookAnswer> OfAsync<T>(KeyvoxInput given, Func<Task<Outcome<T>>> run, Action<Utf8JsonWriter, T> body)
    {
        if (given.Refusal is { } refusal)
        {
            return new HookAnswer(refusal, null);
        }

        return (await run()).IsRefused(out var error, out var value) ? new HookAnswer(error, null) : new HookAnswer(null, json => body(json, value));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(httpContext);
            return;
        }

        var response = httpContext.Response;
        response.ContentType = "application/json;charset=UTF-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        KeyvoxRates.Write(httpContext);
        await using (var json = new Utf8JsonWriter(response.BodyWriter, KeyvoxJson.Writing))
        {
            body!(json);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
