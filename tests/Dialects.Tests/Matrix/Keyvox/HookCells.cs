namespace Latchwork.Dialects.Tests.Matrix.Keyvox;

/// <summary>Hooks (keyvox.md 12): for services with an integration token, and for nobody else, however well they sign. What tokens get is in <c>HookTests</c>.</summary>
internal static class HookCells
{
    private const string NoToken = "401";

    public static readonly KeyvoxCell[] All =
    [
        Hook("/v1/hooks/subscribe", """{"targetUrl":"http://127.0.0.1:9/","event":"lock.unlocked"}""") with
        {
            IsMutation = true,
        },
        Hook("/v1/hooks/unsubscribe", """{"id":"00000000-0000-4000-8000-000000000000"}""") with
        {
            IsMutation = true,
        },
        Hook("/v1/hooks/sample", """{"event":"lock.unlocked"}"""),
        Hook("/v1/hooks/me", "{}"),
    ];

    private static KeyvoxCell Hook(string path, string body) =>
        new(path, body)
        {
            Own = NoToken,
            Foreign = NoToken,
            Weak = NoToken,
            WeakForeign = NoToken,
        };
}
