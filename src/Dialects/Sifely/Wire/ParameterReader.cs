using System.Text;
using Latchwork.Dialects.Edge;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Latchwork.Dialects.Sifely.Wire;

/// <summary>
/// The parameters of a request, wherever they stand: clients use the query, forms and JSON for the same call, and label bodies that are not there with
/// any content type (1.3, 22). What stands in the body wins over the query.
/// </summary>
internal static class ParameterReader
{
    private static readonly ParameterSet None = new();

    /// <summary>The parameters, or why they cannot be read.</summary>
    public static async ValueTask<(SifelyParameters Given, SifelyError? Refusal)> ReadAsync(HttpContext http)
    {
        if (await RequestBody.ReadAsync(http) is not { } bytes)
        {
            return (SifelyParameters.None, SifelyError.BodyTooLarge);
        }

        if (ReadBody(http.Request.ContentType, bytes) is not { } body)
        {
            return (SifelyParameters.None, SifelyError.NotJson);
        }

        var query = ParameterSet.OfPairs(http.Request.QueryString.Value.AsMemory());
        return (body.Contradicted ?? query.Contradicted) is { } name
            ? (SifelyParameters.None, SifelyError.Invalid($"'{Shown(name)}' is given twice with different values."))
            : (new SifelyParameters(query.Values, body.Values), null);
    }

    /// <summary>Null when it is called JSON and is none. A body of another type is ignored.</summary>
    private static ParameterSet? ReadBody(string? contentType, byte[] body) =>
        body.Length == 0 || !MediaTypeHeaderValue.TryParse(contentType, out var type) ? None
        : type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) ? JsonMembers.Read(WithoutMark(body))
        : type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? ParameterSet.OfPairs(Encoding.UTF8.GetString(body).AsMemory())
        : None;

    private static ReadOnlyMemory<byte> WithoutMark(byte[] body) =>
        body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsMemory(Encoding.UTF8.Preamble.Length) : body;

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40];
}
