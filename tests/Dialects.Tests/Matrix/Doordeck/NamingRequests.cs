using Latchwork.Operations.Ids;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>A request that names something by <c>{id}</c>: in its path, in its body, or in what is signed.</summary>
internal sealed record NamingRequest(string Route, string? Body = null)
{
    /// <summary>Kinds of which something is told on purpose, or that are taken on purpose.</summary>
    public IReadOnlyList<WireIdKind> NotOf { get; init; } = [];

    public bool IsSigned { get; init; }

    public bool IsAbout(WireIdKind kind) => !NotOf.Contains(kind);

    /// <summary>The lock of the path, as the token names it too.</summary>
    public string SignedFor => Route.Split('/')[2];
}

/// <summary>Every route of the wire that names something, with every place where it does.</summary>
internal static class NamingRequests
{
    private const string Application = "/platform/application/{id}";
    private const string User = """{"userId":"00000000-0000-4000-8000-000000000000"}""";
    private const string Url = """{"url":"https://isolation.example.com"}""";
    private const string NewUser = """
        {"type":"ADD_USER","user":"{id}","publicKey":"AAAA","role":"USER","start":null,"end":null}
        """;

    /// <summary>People of the installation know each other by their ids, whatever tenant is their home.</summary>
    private static readonly WireIdKind[] People = [WireIdKind.UserUuid];

    /// <summary>What is no UUID is another form, which is told before anything is looked for.</summary>
    private static readonly WireIdKind[] PeopleAndOtherForms =
    [
        .. People,
        .. Enum.GetValues<WireIdKind>().Where(kind => !kind.ToString().EndsWith("Uuid", StringComparison.Ordinal)),
    ];

    public static IReadOnlyList<NamingRequest> All { get; } =
    [
        new("GET /device/{id}"),
        new("PUT /device/{id}", """{"favourite":true}"""),
        new("PUT /device/{id}", """{"settings":{"hidden":true}}"""),
        new("GET /device/{id}/users"),
        new("GET /device/{id}/log"),
        new("PUT /device/{id}/tile/{own tile}"),
        new("DELETE /device/{id}/tile/{own tile}"),
        new("DELETE /device/{own lock}/tile/{id}"),
        Execute("{id}", """{"type":"MUTATE_LOCK","locked":false}"""),
        Execute("{id}", """{"type":"REMOVE_USER","users":["00000000-0000-4000-8000-000000000000"]}"""),
        Execute("{id}", """{"type":"MUTATE_SETTING","unlockDuration":7}"""),
        Execute("{id}", NewUser.Replace("{id}", DoordeckThings.NobodysUuid, StringComparison.Ordinal)),
        // The key is not theirs, so they are found and get nothing.
        Execute("{own lock}", NewUser) with
        {
            NotOf = PeopleAndOtherForms,
        },
        Execute("{own lock}", """{"type":"REMOVE_USER","users":["{id}"]}""") with
        {
            NotOf = PeopleAndOtherForms[1..],
        },
        new("GET /site/{id}/device"),
        new("GET /site/{id}/user"),
        new("GET /tile/{id}"),
        // A plate that leads elsewhere is taken, whoever's it is (TN-1).
        new("PUT /tile/{own tile}", """{"siteId":"{id}","devices":[]}"""),
        new("PUT /tile/{own tile}", """{"siteId":"{own site}","devices":["{id}"]}"""),
        new("GET /user/{id}") { NotOf = People },
        new("GET /user/{id}/log") { NotOf = People },
        new("POST /directory/query", """{"localKey":["{id}"]}""") { NotOf = People },
        new($"GET {Application}"),
        new($"POST {Application}", """{"name":"Other"}"""),
        new($"DELETE {Application}"),
        new(
            $"POST {Application}/auth/key",
            """{"kty":"OKP","crv":"Ed25519","kid":"k","use":"sig","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""
        ),
        new($"DELETE {Application}/auth/key", """{"kid":"k"}"""),
        new($"POST {Application}/auth/issuer", Url),
        new($"DELETE {Application}/auth/issuer", Url),
        new($"POST {Application}/cors", Url),
        new($"DELETE {Application}/cors", Url),
        new($"GET {Application}/owner"),
        new($"POST {Application}/owner", User),
        new($"DELETE {Application}/owner", User),
        new($"GET {Application}/user"),
        new($"POST {Application}/logo", """{"contentType":"image/png"}"""),
        new($"GET {Application}/logo/00000000-0000-4000-8000-000000000000"),
        new("GET /platform/application/{own application}/user?lastUserRetrieved={id}"),
        new("GET /platform/application/{own application}/logo/{id}"),
        new("PUT /platform/application/{own application}/logo/{id}?token=nothing", "{}"),
        new("POST /platform/application/{own application}/owner", """{"userId":"{id}"}""") { NotOf = People },
        new("DELETE /platform/application/{own application}/owner", """{"userId":"{id}"}"""),
        new("POST /share/invite/nobody@example.com/{id}"),
    ];

    private static NamingRequest Execute(string smartLock, string operation) =>
        new($"POST /device/{smartLock}/execute", operation) { IsSigned = true };
}
