using System.Text.Json.Nodes;
using Latchwork.Operations.Secrets;
using Latchwork.Testing.Doordeck;

namespace Latchwork.Dialects.Tests.Doordeck;

/// <summary>Sharing and taking back by signed operations (doordeck.md 8.5, 10.13 to 10.15), with the looking-up before it (10.9 to 10.11).</summary>
public sealed class SharingTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    private string Door => house.FrontDoor;

    [Fact]
    public async Task Who_was_given_a_lock_opens_it_and_who_lost_it_does_not()
    {
        using var guest = await house.PersonAsync("opens@example.com");
        Assert.Equal(404, await UnlockAsync(guest));

        await house.ShareAsync(Door, guest);
        Assert.Equal(200, await UnlockAsync(guest));

        Assert.Equal(200, await RemoveAsync(house.Desk, guest.UserId));
        Assert.Equal(404, await UnlockAsync(guest));
    }

    [Fact]
    public async Task A_share_holds_inside_its_window_alone()
    {
        using var guest = await house.PersonAsync("window@example.com");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        await house.ShareAsync(Door, guest, start: now + 3600);
        Assert.Equal(403, await UnlockAsync(guest));

        await house.ShareAsync(Door, guest, start: now - 60, end: now + 3600);
        Assert.Equal(200, await UnlockAsync(guest));

        Assert.Equal(400, await ShareAsync(house.Desk, guest.UserId, end: now - 60));
        Assert.Equal(200, await UnlockAsync(guest));
    }

    [Fact]
    public async Task A_user_may_not_share_and_an_administrator_may_and_a_second_share_changes_the_role()
    {
        using var guest = await house.PersonAsync("roles@example.com");
        using var friend = await house.PersonAsync("friend@example.com");
        await house.ShareAsync(Door, guest);
        Assert.Equal(403, await ShareAsync(guest, friend.UserId));
        Assert.Equal("GrantGiven Refused NotAllowed", await house.LastActAsync());
        Assert.Equal(404, await UnlockAsync(friend));

        await house.ShareAsync(Door, guest, "ADMIN");
        Assert.Equal(204, await ShareAsync(guest, friend.UserId));
        Assert.Equal(200, await UnlockAsync(friend));

        await house.ShareAsync(Door, guest, "USER");
        Assert.Equal(403, await RemoveAsync(guest, friend.UserId));
        Assert.Equal(200, await UnlockAsync(friend));
    }

    /// <summary>AZ-7.</summary>
    [Fact]
    public async Task An_administrator_with_an_end_gives_nothing_longer_and_their_gifts_end_with_them()
    {
        using var deputy = await house.PersonAsync("deputy@example.com");
        using var friend = await house.PersonAsync("derived@example.com");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await house.ShareAsync(Door, deputy, "ADMIN", end: now + 3600);

        Assert.Equal(403, await ShareAsync(deputy, friend.UserId, end: now + 7200));
        Assert.Equal(204, await ShareAsync(deputy, friend.UserId, end: now + 1800));
        Assert.Equal(200, await UnlockAsync(friend));

        Assert.Equal(200, await RemoveAsync(house.Desk, deputy.UserId));
        Assert.Equal(404, await UnlockAsync(friend));
    }

    [Fact]
    public async Task Anybody_gives_up_their_own_and_nobody_takes_from_others_who_does_not_run_the_lock()
    {
        using var guest = await house.PersonAsync("leaves@example.com");
        using var other = await house.PersonAsync("stays@example.com");
        await house.ShareAsync(Door, guest);
        await house.ShareAsync(Door, other);

        Assert.Equal(403, await RemoveAsync(guest, other.UserId));
        Assert.Equal(403, await RemoveAsync(guest, guest.UserId, other.UserId));
        Assert.Equal(200, await UnlockAsync(guest));

        Assert.Equal(200, await RemoveAsync(guest, guest.UserId));
        Assert.Equal(404, await UnlockAsync(guest));
        Assert.Equal(200, await UnlockAsync(other));
    }

    [Fact]
    public async Task An_owner_stays_until_a_member_of_the_account_runs_the_lock_and_then_hands_it_to_them()
    {
        var office = house.Locks["Office"];
        using var heir = await house.PersonAsync("heir@example.com");
        Assert.Equal(409, await RemoveFromAsync(house.Desk, office, house.Desk.UserId));
        Assert.Equal(409, await ShareAsync(house.Desk, office, house.Desk.UserId));

        await house.ShareAsync(office, heir, "ADMIN");
        Assert.Equal(403, await RemoveFromAsync(heir, office, house.Desk.UserId));
        Assert.Equal(409, await RemoveFromAsync(house.Desk, office, house.Desk.UserId));
        await house.JoinAsync(heir.UserId);
        Assert.Equal(200, await RemoveFromAsync(house.Desk, office, house.Desk.UserId));

        Assert.Equal(404, await UnlockAsync(house.Desk, office));
        Assert.Equal(200, await UnlockAsync(heir, office));
        Assert.Equal(409, await RemoveFromAsync(heir, office, heir.UserId));
        Assert.Equal(204, await ShareAsync(heir, office, house.Desk.UserId, "ADMIN"));
    }

    [Fact]
    public async Task A_batch_is_all_or_nothing_and_only_for_locks_that_hold_so_many()
    {
        var guests = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => house.InviteAsync($"batch{i}@example.com")));
        var users = await Task.WhenAll(guests.Select(guest => house.ShareOfAsync(guest)));
        foreach (var user in users)
        {
            user.Remove("type");
        }

        var spoiled = users.Select(user => user.DeepClone().AsObject()).ToList();
        spoiled[24]["user"] = SecretMaker.Uuid4();
        Assert.Equal(404, await ExecuteAsync(house.Desk, Door, Batch(spoiled)));
        Assert.Equal([0], await house.CountAsync(CountOf(guests)));
        spoiled[24] = users[24].DeepClone().AsObject();
        spoiled[24]["publicKey"] = (string?)users[0]["publicKey"];
        Assert.Equal(400, await ExecuteAsync(house.Desk, Door, Batch(spoiled)));
        Assert.Equal([0], await house.CountAsync(CountOf(guests)));

        Assert.Equal(400, await ExecuteAsync(house.Desk, house.Locks["Back gate"], Batch(users)));
        Assert.Equal(204, await ExecuteAsync(house.Desk, Door, Batch(users)));
        Assert.Equal([25], await house.CountAsync(CountOf(guests)));
    }

    [Fact]
    public async Task Who_is_invited_hears_of_the_first_share_and_opens_nothing_before_they_have_set_a_password()
    {
        var invited = await house.InviteAsync("invited@example.com");
        Assert.DoesNotContain(house.Server.Mails, mail => mail.Contains("invited@example.com", StringComparison.Ordinal));

        var before = await WelcomesAsync();
        Assert.Equal(204, await ShareAsync(house.Desk, invited));

        Assert.Equal(invited, await house.InviteAsync("INVITED@example.com"));
        Assert.Equal([1], await house.CountAsync(CountOf([invited]) + " and accepted_at is null"));
        Assert.Equal(before + 1, await WelcomesAsync());
    }

    /// <summary>9.3, 10.6, 10.7.</summary>
    [Fact]
    public async Task Of_a_lock_s_people_it_is_told_who_never_came_and_who_is_of_another_pool()
    {
        using var guest = await house.PersonAsync("came@example.com");
        using var foreigner = await house.PersonAsync("foreign@example.com");
        using var stranger = await house.PersonAsync("looks@example.com");
        var invited = await house.InviteAsync("orphan@example.com");
        await house.ShareAsync(Door, guest);
        await house.ShareAsync(Door, foreigner);
        Assert.Equal(204, await ShareAsync(house.Desk, invited));
        await house.CountAsync(
            $"update app_user set pool = gen_random_uuid() where user_id = (select row_id from public_id where wire_id = '{foreigner.UserId}') returning 1::bigint"
        );

        var people = (await house.Desk.GetAsync($"/device/{Door}/users")).AsArray().ToDictionary(one => (string)one!["userId"]!, Flags);

        Assert.Equal(["orphan false, foreign false", "orphan false, foreign true", "orphan true, foreign false"], Of(people));
        Assert.Equal(Of(people), Of(await AskedByAsync(house.Desk)));
        Assert.Equal("orphan true, foreign false", Flags(await stranger.GetAsync($"/user/{invited}")));
        var shown = await stranger.GetAsync($"/user/{guest.UserId}");
        Assert.Equal(
            ("orphan true, foreign false", "", null, "[]"),
            (Flags(shown), (string?)shown["email"], shown["displayName"], $"{shown["devices"]}")
        );
        Assert.Equal(404, (await DoordeckHouse.ReadAsync(await stranger.SendAsync(HttpMethod.Get, $"/user/{foreigner.UserId}"))).Status);

        string[] Of(Dictionary<string, string> told) => [told[guest.UserId], told[foreigner.UserId], told[invited]];

        async Task<Dictionary<string, string>> AskedByAsync(DoordeckPhone phone)
        {
            var told = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var id in new[] { guest.UserId, foreigner.UserId, invited })
            {
                told[id] = Flags(await phone.GetAsync($"/user/{id}"));
            }

            return told;
        }

        static string Flags(JsonNode? person) => $"orphan {person!["orphan"]}, foreign {person["foreign"]}";
    }

    [Fact]
    public async Task A_share_names_the_key_of_the_very_person()
    {
        using var guest = await house.PersonAsync("named@example.com");
        var share = await house.ShareOfAsync(guest.UserId);
        share["publicKey"] = await house.KeyOfAsync(house.Desk.UserId);

        Assert.Equal(400, await ExecuteAsync(house.Desk, Door, share));
        Assert.Equal(404, await UnlockAsync(guest));
    }

    [Fact]
    public async Task The_directory_finds_people_by_what_they_have_shown_to_be_theirs()
    {
        using var guest = await house.PersonAsync("listed@example.com");
        await house.InviteAsync("unlisted@example.com");

        var (_, one) = await QueryAsync(
            new JsonObject
            {
                ["email"] = "Listed@Example.com",
                ["telephone"] = null,
                ["identity"] = null,
            }
        );
        Assert.Equal(guest.UserId, (string?)one!["id"]);
        Assert.Equal(["id", "publicKey"], one.AsObject().Select(member => member.Key));
        Assert.Equal(404, (await QueryAsync(new JsonObject { ["email"] = "unlisted@example.com" })).Status);
        Assert.Equal(404, (await QueryAsync(new JsonObject { ["email"] = "nobody@example.com" })).Status);
        Assert.Equal(404, (await QueryAsync(new JsonObject { ["email"] = "no address" })).Status);
        Assert.Equal(404, (await QueryAsync(new JsonObject { ["localKey"] = SecretMaker.Uuid4() })).Status);
        Assert.Equal(404, (await QueryAsync(new JsonObject { ["foreignKey"] = "listed" })).Status);
        Assert.Equal(400, (await QueryAsync(new JsonObject { ["email"] = "a@b.example", ["localKey"] = guest.UserId })).Status);
        Assert.Equal(400, (await QueryAsync([])).Status);
    }

    [Fact]
    public async Task A_batch_of_the_directory_leaves_out_who_is_not_there()
    {
        using var guest = await house.PersonAsync("found@example.com");
        const string V2 = "application/vnd.doordeck.api-v2+json,application/json";
        var asked = new JsonObject
        {
            ["email"] = new JsonArray("found@example.com", "missing@example.com"),
            ["localKey"] = new JsonArray(guest.UserId.ToUpperInvariant()),
            ["telephone"] = null,
        };

        using var answer = await house.Desk.SendAsync(HttpMethod.Post, "/directory/query", asked, V2);
        Assert.Equal("application/vnd.doordeck.api-v2+json", answer.Content.Headers.ContentType!.MediaType);
        var found = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray();

        Assert.Equal([guest.UserId, guest.UserId], found.Select(one => (string?)one!["id"]));
        Assert.Equal("found@example.com", (string?)found[0]!["email"]);
        Assert.Null(found[1]!["email"]);
        var many = new JsonObject { ["email"] = new JsonArray([.. Enumerable.Range(0, 26).Select(i => (JsonNode)$"a{i}@b.example")]) };
        Assert.Equal(400, (await QueryAsync(many, V2)).Status);
        Assert.Equal("[]", (await QueryAsync(new JsonObject { ["email"] = new JsonArray("missing@example.com") }, V2)).Body!.ToJsonString());
    }

    private async Task<long> WelcomesAsync() => (await house.CountAsync("select count(*) from notification where template = 'welcome'"))[0];

    private async Task<(int Status, JsonNode? Body)> QueryAsync(JsonObject body, string? accept = null) =>
        await DoordeckHouse.ReadAsync(await house.Desk.SendAsync(HttpMethod.Post, "/directory/query", body, accept));

    private Task<int> UnlockAsync(DoordeckPhone phone, string? smartLock = null) => ExecuteAsync(phone, smartLock ?? Door, DoordeckPhone.Unlock());

    private Task<int> ShareAsync(DoordeckPhone by, string user, long? end = null) => ShareAsync(by, Door, user, end: end);

    private async Task<int> ShareAsync(DoordeckPhone by, string smartLock, string user, string role = "USER", long? end = null) =>
        await ExecuteAsync(by, smartLock, await house.ShareOfAsync(user, role, end: end));

    private Task<int> RemoveAsync(DoordeckPhone by, params string[] users) => RemoveFromAsync(by, Door, users);

    private static Task<int> RemoveFromAsync(DoordeckPhone by, string smartLock, params string[] users) =>
        ExecuteAsync(
            by,
            smartLock,
            new JsonObject { ["type"] = "REMOVE_USER", ["users"] = new JsonArray([.. users.Select(user => (JsonNode)user)]) }
        );

    private static async Task<int> ExecuteAsync(DoordeckPhone phone, string smartLock, JsonObject operation) =>
        (await DoordeckHouse.ReadAsync(await phone.ExecuteAsync(smartLock, operation))).Status;

    private static JsonObject Batch(IEnumerable<JsonObject> users) =>
        new() { ["type"] = "BATCH_ADD_USER", ["users"] = new JsonArray([.. users.Select(user => user.DeepClone())]) };

    private static string CountOf(IEnumerable<string> users) =>
        $"select count(*) from access_grant g join public_id p on p.row_id = g.user_id and p.kind = 21 where g.revoked_at is null and p.wire_id in ('{string.Join("','", users)}')";
}
