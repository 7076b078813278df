using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Doordeck.Wire;

/// <summary>The versions that an endpoint has; without one it has the first only.</summary>
internal sealed record ApiVersions(params int[] All)
{
    public static ApiVersions First { get; } = new(1);

    /// <summary>The asked one, else the newest below it, else the oldest (2).</summary>
    public int For(int asked) => All.Where(version => version <= asked).DefaultIfEmpty(All.Min()).Max();
}

/// <summary>Versions by media type: <c>application/vnd.doordeck.api-vN+json</c>, perhaps beside others (2).</summary>
internal static class ApiVersion
{
    private const string Prefix = "application/vnd.doordeck.api-v";
    private const string Suffix = "+json";

    public static TBuilder InVersions<TBuilder>(this TBuilder endpoint, params int[] versions)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ApiVersions(versions));

    /// <summary>The version to answer in; null where nothing in <c>Accept</c> admits JSON.</summary>
    public static int? Of(HttpContext http)
    {
        var types = Types(http.Request.Headers.Accept);
        var versions = http.GetEndpoint()?.Metadata.GetMetadata<ApiVersions>() ?? ApiVersions.First;
        return types.Count > 0 && !types.Exists(AdmitsJson) ? null : versions.For(types.Select(Asked).DefaultIfEmpty(1).Max());
    }

    /// <summary>Errors are of no version (2).</summary>
    public static string ContentType(int version) =>
        version < 2 ? "application/json" : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}{Suffix}");

    private static List<string> Types(StringValues accept) =>
        [
            .. from line in accept
            from entry in (line ?? "").Split(',')
            let type = entry.Split(';')[0].Trim().ToLowerInvariant()
            where type.Length > 0
            select type,
        ];

    private static bool AdmitsJson(string type) =>
        type is "*/*" or "application/*" or "application/json" || type.EndsWith(Suffix, StringComparison.Ordinal);

    private static int Asked(string type) =>
        type.StartsWith(Prefix, StringComparison.Ordinal)
        && type.EndsWith(Suffix, StringComparison.Ordinal)
        && type.Length > Prefix.Length + Suffix.Length
            ? Number(type.AsSpan(Prefix.Length, type.Length - Prefix.Length - Suffix.Length))
            : 1;

    /// <summary>One beyond all versions is one all the same; what is no number is the first.</summary>
    private static int Number(ReadOnlySpan<char> digits) =>
        digits.ContainsAnyExceptInRange('0', '9') ? 1
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : int.MaxValue;
}
