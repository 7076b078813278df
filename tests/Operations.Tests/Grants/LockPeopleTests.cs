using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Sites;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

/// <summary>The people of locks, and the locks of people (9.3, 10.6, 10.7).</summary>
public sealed class LockPeopleTests
{
    [Fact]
    public async Task Who_runs_a_lock_sees_everybody_who_holds_it_with_their_terms()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        var until = house.Clock.Now() + TimeSpan.FromDays(1);
        await house.DoAsync("update access_grant set ends_at = $2 where user_id = $1", guest.User!.Value.Value, until);

        var people = (await OfLockAsync(house, desk, door.Id)).Value;

        Assert.Equal(["desk@example.com", "guest@example.com"], people.Select(held => held.Person.Name.Email));
        Assert.Equal([GrantRole.Owner, GrantRole.Holder], people.Select(held => held.Role));
        Assert.Equal([null, until], people.Select(held => held.Window.EndsAt));
        Assert.Equal((await house.UserUuidAsync(guest)).Text, people[1].Person.Name.Id);
        Assert.All(people, held => Assert.True(held.Person is { IsOrphan: false, IsForeign: false, PublicKey.Length: > 290 }));
        Assert.Equal(people[1].Person.PublicKey, (await OfLockAsync(house, desk, door.Id)).Value[1].Person.PublicKey);
    }

    [Fact]
    public async Task An_invited_person_is_an_orphan_until_they_set_a_password()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        await house.GiveAsync(desk, await house.NumberAsync(door.Row), "invited", request => request with { InvitesUnknown = true });

        var invited = (await OfLockAsync(house, desk, door.Id)).Value[1].Person;

        Assert.Equal(("invited@example.com", true), (invited.Name.Email, invited.IsOrphan));
    }

    /// <summary>9.3: that somebody came is not forgotten with their sessions.</summary>
    [Fact]
    public async Task Who_logged_out_is_no_orphan_again_with_a_password_or_of_an_application()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        var id = guest.User!.Value.Value;

        await house.DoAsync("delete from session where user_id = $1", id);
        Assert.False((await OfPersonAsync(house, desk, guest)).Value.Person.IsOrphan);

        await house.DoAsync("update app_user set pool = gen_random_uuid(), password_hash = null where user_id = $1", id);
        Assert.False((await OfPersonAsync(house, desk, guest)).Value.Person.IsOrphan);
    }

    [Fact]
    public async Task A_person_of_an_application_is_foreign_to_people_of_the_installation()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        await house.DoAsync("update app_user set pool = gen_random_uuid() where user_id = $1", guest.User!.Value.Value);

        Assert.True((await OfLockAsync(house, desk, door.Id)).Value[1].Person.IsForeign);
        Assert.True((await OfPersonAsync(house, desk, guest)).Value.Person.IsForeign);
        await house.DoAsync("update access_grant set revoked_at = now() where user_id = $1", guest.User!.Value.Value);
        Assert.Equal(AccessErrorCode.NotFound, (await OfPersonAsync(house, desk, guest)).Error?.Code);
    }

    [Fact]
    public async Task AZ_3_Others_see_nobody()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (guest, stranger) = (await house.HolderAsync(door, "guest"), await house.PersonAsync("stranger"));

        Assert.Equal(AccessErrorCode.NotAllowed, (await OfLockAsync(house, guest, door.Id)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotFound, (await OfLockAsync(house, stranger, door.Id)).Error?.Code);
    }

    [Fact]
    public async Task Of_a_site_each_person_of_the_locks_that_the_caller_runs_is_told_once()
    {
        await using var house = await House.OpenAsync();
        var (one, two, other) = (await house.DoorAsync(), await house.DoorAsync(), await house.DoorAsync());
        var (deputy, guest) = (await house.HolderAsync(one, "deputy", runsIt: true), await house.HolderAsync(one, "guest"));
        var desk = await house.DeskAsync();
        await house.GivenAsync(desk, await house.NumberAsync(two.Row), "guest");
        await house.HolderAsync(other, "neighbour");
        var site = await house.SiteAsync();

        Assert.Equal(["deputy@example.com", "desk@example.com", "guest@example.com", "neighbour@example.com"], await OfSiteAsync(house, desk, site));
        Assert.Equal(["deputy@example.com", "desk@example.com", "guest@example.com"], await OfSiteAsync(house, deputy, site));
        Assert.Empty(await OfSiteAsync(house, guest, site));
        var stranger = await house.PersonAsync("stranger");
        Assert.Equal(AccessErrorCode.NotFound, (await house.Get<LockPeople>().OfSiteAsync(stranger, site, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task Of_a_person_only_grants_to_locks_that_the_caller_runs_are_told()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var (deputy, guest) = (await house.HolderAsync(one, "deputy", runsIt: true), await house.HolderAsync(one, "guest"));
        var desk = await house.DeskAsync();
        await house.GivenAsync(desk, await house.NumberAsync(two.Row), "guest");

        Assert.Equal(2, (await OfPersonAsync(house, desk, guest)).Value.Grants.Count);
        Assert.Equal([new PersonGrant(one.Id.Text, GrantRole.Holder, default)], (await OfPersonAsync(house, deputy, guest)).Value.Grants);
        Assert.Empty((await OfPersonAsync(house, guest, guest)).Value.Grants);
        Assert.Equal("guest@example.com", (await OfPersonAsync(house, guest, guest)).Value.Person.Name.Email);
    }

    [Fact]
    public async Task AZ_8_Who_shares_no_lock_with_somebody_learns_neither_their_address_nor_their_name_nor_whether_they_ever_came()
    {
        await using var house = await House.OpenAsync();
        var (desk, stranger, invited) = (await house.DeskAsync(), await house.PersonAsync("stranger"), await house.PersonAsync("invited"));
        await house.DoorAsync();
        await house.DoAsync("update app_user set password_hash = null where user_id = $1", invited.User!.Value.Value);

        var told = (await OfPersonAsync(house, desk, stranger)).Value;

        Assert.Equal(new((await house.UserUuidAsync(stranger)).Text, null, null), told.Person.Name);
        Assert.Empty(told.Grants);
        Assert.Equal((true, true), (told.Person.IsOrphan, (await OfPersonAsync(house, desk, invited)).Value.Person.IsOrphan));
        Assert.False((await OfPersonAsync(house, stranger, stranger)).Value.Person.IsOrphan);
        var unknown = await house.Get<PersonGrants>().FindAsync(desk, new WireId(WireIdKind.UserUuid, ""), CancellationToken.None);
        Assert.Equal((AccessErrorCode.NotFound, Noun.User), (unknown.Error?.Code, unknown.Error?.What));
    }

    [Fact]
    public async Task Sites_are_those_with_a_lock_that_the_caller_holds()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (guest, stranger) = (await house.HolderAsync(door, "guest"), await house.PersonAsync("stranger"));

        Assert.Equal([(await house.SiteAsync()).Text], await SitesAsync(house, guest));
        Assert.Empty(await SitesAsync(house, stranger));
        await house.DoAsync("update access_grant set ends_at = now() - interval '1 second' where user_id = $1", guest.User!.Value.Value);
        Assert.Empty(await SitesAsync(house, guest));
    }

    private static async Task<IEnumerable<string>> SitesAsync(House house, Caller by) =>
        (await house.Get<PersonSites>().ListAsync(by, CancellationToken.None)).Value.Select(site => site.Id);

    private static Task<Outcome<LockPerson[]>> OfLockAsync(House house, Caller by, WireId door) =>
        house.Get<LockPeople>().OfLockAsync(by, door, CancellationToken.None);

    private static async Task<IEnumerable<string?>> OfSiteAsync(House house, Caller by, WireId site) =>
        (await house.Get<LockPeople>().OfSiteAsync(by, site, CancellationToken.None))
            .Value.Select(person => person.Name.Email)
            .Order(StringComparer.Ordinal);

    private static async Task<Outcome<PersonWithGrants>> OfPersonAsync(House house, Caller by, Caller of) =>
        await house.Get<PersonGrants>().FindAsync(by, await house.UserUuidAsync(of), CancellationToken.None);
}
