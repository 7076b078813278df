using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Native.Reservations;

/// <summary>What a repeated booking is told: the stay that it made, with the codes of it that are the caller's own to know.</summary>
internal sealed class BookedBefore(ReservationQueries stays, WireIdIndex ids)
{
    public async Task<NativeAnswer> AgainAsync(NativeCaller caller, FormerAct former, CancellationToken cancel)
    {
        var id = await ids.OfRowAsync(caller.Tenant, former.Made!.Value, WireIdKind.ReservationUuid, cancel);
        var found = await stays.ActedOnAsync(caller.Caller, new WireId(WireIdKind.ReservationUuid, id), cancel);
        if (found.IsRefused(out var refusal, out var stay))
        {
            return refusal;
        }

        var isNew = former.Counts[0] == 1;
        return Answer(new BookedBody(stay.Id, isNew, isNew ? [.. stay.Codes.Select(BookedCodeBody.Of)] : []));
    }

    public static NativeAnswer Answer(BookedBody body) =>
        NativeAnswer.Created($"{ReservationEndpoints.Stays}/{body.Id}", body, NativeJson.Wire.BookedBody);
}
