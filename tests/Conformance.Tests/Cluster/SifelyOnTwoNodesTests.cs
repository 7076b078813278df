using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Conformance.Tests.Native;
using Latchwork.Testing;
using Latchwork.Testing.Webhooks;

namespace Latchwork.Conformance.Tests.Cluster;

/// <summary>The Sifely wire on two nodes of one database: what one node was told, the other knows; of two who want the same at once, one gets it.</summary>
public sealed class SifelyOnTwoNodesTests(SharedHouse house) : IClassFixture<SharedHouse>
{
    private const int Rounds = 5;
    private const int Done = 0;

    /// <summary>Of one hour (docs/offline-codes.md).</summary>
    private const int OneTimeCodesAnHour = 7;

    private static readonly int[] NoEkey = [-1003, -2018, -1002];

    private House First => house.First;

    private House Second => house.Second;

    private int Door => house.Doors[0];

    /// <summary>AZ-5.</summary>
    [Fact]
    public async Task An_ekey_that_is_sent_frozen_or_deleted_on_one_node_is_so_on_the_other()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (here, there) = round % 2 == 0 ? (First, Second) : (Second, First);
            var sent = await house.AskAsync(
                here,
                "v3/key/send",
                ("lockId", Door),
                ("receiverUsername", house.GuestName),
                ("keyName", "Guest"),
                ("startDate", 0),
                ("endDate", 0),
                ("remoteEnable", 1)
            );
            var ekey = (long)sent["keyId"]!;
            Assert.Equal(Done, await UnlockAsync(there));

            Assert.Equal(Done, await house.CodeAsync(here, "v3/key/freeze", house.OwnerKey, ("keyId", ekey)));
            Assert.NotEqual(Done, await UnlockAsync(there));
            Assert.Equal(Done, await house.CodeAsync(there, "v3/key/unfreeze", house.OwnerKey, ("keyId", ekey)));
            Assert.Equal(Done, await UnlockAsync(here));

