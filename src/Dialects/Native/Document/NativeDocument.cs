using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Native.Auth;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Microsoft.AspNetCore.Routing;

namespace Latchwork.Dialects.Native.Document;

/// <summary>The OpenAPI 3.1 document of this dialect, written from the declarations that serve it.</summary>
internal sealed class NativeDocument
{
    private const string Scheme = "key";
    private const string SessionScheme = "session";

    private readonly Lazy<JsonElement> written;

    /// <param name="endpoints">All that the server serves; asked with the first request, when it is complete.</param>
    public NativeDocument(Func<EndpointDataSource> endpoints) =>
        written = new Lazy<JsonElement>(() => JsonElement.Parse(Write(endpoints()).ToJsonString()));

    public JsonElement Whole => written.Value;

    private static JsonObject Write(EndpointDataSource endpoints)
    {
        var schemas = new NativeSchemas(new BodyComments());
        var paths = new JsonObject();
        foreach (var route in Routes(endpoints).OrderBy(route => route.Pattern, StringComparer.Ordinal))
        {
            var operations = paths[route.Pattern] as JsonObject ?? [];
            operations[route.Verb] = Operation(route, schemas);
            paths[route.Pattern] = operations;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Latchwork",
                ["version"] = "1",
                ["description"] = "The native API of a Latchwork server.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { [Scheme] = new JsonArray() }, new JsonObject { [SessionScheme] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["responses"] = Problems.Responses(schemas),
                ["parameters"] = CallParameters.Shared(),
                ["schemas"] = schemas.All,
                ["securitySchemes"] = new JsonObject
                {
                    [Scheme] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "lw_",
                        ["description"] = "A key of this server. It acts in one tenant, within its scopes.",
                    },
                    [SessionScheme] = new JsonObject
                    {
                        ["type"] = "apiKey",
                        ["in"] = "cookie",
                        ["name"] = ConsoleCookie.Name,
                        ["description"] =
                            $"The session of a person at the console, by POST {NativeDialect.Root}/session. What changes something needs {ConsoleCookie.AntiforgeryHeader} "
                            + $"too, with the value that the session tells; {SessionCallers.TenantHeader} names one of several tenants.",
                    },
                },
            },
        };
    }

    private sealed record Route(string Pattern, string Verb, RouteAct Act, ApiCall Call);

    private static IEnumerable<Route> Routes(EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let act = endpoint.Metadata.GetMetadata<RouteAct>()
        where act?.Surface == Surface.Native
        let call = endpoint.Metadata.GetRequiredMetadata<ApiCall>()
        from verb in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select new Route(endpoint.RoutePattern.RawText!, verb.ToLowerInvariant(), act, call);

    private static JsonObject Operation(Route route, NativeSchemas schemas)
    {
        var (act, call) = (route.Act, route.Call);
        var operation = new JsonObject
        {
            ["operationId"] = call.Id,
            ["summary"] = call.Summary,
            ["tags"] = new JsonArray(route.Pattern[NativeDialect.Root.Length..].Split('/')[1]),
            ["parameters"] = CallParameters.Of(
                route.Pattern,
                call,
                IsRead(route),
                takesKey: !IsRead(route) && act is { PublicBecause: null, IsPersonal: false }
            ),
        };
        if (call.Takes is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = !call.MayLackBody, ["content"] = Json(schemas.Ref(body, isTaken: true)) };
        }

        if (call.Uploads is { } uploads)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject(uploads.Types.Select(type => KeyValuePair.Create<string, JsonNode?>(type, new JsonObject()))),
            };
        }

        operation["responses"] = Responses(route, schemas);
        operation["security"] = SecurityOf(act);
        return operation;
    }

    private static JsonArray SecurityOf(RouteAct act) =>
        act.PublicBecause is not null ? []
        : act.IsPersonal ? [new JsonObject { [SessionScheme] = new JsonArray() }]
        :
        [
            new JsonObject { [Scheme] = Problems.Words(ScopeOf(act) is { } scope ? [scope] : []) },
            new JsonObject { [SessionScheme] = new JsonArray() },
        ];

    private static bool IsRead(Route route) => route.Verb == "get";

    /// <summary>What a key needs; null where any key may.</summary>
    private static string? ScopeOf(RouteAct act) => (act.Needs ?? act.OfLock?.Permission())?.Word();

    private static JsonObject Responses(Route route, NativeSchemas schemas)
    {
        var call = route.Call;
        var good = new JsonObject { ["description"] = call.Makes is null ? "Done, or found." : "Made." };
        if (call.Makes is not null)
        {
            good["headers"] = Problems.Header("Location", "The path of what was made.", new JsonObject { ["type"] = "string" });
        }
        else if (HasTag(route))
        {
            good["headers"] = Problems.Header("ETag", "Of this body: another one is another tag.", new JsonObject { ["type"] = "string" });
        }

        good["content"] = (call.Makes ?? call.Tells) is { } body
            ? Json(schemas.Ref(body, isTaken: false))
            : new JsonObject(call.Streams.Select(type => KeyValuePair.Create<string, JsonNode?>(type, new JsonObject())));
        var all = new JsonObject { [call.Makes is null ? "200" : "201"] = good };
        if (HasTag(route))
        {
            all["304"] = new JsonObject { ["description"] = "It is as you have it." };
        }

        foreach (var status in StatusesOf(route).Order())
        {
            all[$"{status}"] = Problems.Ref(status);
        }

        all["default"] = Problems.Ref(status: null);
        return all;
    }

    private static bool HasTag(Route route) => (route.Call.Tagged is not null && IsRead(route)) || route.Call.IsCached;

    private static IEnumerable<int> StatusesOf(Route route)
    {
        var isRead = IsRead(route);
        int[] always = [400, 401, 403, 429, 500, 503];
        return
        [
            .. always,
            .. route.Pattern.Contains('{', StringComparison.Ordinal) || route.Call.Takes is not null ? [404] : Array.Empty<int>(),
            .. route.Call.Takes is not null || route.Call.Uploads is not null ? [413, 415] : Array.Empty<int>(),
            .. isRead ? Array.Empty<int>() : [409, 410, 422],
            .. !isRead && route.Call.Tagged is not null ? [412] : Array.Empty<int>(),
            .. isRead && route.Act.OfLock == AccessAct.ReadOpenState ? [409] : Array.Empty<int>(),
        ];
    }

    private static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
