using System.Text.Json.Nodes;
using Latchwork.Testing.Tokens;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>Applications of the Doordeck wire, run by their owners from the console.</summary>
public sealed class ApplicationTests(ConsoleHouse house) : IClassFixture<ConsoleHouse>
{
    private const string Applications = "/account/applications";
    private static readonly object New = new
    {
        name = "Rooms & more",
        companyName = "Hotel",
        mailingAddress = "1 Street",
    };

    [Fact]
    public async Task What_is_said_of_one_is_told_and_what_is_taken_away_is_gone()
    {
        var owner = await house.OwnerAsync();
        var id = await AddAsync(owner);
        var mail = new
        {
            primaryColour = "#112233",
            button = new
            {
                url = "https://rooms.example/",
                headline = "Welcome",
                text = "Open",
            },
        };

        Assert.Equal(
            200,
            (await owner.SendAsync(HttpMethod.Patch, $"{Applications}/{id}", new { supportContact = "help@example.com", mail })).Status
        );
        var (_, told) = await owner.GetAsync($"{Applications}/{id}");
        Assert.Equal("rooms-more", (string)told["slug"]!);
        Assert.Equal("help@example.com", (string)told["supportContact"]!);
        Assert.Equal("Open", (string)told["mail"]!["button"]!["text"]!);
        Assert.Equal("RSA", (string)told["identityKey"]!["kty"]!);
        Assert.Single(told["owners"]!.AsArray());

        var empty = new
        {
            supportContact = "",
            mail = new
            {
                button = new
                {
                    url = "",
                    headline = "",
                    text = "",
                },
            },
        };
        await owner.SendAsync(HttpMethod.Patch, $"{Applications}/{id}", empty);
        (_, told) = await owner.GetAsync($"{Applications}/{id}");
        Assert.Null(told["supportContact"]);
        Assert.Null(told["mail"]!["button"]);
        Assert.Equal("#112233", (string)told["mail"]!["primaryColour"]!);
    }

