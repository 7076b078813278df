using Latchwork.Dialects.Native.Document;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Readers;
using Microsoft.AspNetCore.Builder;

namespace Latchwork.Dialects.Native.Readers;

/// <summary>Devices that ask the server what they were shown, and where they stand.</summary>
internal static class ReaderEndpoints
{
    private const string Readers = $"{NativeDialect.Root}/readers";

    public static void Map(DialectRoutes native)
    {
        native
            .Needs(Permission.LocksRead, Noun.Reader)
            .MapGet(Readers, ListAsync)
            .As(
                "listReaders",
                "Devices that ask the server what they were shown, by name.",
                tells: NativeJson.Wire.ListBodyReaderBody,
                asks: [Asks.Page]
            );
        native
            .Needs(Permission.LocksWrite, Noun.Reader)
            .MapPatch($"{Readers}/{{id}}", PlaceAsync)
            .As(
                "placeReader",
                "Puts a reader at a lock, at a cabinet, or nowhere.",
                takes: NativeJson.Wire.PlaceReaderBody,
                tells: NativeJson.Wire.PlacedBody
            );
    }

    private static Task<NativeAnswer> ListAsync(NativeCaller caller, NativeInput given, ReaderQueries readers, CancellationToken cancel)
    {
        var page = given.Page();
        return given.AnswerAsync(
            () => readers.ListAsync(caller.Caller, caller.Tenant, page, cancel),
            seen => given.List(page, seen, ReaderBody.Of),
            NativeJson.Wire.ListBodyReaderBody
        );
    }

    private static async Task<NativeAnswer> PlaceAsync(string id, NativeCaller caller, NativeInput given, PlaceReader place, CancellationToken cancel)
    {
        var body = given.Body(NativeJson.Wire.PlaceReaderBody);
        return body is { LockId: not null, LockerId: not null }
            ? NativeErrors.Invalid("A reader stands at a lock or at a cabinet: give one of lockId and lockerId.")
            : await given.ActAsync(
                () => place.RunAsync(caller.Caller, NativeInput.Id(WireIdKind.ReaderUuid, id), PlaceOf(body!), cancel),
                () => new PlacedBody(id, body!.LockId, body.LockerId),
                NativeJson.Wire.PlacedBody
            );
    }

    private static WireId? PlaceOf(PlaceReaderBody body) =>
        body.LockId is { } smartLock ? NativeInput.Id(WireIdKind.LockUuid, smartLock)
        : body.LockerId is { } locker ? NativeInput.Id(WireIdKind.LockerUuid, locker)
        : null;
}
