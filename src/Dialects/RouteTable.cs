using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects;

/// <summary>One route as it is served.</summary>
/// <param name="Verbs">In the order of the declaration; empty for any.</param>
public sealed record RouteRow(RouteAct Act, string Pattern, IReadOnlyList<string> Verbs);

public static class RouteTable
{
    /// <summary>All routes that dialects serve.</summary>
    public static IReadOnlyList<RouteRow> Of(EndpointDataSource endpoints) =>
        [
            .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
            let act = endpoint.Metadata.GetMetadata<RouteAct>()
            where act is not null
            select new RouteRow(act, endpoint.RoutePattern.RawText ?? "", endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []),
        ];

    /// <summary>The patterns of routes that say nothing of what they do.</summary>
    public static IReadOnlyList<string> Undeclared(EndpointDataSource endpoints) =>
        [
            .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
            where endpoint.Metadata.GetMetadata<RouteAct>() is null
            select endpoint.RoutePattern.RawText ?? "",
        ];
}
