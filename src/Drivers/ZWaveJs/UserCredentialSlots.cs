using System.Text.Json.Nodes;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// Locks of class 131, where users own credentials. What we write into a slot belongs to the user of the same number, unless somebody else
/// owns that slot already. The owner is taken from memory first and asked for when the lock disagrees.
/// </summary>
internal sealed class UserCredentialSlots(NetworkMirror network) : ISlotMemory
{
    public async Task<WriteEnd> WriteAsync(Exchange exchange, SlotPlace place, SlotContent content)
    {
        var end = await SetAsync(exchange, place, RememberedOwner(place), content);
        if (end is not { Trouble: null, Result: WriteResult.WrongUser or WriteResult.SlotOccupied or WriteResult.SlotEmpty })
        {
            return end;
        }

        // Asking also corrects the server's memory, from which it chooses between adding and modifying.
        var read = await ReadAsync(exchange, place);
        if (read.Trouble is not null)
        {
            return read.Trouble;
        }

        return read.Owner > 0 || end.Result == WriteResult.SlotEmpty
            ? await SetAsync(exchange, place, read.Owner > 0 ? read.Owner : place.Slot, content)
            : await AddUserAsync(exchange, place, content);
    }

    public async Task<WriteEnd> ClearAsync(Exchange exchange, SlotPlace place)
    {
        var end = await DeleteAsync(exchange, place, RememberedOwner(place));
        if (end is { Trouble: not null } or { Result: WriteResult.Ok or WriteResult.SlotEmpty })
        {
            return end;
        }

        var read = await ReadAsync(exchange, place);
        return read switch
        {
            { Trouble: { } trouble } => trouble,
            { Owner: 0 } => WriteResult.SlotEmpty,
            _ => await DeleteAsync(exchange, place, read.Owner),
        };
    }

    /// <summary>An empty slot belongs to user 0. Without a credential in it the answer is none: the lock said nothing.</summary>
    public async Task<SlotRead> ReadAsync(Exchange exchange, SlotPlace place)
    {
        var (credential, trouble) = await exchange.AskForAsync(
            "credential",
            ZWaveJsProtocol.AccessControl(place.Of.NodeId, "get_credential", place.Arguments())
        );
        if (trouble is not null || credential is null)
        {
            return trouble ?? new ZWaveJsTrouble(Hindrance.OutOfReach);
        }

        var owner = credential.Value.Int("userId") ?? 0;
        network.With(place.Of, one => one.Owners.Put(place.Type, place.Slot, owner));
        return owner == 0 ? SlotRead.Empty : new SlotRead(CredentialData.Read(credential.Value.Member("data")), owner, null);
    }

    private int RememberedOwner(SlotPlace place) => network.With(place.Of, one => one.Owners.Of(place.Type, place.Slot)) ?? place.Slot;

    private static async Task<WriteEnd> SetAsync(Exchange exchange, SlotPlace place, int owner, SlotContent content)
    {
        var arguments = place.Arguments();
        arguments["userId"] = owner;
        arguments["data"] = CredentialData.Write(content);
        var (result, trouble) = await exchange.AskForAsync("result", ZWaveJsProtocol.AccessControl(place.Of.NodeId, "set_credential", arguments));
        return WriteEnd.Of(result, trouble);
    }

    private static async Task<WriteEnd> AddUserAsync(Exchange exchange, SlotPlace place, SlotContent content)
    {
        var credential = place.Arguments();
        credential["data"] = CredentialData.Write(content);
        var arguments = new JsonObject
        {
            ["userId"] = place.Slot,
            ["options"] = new JsonObject { ["active"] = true, ["userType"] = 0 },
            ["credential"] = credential,
        };
        var (result, trouble) = await exchange.AskForAsync("result", ZWaveJsProtocol.AccessControl(place.Of.NodeId, "add_user", arguments));
        return WriteEnd.Of(result?.Member("credential"), trouble);
    }

    private static async Task<WriteEnd> DeleteAsync(Exchange exchange, SlotPlace place, int owner)
    {
        var arguments = place.Arguments();
        arguments["userId"] = owner;
        var (result, trouble) = await exchange.AskForAsync("result", ZWaveJsProtocol.AccessControl(place.Of.NodeId, "delete_credential", arguments));
        return WriteEnd.Of(result, trouble);
    }
}
