using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

/// <summary>How people keep locks, and what locks are for all (10.8).</summary>
public sealed class ChangeLockPropertiesTests
{
    private static readonly WeeklyHours Mornings = WeeklyHours.Parse("Europe/Berlin 12@07:30-12:00").Value;
    private static readonly LockLocation Square = new(51.5, -0.12, true, 100, 200);

    [Fact]
    public async Task What_is_left_out_stays_and_an_empty_name_takes_the_alias_away()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var guest = await house.HolderAsync(door, "guest");

        await ChangeAsync(house, guest, door, new PreferenceEdit { Alias = "Side gate", Colour = "#1f5468" });
        await ChangeAsync(house, guest, door, new PreferenceEdit { IsFavourite = true });
        var kept = (await house.SeeAsync(guest, door.Id)).Value;
        await ChangeAsync(house, guest, door, new PreferenceEdit { Alias = "" });

        Assert.Equal(("Side gate", "#1F5468", true), (kept.ShownName, kept.Colour, kept.IsFavourite));
        var after = (await house.SeeAsync(guest, door.Id)).Value;
        Assert.Equal(("Door", "#1F5468", true), (after.ShownName, after.Colour, after.IsFavourite));
        Assert.Equal("Door", (await house.SeeAsync(await house.DeskAsync(), door.Id)).Value.ShownName);
    }

    [Fact]
    public async Task Hours_and_location_are_merged_and_each_is_cleared_by_itself()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();

        await ChangeAsync(house, desk, door, new(), new PropertyEdit { UsageHours = [Mornings] });
        await ChangeAsync(house, desk, door, new(), new PropertyEdit { Location = Square });
        var both = (await house.SeeAsync(desk, door.Id)).Value;
        await ChangeAsync(house, desk, door, new(), new PropertyEdit { RemovesLocation = true });
        var without = (await house.SeeAsync(desk, door.Id)).Value;
        await ChangeAsync(house, desk, door, new(), new PropertyEdit { UsageHours = [] });

        Assert.Equal((Mornings, Square), (Assert.Single(both.Facts.UsageHours), both.Location));
        Assert.Equal((Mornings, null), (Assert.Single(without.Facts.UsageHours), without.Location));
        Assert.Empty((await house.SeeAsync(desk, door.Id)).Value.Facts.UsageHours);
    }

    [Fact]
    public async Task All_that_is_asked_at_once_happens_or_nothing_does()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        var own = new PreferenceEdit { Alias = "Mine" };

        Assert.Equal(AccessErrorCode.NotAllowed, await RefusalAsync(house, guest, door, own, new PropertyEdit()));
        Assert.Equal(
            AccessErrorCode.Invalid,
            await RefusalAsync(house, desk, door, own, new PropertyEdit { PermittedAddresses = ["door.example.com"] })
        );

        Assert.Equal("Door", (await house.SeeAsync(guest, door.Id)).Value.ShownName);
        Assert.Equal("Door", (await house.SeeAsync(desk, door.Id)).Value.ShownName);
    }

    [Fact]
    public async Task AZ_10_Every_field_has_a_limit()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        PropertyEdit[] edits =
        [
            new() { Name = " " },
            new() { Name = new string('x', 201) },
            new() { PermittedAddresses = [.. Enumerable.Repeat("192.0.2.1", 101)] },
            new() { UsageHours = [.. Enumerable.Repeat(Mornings, ChangeLockProperties.MostUsageHours + 1)] },
            new() { Location = Square with { Latitude = 90.1 } },
            new() { Location = Square with { Longitude = double.NaN } },
            new() { Location = Square with { Radius = 1001 } },
            new() { Location = Square with { Accuracy = 0 } },
            new() { ShownDelay = TimeSpan.FromSeconds(61) },
        ];

        foreach (var edit in edits)
        {
            Assert.Equal(AccessErrorCode.Invalid, await RefusalAsync(house, desk, door, new(), edit));
        }

        Assert.Equal(AccessErrorCode.Invalid, await RefusalAsync(house, desk, door, new PreferenceEdit { Colour = "blue" }));
        Assert.Equal(AccessErrorCode.Invalid, await RefusalAsync(house, desk, door, new PreferenceEdit { Alias = new string('x', 201) }));
    }

    [Fact]
    public async Task AU_1_AU_7_The_audit_names_what_was_changed_and_no_alias_address_or_place()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        var edit = new PropertyEdit
        {
            Name = "Gate",
            PermittedAddresses = ["192.0.2.7"],
            IsHidden = true,
            UsageHours = [Mornings],
            Location = Square,
            ShownDelay = TimeSpan.FromSeconds(3),
        };
        await ChangeAsync(house, desk, door, new PreferenceEdit { Alias = "Grandmother", IsFavourite = true }, edit);

        var (own, all) = (await ToldAsync(house, door, AuditKind.LockPreferenceChanged), await ToldAsync(house, door, AuditKind.LockChanged));
        Assert.Equal(["alias=", "favourite=True"], own);
        Assert.Equal(["name=Gate", "permittedAddresses=", "hidden=True", "usageHours=1", "location=", "delay=3"], all);
    }

    [Fact]
    public async Task Permitted_addresses_and_usage_hours_bind_those_who_open()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        await ChangeAsync(house, desk, door, new(), new PropertyEdit { PermittedAddresses = ["192.0.2.7"] });

        var refused = await house.Get<RemoteUnlock>().RunAsync(desk, door.Id, TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.Equal(AccessErrorCode.AddressNotPermitted, refused.Error?.Code);
        Assert.Equal(["192.0.2.7/32"], (await house.SeeAsync(desk, door.Id)).Value.Facts.PermittedAddresses.Ranges());
    }

    private static async Task ChangeAsync(House house, Caller by, (LockId Row, WireId Id) door, PreferenceEdit own, PropertyEdit? ofLock = null) =>
        Assert.Null(await RefusalAsync(house, by, door, own, ofLock));

    private static async Task<AccessErrorCode?> RefusalAsync(
        House house,
        Caller by,
        (LockId Row, WireId Id) door,
        PreferenceEdit own,
        PropertyEdit? ofLock = null
    ) => (await house.Get<ChangeLockProperties>().RunAsync(by, door.Id, own, ofLock, CancellationToken.None)).Error?.Code;

    private static async Task<IEnumerable<string>> ToldAsync(House house, (LockId Row, WireId Id) door, AuditKind kind)
    {
        var bytes = await house.AskAsync<byte[]>("select bytes from audit_event where lock_id = $1 and kind = $2", door.Row.Value, (short)kind);
        return AuditEvent.FromBytes(bytes).Changed!.Select(change => $"{change.Key}={change.Value}");
    }
}
