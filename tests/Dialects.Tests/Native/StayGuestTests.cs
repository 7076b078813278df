using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Keyvox;
using Latchwork.Testing;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>What the guest of a stay is told, what became of it, and what happened to the stay, over HTTP.</summary>
public sealed class StayGuestTests(KeyvoxHouse house) : IClassFixture<KeyvoxHouse>
{
    [Fact]
    public async Task A_guest_is_told_once_more_and_what_became_of_it_is_known()
    {
        var stay = await BookAsync("Front door", "2031-02-01", """{"name":"Ada","email":"ada@guests.example"}""");

        await house.OwnAsync(HttpMethod.Post, $"{stay}/send", """{"ways":["mail","sms"]}""", HttpStatusCode.OK);

        var messages = (await house.OwnAsync(HttpMethod.Get, $"{stay}/messages", null, HttpStatusCode.OK))["items"]!.AsArray();
        // That of the booking, and the second one by the way that there is.
        Assert.Equal(["stay-booked", "stay-booked"], messages.Select(one => (string?)one!["what"]));
        // This server has no address that a guest could open, so it sends nothing yet.
        Assert.All(messages, one => Assert.Equal(("mail", "waiting", 0), ((string?)one!["way"], (string?)one["state"], (int)one["tries"]!)));
        await house.OwnAsync(HttpMethod.Post, $"{stay}/send", """{"ways":["sms"]}""", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_history_of_a_stay_has_what_became_of_it_and_nothing_of_others()
    {
        var stay = await BookAsync("Front door", "2031-03-01", """{"name":"Bo","email":"bo@guests.example"}""");
        await BookAsync("Front door", "2031-03-05", """{"name":"Cy"}""");
        await house.OwnAsync(HttpMethod.Patch, stay, """{"endsAt":"2031-03-02T12:00"}""", HttpStatusCode.OK);
        await house.OwnAsync(HttpMethod.Post, $"{stay}/check-in", null, HttpStatusCode.OK);

        var newest = await house.OwnAsync(HttpMethod.Get, $"{stay}/events?limit=2", null, HttpStatusCode.OK);
        var older = await house.OwnAsync(HttpMethod.Get, $"{stay}/events?before={newest["next"]}", null, HttpStatusCode.OK);

        Assert.True((bool)newest["hasMore"]!);
        var told = newest["items"]!.AsArray().Concat(older["items"]!.AsArray()).Select(one => (string?)one!["type"]);
        Assert.Equal(["reservation.checkedIn", "guest.told", "reservation.changed", "guest.told", "reservation.booked"], told);
    }

    /// <summary>KR-3: the page shows the digits, so it is told as they are.</summary>
    [Fact]
    public async Task The_page_of_a_guest_is_told_where_their_code_is_revealed()
    {
        var stay = await BookAsync("Front door", "2031-04-01", """{"name":"Di"}""");
        var code = (await house.OwnAsync(HttpMethod.Get, stay, null, HttpStatusCode.OK))["codes"]![0]!["id"];

        var shown = await house.OwnAsync(HttpMethod.Post, $"passcodes/{code}/reveal", null, HttpStatusCode.OK);

        var page = await house.Server.Http.GetStringAsync((string)shown["page"]!, TestContext.Current.CancellationToken);
        Assert.Contains((string)shown["digits"]!, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_stays_tells_how_sure_each_is_where_it_is_asked_for()
    {
        var stay = await BookAsync("Front door", "2031-05-01", """{"name":"Ed"}""");
        const string List = "reservations?from=2031-05-01T00:00:00Z&until=2031-05-03T00:00:00Z";

        var plain = (await house.OwnAsync(HttpMethod.Get, List, null, HttpStatusCode.OK))["items"]!.AsArray().Single()!;
        var judged = (await house.OwnAsync(HttpMethod.Get, $"{List}&verdict=true", null, HttpStatusCode.OK))["items"]!.AsArray().Single()!;

        var one = await house.OwnAsync(HttpMethod.Get, stay, null, HttpStatusCode.OK);
        Assert.Null(plain["verdict"]);
        Assert.Equal((string?)one["verdict"]!["readiness"], (string?)judged["verdict"]!["readiness"]);
    }

    /// <returns>Where it is.</returns>
    private async Task<string> BookAsync(string door, string day, string guest)
    {
        var site = (await house.OwnAsync(HttpMethod.Get, "sites", null, HttpStatusCode.OK))["items"]!.AsArray()[0]!;
        await house.OwnAsync(HttpMethod.Patch, $"sites/{site["id"]}", """{"notifiesGuests":true}""", HttpStatusCode.OK);
        var body =
            $$"""{"units":[{"id":"{{await UnitAsync((string)site["id"]!, door)}}"}],"startsAt":"{{day}}T15:00","endsAt":"{{day}}T20:00","guest":{{guest}}}""";
        var made = await house.OwnAsync(HttpMethod.Post, "reservations", body, HttpStatusCode.Created);
        return $"reservations/{made["id"]}";
    }

    /// <summary>The room behind the door, made by who needs it first.</summary>
    private async Task<string> UnitAsync(string site, string door)
    {
        var found = (await house.OwnAsync(HttpMethod.Get, $"units?name={Uri.EscapeDataString(door)}", null, HttpStatusCode.OK))["items"]!.AsArray();
        if (found is [{ } there, ..])
        {
            return (string)there["id"]!;
        }

        var unit = (string)
            (await house.OwnAsync(HttpMethod.Post, "units", $$"""{"siteId":"{{site}}","name":"{{door}}"}""", HttpStatusCode.Created))["id"]!;
        JsonNode? smartLock = null;
        await Poll.UntilAsync(async () =>
            (
                smartLock = (await house.OwnAsync(HttpMethod.Get, $"locks?name={Uri.EscapeDataString(door)}", null, HttpStatusCode.OK))["items"]!
                    .AsArray()
                    .FirstOrDefault()
            )
                is not null
        );
        await house.OwnAsync(HttpMethod.Put, $"units/{unit}/locks", $$"""{"lockIds":["{{smartLock!["id"]}}"]}""", HttpStatusCode.OK);
        return unit;
    }
}
