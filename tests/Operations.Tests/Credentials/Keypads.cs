using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Tests.Credentials;

/// <summary>Doors with a keypad that nobody brings codes to.</summary>
internal static class Keypads
{
    public static async Task<WireId> AddKeypadAsync(this House house)
    {
        var door = await house.AddLockAsync();
        await house.DoAsync(
            "update smart_lock set capabilities = $2, passcode_slots = 30, passcode_min = 4, passcode_max = 8, passcode_proof = $3 where lock_id = $1",
            door.Value,
            (int)(Capabilities.Unlock | Capabilities.Passcodes),
            (short)EvidenceRung.ReadBack
        );
        return await house.NumberOfAsync(door);
    }

    /// <summary>A door that reads fingers.</summary>
    /// <param name="slots">How many it keeps; 0 where it does not say.</param>
    public static async Task<WireId> AddReaderAsync(this House house, int slots)
    {
        var door = await house.AddLockAsync();
        await house.DoAsync(
            "update smart_lock set capabilities = $2, fingerprint_slots = $3 where lock_id = $1",
            door.Value,
            (int)(Capabilities.Unlock | Capabilities.Fingerprints),
            (short)slots
        );
        return await house.NumberOfAsync(door);
    }

    private static async Task<WireId> NumberOfAsync(this House house, LockId door) =>
        new(
            WireIdKind.LockNumber,
            await house.AskAsync<string>("select wire_id from public_id where row_id = $1 and kind = $2", door.Value, (short)WireIdKind.LockNumber)
        );

    /// <returns>Its id on the wires.</returns>
    public static async Task<WireId> AddPasscodeAsync(this House house, WireId door, string digits, DateTimeOffset? endsAt = null)
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [door],
            Digits = PinDigits.Parse(digits).Value,
            Window = new(null, endsAt),
        };
        var created = await house.Get<CreatePasscode>().RunAsync(Caller.Server(house.Tenant), request, CancellationToken.None);
        return WireId.Number(WireIdKind.EnrollmentNumber, created.Value.Enrollments[0].Number);
    }
}
