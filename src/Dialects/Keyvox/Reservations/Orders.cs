using Latchwork.Dialects.Keyvox.Locks;
using Latchwork.Dialects.Keyvox.Wire;
using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Reservations;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>A booking as it is now: what every function of one answers with, and a repeated act too (HM-7).</summary>
internal sealed class Orders(ReservationQueries stays, WireIdIndex ids, PinWords words)
{
    /// <summary>The whole of it (9.8). One at another place is none.</summary>
    public async Task<KeyvoxAnswer> WholeAsync(KeyvoxCaller caller, NamedStay named, CancellationToken cancel)
    {
        var found = await stays.FindAsync(caller.Caller, named.Id, withDigits: true, cancel);
        return found.IsRefused(out var refusal, out var stay) ? refusal
            : named.Site is { } place && place.Text != stay.Site.KeyvoxId ? AccessError.NotFound(Noun.Reservation)
            : Whole(caller, stay);
    }

    /// <summary>The same after an act of the caller's.</summary>
    public async Task<KeyvoxAnswer> ActedOnAsync(KeyvoxCaller caller, WireId order, CancellationToken cancel) =>
        (await stays.ActedOnAsync(caller.Caller, order, cancel)).IsRefused(out var refusal, out var stay) ? refusal : Whole(caller, stay);

    public async Task<KeyvoxAnswer> ActedOnAsync(KeyvoxCaller caller, Guid row, CancellationToken cancel) =>
        await ActedOnAsync(caller, await NamedAsync(caller, row, cancel), cancel);

    private KeyvoxAnswer Whole(KeyvoxCaller caller, ReservationView stay) =>
        KeyvoxAnswer.Data(OrderData.WholeOf(stay, words.LinkOf, caller.SeesTelephones), OrderJson.Wire.OrderData);

    /// <summary>How many records of it are as an act left them that is asked for again; an act that changed nothing has no row.</summary>
    public async Task<KeyvoxAnswer> CountAsync(KeyvoxCaller caller, Guid row, WireId? unit, Func<ReservedUnit, bool> isSo, CancellationToken cancel)
    {
        if (row == Guid.Empty)
        {
            return KeyvoxAnswer.Count(0);
        }

        var found = await stays.ActedOnAsync(caller.Caller, await NamedAsync(caller, row, cancel), cancel);
        return found.IsRefused(out var refusal, out var stay)
            ? refusal
            : KeyvoxAnswer.Count(stay.Units.Count(one => (unit is null || unit.Value.Text == one.KeyvoxId) && isSo(one)));
    }

    private async Task<WireId> NamedAsync(KeyvoxCaller caller, Guid row, CancellationToken cancel) =>
        new(WireIdKind.KeyvoxOrder, await ids.OfRowAsync(caller.Tenant, row, WireIdKind.KeyvoxOrder, cancel));
}
