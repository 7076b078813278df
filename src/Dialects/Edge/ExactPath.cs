using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Latchwork.Dialects.Edge;

/// <summary>Routes of the framework ignore case and a trailing slash; the wires do not.</summary>
internal static class ExactPath
{
    /// <summary>Whether a literal segment of the route is written in another case in the path.</summary>
    public static bool DiffersInCase(RouteEndpoint route, PathString path)
    {
        var rest = path.Value.AsSpan();
        foreach (var segment in route.RoutePattern.PathSegments)
        {
            rest = rest.IsEmpty ? rest : rest[1..];
            var end = rest.IndexOf('/');
            var actual = end < 0 ? rest : rest[..end];
            if (segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal && !actual.SequenceEqual(literal.Content))
            {
                return true;
            }

            rest = end < 0 ? [] : rest[end..];
        }

        return false;
    }

    public static bool EndsInSlash(PathString path) => path.Value is { Length: > 1 } text && text[^1] == '/';
}
