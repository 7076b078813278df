using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Notifications;
using Latchwork.Operations.Users;
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
            await house.WriteAsync(house.Letter());
        }

        Assert.Null((await ShareAsync(house, door, ann, GrantRole.Holder)).Error);

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from notification where template = 'access-shared'"));
    }

    private static async Task<Outcome<Done>> ShareAsync(House house, WireId door, Caller with, GrantRole role)
    {
        var keys = await house.Get<PublicKeys>().OfAsync([with.User!.Value], CancellationToken.None);
        var uuid = await house.Get<WireIdIndex>().OfRowAsync(with.Home, with.Principal.Id, WireIdKind.UserUuid, CancellationToken.None);
        var share = new Share(uuid, keys[with.User.Value], role, TimeWindow.Always);
        return await house.Get<ShareLock>().RunAsync(await house.DeskAsync(), door, [share], isBatch: false, CancellationToken.None);
    }
}
