using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Users;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Session;

/// <summary>The caller's own key on the Sifely wire, where a key is an account's.</summary>
internal static class SifelyKeyEndpoints
{
    private const string Key = $"{NativeDialect.Root}/account/sifely-key";

    public static void Map(DialectRoutes native)
    {
        native
            .Personal("see the Sifely key", isRead: true)
            .MapGet(Key, FindAsync)
            .As("getSifelyKey", "How it stands with one's own key on the Sifely wire.", tells: NativeJson.Wire.SifelyKeyBody);
        native
            .Personal("make a Sifely key")
            .MapPost(Key, MakeAsync)
            .As(
                "makeSifelyKey",
                "Makes one's own key on the Sifely wire, in place of the one that there was.",
                makes: NativeJson.Wire.MadeSifelyKeyBody,
                stepUp: true
            );
        native
            .Personal("end the Sifely key")
            .MapDelete(Key, EndAsync)
            .As("endSifelyKey", "Ends one's own key on the Sifely wire; the next log-in there makes another.", tells: NativeJson.Wire.SifelyKeyBody);
    }

    private static Task<NativeAnswer> FindAsync(NativeCaller caller, NativeInput given, OwnSifelyKey own, CancellationToken cancel) =>
        given.AnswerAsync(() => own.FindAsync(caller.Caller, cancel), SifelyKeyBody.Of, NativeJson.Wire.SifelyKeyBody);

    private static Task<NativeAnswer> MakeAsync(NativeCaller caller, NativeInput given, OwnSifelyKey own, CancellationToken cancel) =>
        given.AnswerAsync(
            () => own.MakeAsync(caller.Caller, cancel),
            made => NativeAnswer.Created(Key, new MadeSifelyKeyBody(made.ClientId, made.Key), NativeJson.Wire.MadeSifelyKeyBody)
        );

    private static Task<NativeAnswer> EndAsync(NativeCaller caller, NativeInput given, OwnSifelyKey own, CancellationToken cancel) =>
        given.AnswerAsync(() => own.EndAsync(caller.Caller, cancel), _ => new SifelyKeyBody(HasKey: false), NativeJson.Wire.SifelyKeyBody);
}

/// <param name="ClientId">Absent before the account was a client of the wire.</param>
/// <param name="LastUsedAt">Written every few minutes; absent before a key was used.</param>
internal sealed record SifelyKeyBody(bool HasKey, string? ClientId = null, DateTimeOffset? MadeAt = null, DateTimeOffset? LastUsedAt = null)
{
    public static SifelyKeyBody Of(SeenSifelyKey? seen) => new(seen?.MadeAt is not null, seen?.ClientId, seen?.MadeAt, seen?.LastUsedAt);
}

/// <param name="Secret">The key, shown this once. The wire's own log-in tells it again to who knows the password.</param>
internal sealed record MadeSifelyKeyBody(string ClientId, string Secret)
{
    public override string ToString() => nameof(MadeSifelyKeyBody);
}