            Assert.Equal(Done, await house.CodeAsync(here, "v3/key/delete", house.OwnerKey, ("keyId", ekey)));
            Assert.Contains(await UnlockAsync(there), NoEkey);
            Assert.Contains(await UnlockAsync(here), NoEkey);
        }
    }

    [Fact]
    public async Task A_passcode_of_one_node_is_found_on_the_other_and_deleted_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var added = await house.AskAsync(
                First,
                "v3/keyboardPwd/add",
                ("lockId", Door),
                ("keyboardPwd", 482_916 + round),
                ("keyboardPwdType", 2),
                ("addType", 2)
            );
            var code = (long)added["keyboardPwdId"]!;
            Assert.Contains(code, await ListAsync(Second, "v3/lock/listKeyboardPwd", "keyboardPwdId", ("lockId", Door)));
            var before = await RevokedAsync();

            var answers = await Task.WhenAll(
                house.Nodes.Select(node =>
                    house.CodeAsync(node, "v3/keyboardPwd/delete", house.OwnerKey, ("lockId", Door), ("keyboardPwdId", code), ("deleteType", 2))
                )
            );

            Assert.Contains(Done, answers);
            Assert.Equal(before + 1, await RevokedAsync());
            Assert.DoesNotContain(code, await ListAsync(Second, "v3/lock/listKeyboardPwd", "keyboardPwdId", ("lockId", Door)));
        }
    }

    /// <summary>There is at most one on a lock, and what its owner is told opens it.</summary>
    [Fact]
    public async Task Of_two_super_passcodes_that_are_set_at_once_one_is_left_and_both_nodes_tell_it()
    {
        // A lock that has none yet first, then one that has.
        foreach (var door in house.Doors)
        {
            for (var round = 0; round < Rounds; round++)
            {
                string[] chosen = [$"73190{round}", $"85027{round}"];
                var answers = await Task.WhenAll(house.Nodes.Zip(chosen, (node, digits) => SetSuperAsync(node, door, digits)));

                Assert.Contains(Done, answers);
                var told = await house.AskAsync(First, "v3/lock/detail", ("lockId", door));
                var digits = (string)told["noKeyPwd"]!;
                Assert.Contains(digits, chosen.Where((_, index) => answers[index] == Done));
                Assert.Equal(digits, (string?)(await house.AskAsync(Second, "v3/lock/detail", ("lockId", door)))["noKeyPwd"]);
                await Poll.UntilAsync(() => house.CodesAt(door).Intersect(chosen).SequenceEqual([digits]));
                Assert.Equal(1, await house.Database.CountAsync($"select count(*) from ({LiveSupers}) as s where number = {door}"));
            }
        }
    }

    [Fact]
    public async Task A_group_that_is_renamed_on_one_node_is_listed_so_on_the_other()
    {
        var group = (int)(await house.AskAsync(First, "v3/group/add", ("name", "North")))["groupId"]!;
        Assert.Equal(Done, await house.CodeAsync(Second, "v3/lock/setGroup", house.OwnerKey, ("lockId", Door), ("groupId", group)));

        Assert.Equal(Done, await house.CodeAsync(First, "v3/group/rename", house.OwnerKey, ("groupId", group), ("name", "South")));

        var listed = (await house.AskAsync(Second, "v3/group/list"))["list"]!.AsArray().Single(one => (int)one!["groupId"]! == group)!;
        Assert.Equal("South", (string?)listed["groupName"]);
        Assert.Contains(Door, await ListAsync(First, "v3/lock/list", "lockId", ("groupId", group)));
    }

    [Fact]
    public async Task A_webhook_of_one_node_is_told_what_happens_on_the_other_until_either_removes_it()
    {
        await using var one = new WebhookReceiver();
        await using var other = new WebhookReceiver();
        await using var last = new WebhookReceiver();
        await SetWebhookAsync(First, one);
        await UnlockAsync(Second, house.OwnerKey);
        await Poll.UntilAsync(() => one.Received.Count > 0);

        // Two set it at once: one address is left, and both nodes name it.
        await Task.WhenAll(SetWebhookAsync(First, one), SetWebhookAsync(Second, other));
        var url = await WebhookAsync(First);
        Assert.Equal(url, await WebhookAsync(Second));
        var (told, untold) = url == one.Url ? (one, other) : (other, one);
        var (recordsBefore, untoldBefore) = (Records(told), untold.Received.Count);
        await UnlockAsync(Second, house.OwnerKey);
        await UnlockAsync(First, house.OwnerKey);
        // One of either door opening; what is on its way when the address is removed still arrives.
        await Poll.UntilAsync(async () => Records(told) >= recordsBefore + 2 && await WaitingAsync() == 0);
        Assert.Equal(untoldBefore, untold.Received.Count);

        await SharedHouse.SendAsync(HttpMethod.Delete, First, "client/webhook", house.OwnerKey);
        var toldBefore = told.Received.Count;
        await UnlockAsync(Second, house.OwnerKey);
        await SetWebhookAsync(Second, last);
        await UnlockAsync(Second, house.OwnerKey);
        await Poll.UntilAsync(() => last.Received.Count > 0);
        Assert.Equal(toldBefore, told.Received.Count);
        await SharedHouse.SendAsync(HttpMethod.Delete, Second, "client/webhook", house.OwnerKey);
    }

    /// <summary>18: no code is shared.</summary>
    [Fact]
    public async Task Codes_that_locks_work_out_are_given_out_once_though_two_nodes_give_them_out()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        var issued = await Task.WhenAll(
            Enumerable
                .Range(0, 4 * Rounds)
                .Select(number =>
                    house.AskAsync(house.Nodes[number % 2], "v3/keyboardPwd/get", ("lockId", Door), ("keyboardPwdType", 1), ("startDate", now))
                )
        );

        var digits = issued.Select(code => (string?)code["keyboardPwd"]).OfType<string>().ToList();
        Assert.Equal(digits.Count, digits.Distinct().Count());
        // An hour has so many of the kind, and no more.
        Assert.Equal(OneTimeCodesAnHour, digits.Count);
        Assert.All(issued.Where(code => code["keyboardPwd"] is null), refused => Assert.Equal(-1026, (int)refused["errcode"]!));
    }

    /// <summary>Each node remembers whose a number is.</summary>
    [Fact]
    public async Task A_lock_that_moves_to_another_tenant_on_one_node_has_moved_on_the_other()
    {
        var made = await house.AskAsync(First, "v3/lock/initialize", ("lockData", """{"lockName":"S31","featureValue":"401"}"""));
        var moving = (int)made["lockId"]!;
        await AssertOwnedAsync(moving, house.OwnerKey, house.GuestKey);

        Assert.Equal(Done, await TransferAsync(First, moving, house.OwnerKey, house.GuestName));
        await AssertOwnedAsync(moving, house.GuestKey, house.OwnerKey);

        Assert.Equal(Done, await TransferAsync(Second, moving, house.GuestKey, House.Login));
        await AssertOwnedAsync(moving, house.OwnerKey, house.GuestKey);
    }

    /// <summary>Both are answered, and the access token of the later one lives.</summary>
    [Fact]
    public async Task A_refresh_token_that_is_used_at_once_on_both_nodes_leaves_one_access_token()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (_, refresh) = await house.TokensAsync();

            var renewed = await RefreshAsync(refresh);

            var lives = await Task.WhenAll(renewed.SelectMany(token => house.Nodes.Select(node => LivesAsync(node, (string)token["access_token"]!))));
            Assert.Equal(2, lives.Count(isSo => isSo));
            Assert.Equal(lives[0], lives[1]);
        }
    }

    /// <summary>30 days after it was given, it is replaced as well: then only one of two can.</summary>
    [Fact]
    public async Task A_refresh_token_that_is_replaced_is_replaced_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (_, refresh) = await house.TokensAsync();
            await house.Database.ListAsync(
                "update session set issued_at = issued_at - interval '31 days' where session_id = (select session_id from session order by issued_at desc limit 1) returning 1",
                row => row.GetInt32(0)
            );

            var renewed = await RefreshAsync(refresh);

            var winner = Assert.Single(renewed, token => token["access_token"] is not null);
            Assert.NotEqual(refresh, (string?)winner["refresh_token"]);
            Assert.True(await LivesAsync(Second, (string)winner["access_token"]!));
        }
    }

    /// <summary>2.4, AZ-5.</summary>
    [Fact]
    public async Task A_key_that_is_rolled_at_once_on_both_nodes_is_rolled_once_and_gone_on_both()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var former = house.GuestKey;

            var answers = await Task.WhenAll(house.Nodes.Select(node => SharedHouse.SendAsync(HttpMethod.Post, node, "client/roll-token", former)));

            var rolled = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Unauthorized);
            house.GuestKey = (string)rolled.Body["data"]!["clientToken"]!;
            foreach (var node in house.Nodes)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await SharedHouse.SendAsync(HttpMethod.Post, node, "v3/key/list", former)).Status);
                Assert.Equal(HttpStatusCode.OK, (await SharedHouse.SendAsync(HttpMethod.Post, node, "v3/key/list", house.GuestKey)).Status);
            }
        }
    }

    private Task<int> UnlockAsync(House node) => UnlockAsync(node, house.GuestKey);

    private Task<int> UnlockAsync(House node, string key) => house.CodeAsync(node, "v3/lock/unlock", key, ("lockId", Door));

    private Task<int> SetSuperAsync(House node, int door, string digits) =>
        house.CodeAsync(node, "v3/lock/changeAdminKeyboardPwd", house.OwnerKey, ("lockId", door), ("password", digits), ("changeType", 2));

    private Task<int> TransferAsync(House node, int moving, string key, string to) =>
        house.CodeAsync(node, "v3/lock/transfer", key, ("lockId", moving), ("receiverUsername", to));

    private async Task SetWebhookAsync(House node, WebhookReceiver receiver) =>
        Assert.Equal(200, (int)(await house.AskAsync(node, "client/webhook", ("url", receiver.Url)))["code"]!);

    private async Task<string> WebhookAsync(House node) =>
        (string)(await SharedHouse.SendAsync(HttpMethod.Get, node, "client/webhook", house.OwnerKey)).Body["data"]!["url"]!;

    private async Task AssertOwnedAsync(int smartLock, string by, string notBy)
    {
        foreach (var node in house.Nodes)
        {
            Assert.Equal(smartLock, (int?)(await house.AskAsync(node, "v3/lock/detail", by, ("lockId", smartLock)))["lockId"]);
            Assert.Contains(await house.CodeAsync(node, "v3/lock/detail", notBy, ("lockId", smartLock)), NoEkey);
        }
    }

    private Task<JsonNode[]> RefreshAsync(string refresh) =>
        Task.WhenAll(
            house.Nodes.Select(node =>
                house.AskAsync(node, "oauth2/token", "", ("clientId", "app"), ("grant_type", "refresh_token"), ("refresh_token", refresh))
            )
        );

    private async Task<bool> LivesAsync(House node, string access) =>
        (
            await house.AskAsync(
                node,
                "v3/key/list",
                "",
                ("clientId", "app"),
                ("accessToken", access),
                ("pageNo", 1),
                ("pageSize", 20),
                ("date", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
            )
        )["list"]
            is not null;

    private async Task<List<long>> ListAsync(House node, string path, string member, params (string Name, object Value)[] given) =>
        [.. (await house.AskAsync(node, path, given))["list"]!.AsArray().Select(one => (long)one![member]!)];

    private Task<long> RevokedAsync() => house.Database.CountAsync("select count(*) from audit_event where kind = 102 and outcome = 3");

    /// <summary>Two of one lock may share a delivery.</summary>
    private static int Records(WebhookReceiver receiver) => receiver.Received.Sum(got => Notifications.RecordsOf(got).Count());

    private Task<long> WaitingAsync() => house.Database.CountAsync(Notifications.WaitingSql);

    private const string LiveSupers = """
        select p.wire_id::int as number from enrollment e
        join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id and c.origin = 5
        join public_id p on p.row_id = e.lock_id and p.kind = 1 where e.desired_present
        """;
}
