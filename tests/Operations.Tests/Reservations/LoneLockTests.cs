using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Reservations;

/// <summary>Doors that nothing connects with the server: their locks work codes out by themselves (docs/offline-codes.md), or take none of ours.</summary>
public sealed class LoneLockTests
{
    private readonly SettableClock clock = new();

    /// <summary>The next full hour: what these locks can say.</summary>
    private DateTimeOffset Start => new(clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(15), TimeSpan.Zero);

    [Fact]
    public async Task A_stay_has_a_code_that_the_lock_works_out_and_is_at_risk_for_nobody_can_look()
    {
        await using var house = await House.OpenAsync(clock);
        var room = await RoomAsync(house, Capabilities.Passcodes | Capabilities.OfflineCodes);

        var booked = (await house.TryBookAsync(Start, Start.AddHours(20), room)).Value;

        var (made, seen) = (Assert.Single(booked.Codes), await house.LookAsync(Rooms.IdOf(booked)));
        Assert.Null(made.Token);
        Assert.Equal((Start, Start.AddHours(20)), (seen.Codes[0].Window.StartsAt, seen.Codes[0].Window.EndsAt));
        Assert.Equal(made.Digits.Reveal(), seen.Codes[0].Digits!.Value.Reveal());
        Assert.Equal(Readiness.AtRisk, seen.Verdict!.Overall.Readiness);
    }

    [Fact]
    public async Task Another_end_is_another_code()
    {
        await using var house = await House.OpenAsync(clock);
        var stay = await house.BookAsync(Start, Start.AddHours(20), await RoomAsync(house, Capabilities.Passcodes | Capabilities.OfflineCodes));

        Assert.Null((await house.ChangeAsync(stay, new() { EndsAt = StayTime.At(Start.AddHours(19)) })).Error);

        var codes = (await house.LookAsync(stay)).Codes;
        Assert.Equal([false, true], codes.Select(code => code.IsRevoked).Order());
        Assert.Equal(Start.AddHours(19), codes.Single(code => !code.IsRevoked).Window.EndsAt);
    }

    /// <summary>Nobody's telephone brings it there, so nothing is pretended.</summary>
    [Fact]
    public async Task A_lock_that_works_nothing_out_gets_no_code_and_the_stay_is_not_ready()
    {
        await using var house = await House.OpenAsync(clock);

        var stay = await house.BookAsync(Start, Start.AddHours(20), await RoomAsync(house, Capabilities.Passcodes));

        var seen = await house.LookAsync(stay);
        Assert.Empty(seen.Codes);
        Assert.Equal(Readiness.NotReady, seen.Verdict!.Overall.Readiness);
    }

    [Fact]
    public async Task A_passcode_that_no_telephone_brings_is_one_that_the_lock_works_out()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await LoneLockAsync(house, Capabilities.Passcodes | Capabilities.OfflineCodes);

        var made = await MakeAsync(house, door, digits: null);

        Assert.Null(made.Error);
        Assert.Equal(
            (short)CredentialOrigin.OfflineScheme,
            await house.AskAsync<short>("select origin from credential where credential_id = $1", made.Value.Credential.Value)
        );
    }

    [Fact]
    public async Task Its_digits_cannot_be_chosen()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await LoneLockAsync(house, Capabilities.Passcodes | Capabilities.OfflineCodes);

        Assert.Equal(AccessErrorCode.Invalid, (await MakeAsync(house, door, "482916")).Error!.Code);
    }

    [Fact]
    public async Task A_lock_that_works_nothing_out_is_told_apart()
    {
        await using var house = await House.OpenAsync(clock);
        var door = await LoneLockAsync(house, Capabilities.Passcodes);

        var refused = await MakeAsync(house, door, digits: null);

        Assert.Equal((AccessErrorCode.Unsupported, Noun.Lock), (refused.Error!.Code, refused.Error.What));
    }

    private Task<Outcome<CreatedPasscode>> MakeAsync(House house, WireId door, string? digits) =>
        house
            .Get<CreatePasscode>()
            .RunAsync(
                house.FrontDesk(),
                new CreatePasscodeRequest
                {
                    Locks = [door],
                    Digits = digits is null ? null : PinDigits.Parse(digits).Value,
                    Window = new TimeWindow(Start, Start.AddHours(3)),
                    NeedsNoTelephone = true,
                },
                TestContext.Current.CancellationToken
            );

    private static async Task<WireId> RoomAsync(House house, Capabilities can)
    {
        var room = await house.RoomAsync("Shed", locks: 0);
        var door = await LoneLockAsync(house, can);
        Assert.Null((await house.Get<PlaceLocks>().RunAsync(house.FrontDesk(), room, [door], TestContext.Current.CancellationToken)).Error);
        return room;
    }

    private static async Task<WireId> LoneLockAsync(House house, Capabilities can)
    {
        var shed = await house
            .Get<AddLock>()
            .RunAsync(house.FrontDesk(), house.Tenant, house.Founded.Site, "Shed", can, TestContext.Current.CancellationToken);
        return new WireId(
            WireIdKind.LockUuid,
            await house.AskAsync<string>(
                "select wire_id from public_id where row_id = $1 and kind = $2",
                shed.Value.Value,
                (short)WireIdKind.LockUuid
            )
        );
    }
}
