using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Keyvox.Locks;

/// <summary>PINs of a door, with a PIN as the place in the list; and of a lock, with a number (6.7, 6.8).</summary>
internal static class PinListEndpoints
{
    public static void Map(DialectRoutes keyvox)
    {
        keyvox.Needs(Permission.CredentialsRead, Noun.Unit).MapPost("/v1/getUnitPinList", OfUnitAsync);
        keyvox.Needs(Permission.CredentialsRead, Noun.Lock).MapPost("/v1/getLockPinList", OfLockAsync);
    }

    private static Task<KeyvoxAnswer> OfUnitAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CodeQueries codes,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var unit = given.NeededId("unitId", WireIdKind.KeyvoxUnit);
        var filter = FilterOf(given, clock) with { After = given.Id("position", WireIdKind.KeyvoxCredential) };
        return given.AnswerAsync(
            () => codes.OnUnitAsync(caller.Caller, CredentialKind.Passcode, unit, filter, cancel),
            page => BodyOf(page.Items, page.Total > page.Items.Count ? page.Items[^1].KeyvoxId : ""),
            KeyvoxJson.Wire.PinListBody
        );
    }

    private static Task<KeyvoxAnswer> OfLockAsync(
        KeyvoxCaller caller,
        KeyvoxInput given,
        CodeQueries codes,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var smartLock = given.NeededId("lockId", WireIdKind.KeyvoxLock);
        var filter = FilterOf(given, clock) with { Offset = given.Ordinal() };
        return given.AnswerAsync(
            () => codes.OnLockAsync(caller.Caller, CredentialKind.Passcode, smartLock, filter, cancel),
            page => BodyOf(page.Items, Paging.NextOrdinal(filter.Offset, page.Items.Count, page.Total)),
            KeyvoxJson.Wire.PinListBody
        );
    }

    /// <summary>Without a window those that have not ended (6.7).</summary>
    private static CodesFilter FilterOf(KeyvoxInput given, TimeProvider clock)
    {
        var (from, until) = (given.Instant("sTime"), given.Instant("eTime"));
        return new CodesFilter(given.Records()) { From = from ?? (until is null ? clock.GetUtcNow() : null), Until = until };
    }

    private static PinListBody BodyOf(IReadOnlyList<SeenCode> codes, string position) =>
        new([.. codes.Select((code, i) => PinWords.Item(code, i + 1))], position, Paging.Text(codes.Count));
}