    /// <summary>The whole way: made at the console, its token is a session of the wire; then its key is taken away, and with it the session.</summary>
    [Fact]
    public async Task A_token_of_one_that_was_made_here_is_a_session_until_its_key_goes()
    {
        var owner = await house.OwnerAsync();
        var id = await AddAsync(owner);
        using var signer = new TokenSigner("rooms-1");
        Assert.Equal(200, (await owner.PostAsync($"{Applications}/{id}/issuers", new { url = TokenSigner.Issuer })).Status);
        Assert.Equal(200, (await owner.PostAsync($"{Applications}/{id}/keys", signer.Jwk)).Status);

        var token = signer.Sign(TokenSigner.Claims("guest-1", house.Clock.GetUtcNow()));
        Assert.Equal(200, await AskAsync(token));
        var (_, told) = await owner.GetAsync($"{Applications}/{id}");
        Assert.Equal((1, "RS256"), ((int)told["people"]!, (string)told["keys"]![0]!["alg"]!));
        Assert.NotNull(told["lastTokenAt"]);

        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Delete, $"{Applications}/{id}/keys?kid=rooms-1")).Status);
        Assert.Equal(401, await AskAsync(token));
        Assert.Equal(404, (await owner.SendAsync(HttpMethod.Delete, $"{Applications}/{id}/keys?kid=rooms-1")).Status);
    }

    [Fact]
    public async Task A_private_key_is_refused_and_not_kept()
    {
        var owner = await house.OwnerAsync();
        var id = await AddAsync(owner);
        using var signer = new TokenSigner("rooms-1");
        var whole = signer.Jwk.DeepClone();
        whole["d"] = "c2VjcmV0";

        Assert.Equal((400, "invalid"), Code(await owner.PostAsync($"{Applications}/{id}/keys", whole)));
        Assert.Empty((await owner.GetAsync($"{Applications}/{id}")).Body["keys"]!.AsArray());
    }

    /// <summary>Owners are equals, and one is always left.</summary>
    [Fact]
    public async Task An_owner_adds_another_who_takes_over()
    {
        var (first, second) = (await house.OwnerAsync(), await house.OwnerAsync());
        var id = await AddAsync(first);
        var (one, other) = (await IdAsync(first), await IdAsync(second));

        Assert.Equal((404, "not-found"), Code(await second.GetAsync($"{Applications}/{id}")));
        Assert.Equal(200, (await first.PostAsync($"{Applications}/{id}/owners", new { userId = other })).Status);
        Assert.Equal(200, (await second.SendAsync(HttpMethod.Delete, $"{Applications}/{id}/owners?userId={one}")).Status);
        Assert.Equal((404, "not-found"), Code(await first.GetAsync($"{Applications}/{id}")));
        Assert.Equal((409, "conflict"), Code(await second.SendAsync(HttpMethod.Delete, $"{Applications}/{id}/owners?userId={other}")));
    }

    [Fact]
    public async Task An_issuer_is_one_applications()
    {
        var owner = await house.OwnerAsync();
        var (one, other) = (await AddAsync(owner), await AddAsync(owner));
        const string Url = "https://shared.example/issuer";

        Assert.Equal(200, (await owner.PostAsync($"{Applications}/{one}/issuers", new { url = Url })).Status);
        Assert.Equal(200, (await owner.PostAsync($"{Applications}/{one}/issuers", new { url = Url })).Status);
        Assert.Equal((409, "taken"), Code(await owner.PostAsync($"{Applications}/{other}/issuers", new { url = Url })));
        var gone = $"{Applications}/{one}/issuers?url={Uri.EscapeDataString(Url)}";
        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Delete, gone)).Status);
        Assert.Equal(200, (await owner.PostAsync($"{Applications}/{other}/issuers", new { url = Url })).Status);
    }

    /// <summary>Whatever lets more in waits for who has just shown who they are; what takes away does not.</summary>
    [Fact]
    public async Task What_lets_more_in_asks_for_a_step_up()
    {
        var owner = await house.OwnerAsync();
        var id = await AddAsync(owner);
        await owner.PostAsync($"{Applications}/{id}/origins", new { origin = "https://rooms.example" });
        house.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((403, "step-up-needed"), Code(await owner.PostAsync($"{Applications}/{id}/issuers", new { url = "https://late.example/" })));
        Assert.Equal((403, "step-up-needed"), Code(await owner.SendAsync(HttpMethod.Delete, $"{Applications}/{id}")));
        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Delete, $"{Applications}/{id}/origins?origin=https%3A%2F%2Frooms.example")).Status);
    }

    [Fact]
    public async Task They_are_listed_by_name_and_in_parts()
    {
        var owner = await house.OwnerAsync();
        foreach (var name in new[] { "Beta", "Alpha", "Gamma" })
        {
            await AddAsync(owner, name);
        }

        var (_, first) = await owner.GetAsync($"{Applications}?limit=2&total=true");
        var (_, rest) = await owner.GetAsync($"{Applications}?limit=2&cursor={first["next"]}");
        Assert.Equal(3, (int)first["total"]!);
        Assert.Equal(["Alpha", "Beta", "Gamma"], first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(one => (string)one!["name"]!));
        Assert.Null(rest["next"]);
    }

    private async Task<int> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/device");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await house.Server.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<string> AddAsync(ConsoleVisit owner, string? name = null)
    {
        var body = name is null
            ? New
            : new
            {
                name,
                companyName = "Hotel",
                mailingAddress = "1 Street",
            };
        var (status, made) = await owner.PostAsync(Applications, body);
        Assert.Equal(201, status);
        return (string)made["id"]!;
    }

    private static async Task<string> IdAsync(ConsoleVisit visit) => (string)(await visit.GetAsync("/session")).Body["person"]!["id"]!;

    private static (int, string) Code((int Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);
}
