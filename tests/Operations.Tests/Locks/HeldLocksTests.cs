using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Tests.Grants;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

/// <summary>A lock as its holders see it (9.1).</summary>
public sealed class HeldLocksTests
{
    [Fact]
    public async Task A_holder_sees_the_lock_with_the_terms_of_their_own_grant()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var guest = await house.HolderAsync(door, "guest");
        await house.DoAsync(
            "update smart_lock set relock_after = interval '7 seconds', bolt = 2, bolt_at = $2, is_online = true where lock_id = $1",
            door.Row.Value,
            house.Clock.Now()
        );

        var seen = (await house.SeeAsync(guest, door.Id)).Value;

        Assert.Equal((door.Id.Text, "Door", GrantRole.Holder), (seen.Id, seen.ShownName, seen.Role));
        Assert.Equal(GrantRole.Owner, (await house.SeeAsync(await house.DeskAsync(), door.Id)).Value.Role);
        Assert.Equal((TimeSpan.FromSeconds(7), BoltState.Unlocked, true), (seen.RelockAfter, seen.Bolt, seen.IsOnline));
        Assert.NotNull(seen.LastEventAt);
        Assert.Equal(new LockAbilities(true, true, true), seen.Abilities);
        Assert.Empty(seen.Tiles);
    }

    [Theory]
    [InlineData("starts_at = now() + interval '1 day'", null)]
    [InlineData("frozen_at = now()", null)]
    [InlineData("ends_at = now() - interval '1 second'", AccessErrorCode.Ended)]
    [InlineData("revoked_at = now()", AccessErrorCode.NotFound)]
    public async Task AZ_3_A_grant_that_is_to_come_shows_the_lock_and_one_that_is_over_does_not(string state, AccessErrorCode? refusal)
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var guest = await house.HolderAsync(door, "guest");
        await house.DoAsync($"update access_grant set {state} where user_id = $1", guest.User!.Value.Value);

        Assert.Equal(refusal, (await house.SeeAsync(guest, door.Id)).Error?.Code);
        Assert.Equal(refusal is null ? 1 : 0, (await house.Get<HeldLocks>().AllAsync(guest, CancellationToken.None)).Value.Length);
    }

    [Fact]
    public async Task AZ_3_Who_held_a_lock_when_it_was_removed_learns_that_and_nobody_else_learns_anything()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (guest, former, desk) = (await house.HolderAsync(door, "guest"), await house.HolderAsync(door, "former"), await house.DeskAsync());
        var stranger = await house.PersonAsync("stranger");
        await house.DoAsync("update access_grant set revoked_at = now(), updated_at = now() where user_id = $1", former.User!.Value.Value);
        Assert.Null((await house.Get<DeleteLock>().RunAsync(desk, door.Id, CancellationToken.None)).Error);

        Assert.Equal(AccessErrorCode.Removed, (await house.SeeAsync(await house.LogInAsync("guest@example.com"), door.Id)).Error?.Code);
        Assert.Equal(AccessErrorCode.Removed, (await house.SeeAsync(await house.DeskAsync(), door.Id)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await house.SeeAsync(former, door.Id)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await house.SeeAsync(stranger, door.Id)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await house.SeeAsync(stranger, new WireId(WireIdKind.LockUuid, ""))).Error?.Code);
    }

    [Fact]
    public async Task Lists_go_by_the_name_that_the_caller_sees()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var desk = await house.DeskAsync();
        await KeepAsync(house, desk, two, new PreferenceEdit { Alias = "Attic" });

        Assert.Equal(["Attic", "Door"], await NamesAsync(house.Get<HeldLocks>().AllAsync(desk, CancellationToken.None)));
        Assert.Equal(["Attic", "Door"], await NamesAsync(house.Get<HeldLocks>().OfSiteAsync(desk, await house.SiteAsync(), CancellationToken.None)));
        Assert.Equal(one.Id.Text, (await house.SeeAsync(desk, one.Id)).Value.Id);
    }

    [Fact]
    public async Task A_site_at_which_somebody_holds_no_lock_does_not_exist_for_them()
    {
        await using var house = await House.OpenAsync();
        await house.DoorAsync();
        var stranger = await house.PersonAsync("stranger");

        var refusal = (await house.Get<HeldLocks>().OfSiteAsync(stranger, await house.SiteAsync(), CancellationToken.None)).Error;

        Assert.Equal((AccessErrorCode.NotFound, Noun.Site), (refusal?.Code, refusal?.What));
    }

    [Fact]
    public async Task Favourites_are_the_callers_own_without_the_hidden_ones()
    {
        await using var house = await House.OpenAsync();
        var (shown, hidden, other) = (await house.DoorAsync(), await house.DoorAsync(), await house.DoorAsync());
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(other, "guest"));
        await KeepAsync(house, desk, shown, new PreferenceEdit { IsFavourite = true });
        await KeepAsync(house, desk, hidden, new PreferenceEdit { IsFavourite = true }, new PropertyEdit { IsHidden = true });
        await KeepAsync(house, guest, other, new PreferenceEdit { IsFavourite = true });

        var favourites = (await house.Get<HeldLocks>().FavouritesAsync(desk, CancellationToken.None)).Value;

        Assert.Equal([shown.Id.Text], favourites.Select(seen => seen.Id));
        Assert.True(favourites[0].IsFavourite);
    }

    [Fact]
    public async Task Shareable_are_the_locks_that_the_caller_may_give_to_others_now()
    {
        await using var house = await House.OpenAsync();
        var (door, frozen) = (await house.DoorAsync(), await house.DoorAsync());
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        await house.DoAsync("update smart_lock set frozen_at = now() where lock_id = $1", frozen.Row.Value);

        Assert.Equal([door.Id.Text], (await house.Get<HeldLocks>().ShareableAsync(desk, CancellationToken.None)).Value.Select(seen => seen.Id));
        Assert.Empty((await house.Get<HeldLocks>().ShareableAsync(guest, CancellationToken.None)).Value);
    }

    private static async Task<IEnumerable<string>> NamesAsync(Task<Outcome<HeldLock[]>> listed) =>
        (await listed).Value.Select(seen => seen.ShownName);

    private static async Task KeepAsync(House house, Caller by, (LockId Row, WireId Id) door, PreferenceEdit own, PropertyEdit? ofLock = null) =>
        Assert.Null((await house.Get<ChangeLockProperties>().RunAsync(by, door.Id, own, ofLock, CancellationToken.None)).Error);
}
