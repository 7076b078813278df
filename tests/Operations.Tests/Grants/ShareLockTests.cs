using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Tests.Notifications;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Grants;

public sealed class ShareLockTests
{
    [Fact]
    public async Task Somebody_with_an_account_is_told_of_a_door_once_and_not_of_new_terms()
    {
        await using var house = await House.OpenAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        var ann = await house.PersonAsync("ann");

        Assert.Null((await ShareAsync(house, door, ann, GrantRole.Holder)).Error);
        Assert.Null((await ShareAsync(house, door, ann, GrantRole.Manager)).Error);

        var folder = MailHouse.InFolder();
        await house.NewMailNode(folder).SendAsync();
        var mail = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder.Folder!)), TestContext.Current.CancellationToken);
        Assert.Contains("To: ann@example.com\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Desk has shared \"Door\" with you.", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_written_to_too_often_gets_the_door_all_the_same()
    {
        await using var house = await House.OpenAsync();
        var door = await house.NumberAsync(await house.AddLockAsync());
        var ann = await house.PersonAsync("ann");
        for (var i = 0; i < 10; i++)
        {
            await house.WriteAsync(new AccessShared("Door", By: null, house.Clock.Now().AddDays(1)));
            await house.WriteAsync(new Welcome("token", User: null, house.Clock.Now().AddDays(1)), "new@example.com");
        }

        Assert.Null((await ShareAsync(house, door, ann, GrantRole.Holder)).Error);
        var invited = (await NameAsync(house, "new@example.com")).Value;
        Assert.Null((await ShareAsync(house, door, new Share(invited.Uuid, invited.PublicKey, GrantRole.Holder, TimeWindow.Always))).Error);

        Assert.Equal(
            "access-shared welcome",
            await house.AskAsync<string>("select string_agg(template, ' ' order by template) from notification where failure = 'TooMany'")
        );
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from access_grant where accepted_at is null"));
    }

    [Fact]
    public async Task A_caller_who_has_named_enough_new_people_today_goes_on_naming_those_who_are_known()
    {
        var clock = new ShiftedClock();
        await using var house = await House.OpenAsync(clock);
        var door = await house.NumberAsync(await house.AddLockAsync());
        Assert.Null((await NameAsync(house, "one@example.com")).Error);
        await house.DoAsync("update throttle set failures = 500 where kind = 5");
        const string People = "select count(*) from app_user";
        var people = await house.AskAsync<long>(People);

        var refused = (await NameAsync(house, "two@example.com")).Error!;
        var given = await house.GiveAsync(await house.DeskAsync(), door, "two", request => request with { InvitesUnknown = true });

        Assert.Equal((AccessErrorCode.RateLimited, AccessErrorCode.RateLimited), (refused.Code, given.Error?.Code));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.Null((await NameAsync(house, "one@example.com")).Error);
        Assert.Equal(people, await house.AskAsync<long>(People));
        clock.Forward(TimeSpan.FromDays(1));
        Assert.Null((await NameAsync(house, "two@example.com")).Error);
    }

    private static async Task<Outcome<NamedKey>> NameAsync(House house, string email) =>
        await house.Get<NameByEmail>().RunAsync(await house.DeskAsync(), email, CancellationToken.None);

    private static async Task<Outcome<Done>> ShareAsync(House house, WireId door, Caller with, GrantRole role)
    {
        var keys = await house.Get<PublicKeys>().OfAsync([with.User!.Value], CancellationToken.None);
        var uuid = await house.Get<WireIdIndex>().OfRowAsync(with.Home, with.Principal.Id, WireIdKind.UserUuid, CancellationToken.None);
        return await ShareAsync(house, door, new Share(uuid, keys[with.User.Value], role, TimeWindow.Always));
    }

    private static async Task<Outcome<Done>> ShareAsync(House house, WireId door, Share share) =>
        await house.Get<ShareLock>().RunAsync(await house.DeskAsync(), door, [share], isBatch: false, CancellationToken.None);
}
