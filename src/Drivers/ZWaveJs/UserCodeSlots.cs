using System.Text.Json.Nodes;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.ZWaveJs;

/// <summary>
/// Locks of class 99, where the user is the slot. Writes go through the access control API where the server has it for the lock: it enables
/// the slot and reads it back. Reads are plain, because only they tell an empty slot from a lock that did not answer.
/// </summary>
/// <param name="isPlain">The server has no access control API for this lock.</param>
internal sealed class UserCodeSlots(bool isPlain) : ISlotMemory
{
    private const int Available = 0;
    private const int Enabled = 1;
    private const int NoSuchSlot = 254;

    /// <summary>
    /// <c>add_user</c> and not <c>set_credential</c>: the latter leaves a slot disabled that was so before.
    /// </summary>
    public async Task<WriteEnd> WriteAsync(Exchange exchange, SlotPlace place, SlotContent content)
    {
        if (isPlain)
        {
            return await PlainAsync(exchange, ZWaveJsProtocol.UserCode(place.Of.NodeId, "set", place.Slot, Enabled, CredentialData.Write(content)));
        }

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

    public async Task<WriteEnd> ClearAsync(Exchange exchange, SlotPlace place)
    {
        if (isPlain)
        {
            return await PlainAsync(exchange, ZWaveJsProtocol.UserCode(place.Of.NodeId, "clear", place.Slot));
        }

        var arguments = place.Arguments();
        arguments["userId"] = place.Slot;
        var (result, trouble) = await exchange.AskForAsync("result", ZWaveJsProtocol.AccessControl(place.Of.NodeId, "delete_credential", arguments));
        return WriteEnd.Of(result, trouble);
    }

    /// <summary>A code in a slot that is not enabled opens nothing, so it is shown as hidden and never counts as read back.</summary>
    public async Task<SlotRead> ReadAsync(Exchange exchange, SlotPlace place)
    {
        var (response, trouble) = await exchange.AskForAsync("response", ZWaveJsProtocol.UserCode(place.Of.NodeId, "get", place.Slot));
        if (trouble is not null)
        {
            return trouble;
        }

        return response?.Int("userIdStatus") switch
        {
            null => new ZWaveJsTrouble(Hindrance.OutOfReach),
            Available => SlotRead.Empty,
            NoSuchSlot => new ZWaveJsTrouble(Hindrance.BadArgument),
            Enabled => new SlotRead(CredentialData.Read(response.Value.Member("userCode")), place.Slot, null),
            _ => new SlotRead(new SlotContent.Hidden(), place.Slot, null),
        };
    }

    /// <summary>A plain call answers <c>{}</c> as soon as the radio has acknowledged; it verifies nothing.</summary>
    private static async Task<WriteEnd> PlainAsync(Exchange exchange, ZWaveJsCommand command)
    {
        var (_, trouble) = await exchange.AskAsync(command);
        return trouble is null ? WriteResult.Ok : trouble;
    }
}
