using System.Net;
using System.Text.Json.Nodes;
using Latchwork.Testing.Tokens;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>An application of the Doordeck wire, from its registration to the end of its last session, at the console and against the wire itself.</summary>
public sealed class ApplicationTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task One_is_registered_and_its_tokens_are_taken_until_its_key_goes()
    {
        using var signer = new TokenSigner("rooms-1");
        await using var visit = await house.OperatorAsync();
        await RegisterAsync(visit, "Rooms");
        await Assertions.Expect(visit.Page.GetByText("None of its tokens is taken yet")).ToBeVisibleAsync();

        await visit.Button("Add an issuer").ClickAsync();
        await visit.Field("Issuer").FillAsync("app.example.com");
        await visit.Button("Add").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This is no address of the web.")).ToBeVisibleAsync();
        await visit.Field("Issuer").FillAsync(TokenSigner.Issuer);
        await visit.Button("Add").ClickAsync();
        await AddKeyAsync(visit, signer.Jwk);
        await Assertions.Expect(visit.Page.GetByText("None of its tokens is taken yet")).ToHaveCountAsync(0);

        var token = signer.Sign(TokenSigner.Claims("guest-1", TimeProvider.System.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(token));

        await visit.Button("Remove key rooms-1").ClickAsync();
        await visit.Button("Remove").ClickAsync();
        await Assertions.Expect(visit.Button("Remove key rooms-1")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));

        await visit.Button("Remove…").ClickAsync();
        await visit.Button("Remove it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Removed. None of its tokens is taken any more.")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>Whatever was pasted: the request has the public half alone.</summary>
    [Fact]
    public async Task A_private_key_does_not_leave_the_page()
    {
        using var signer = new TokenSigner("rooms-1");
        await using var visit = await house.OperatorAsync();
        await RegisterAsync(visit, "Private");
        var whole = (JsonObject)signer.Jwk.DeepClone();
        whole["d"] = "c2VjcmV0LWhhbGY";
        var sent = "";
        visit.Page.Request += (_, request) => sent += request.PostData;

        await AddKeyAsync(visit, whole, "This is a private key.");

        Assert.Contains((string)whole["n"]!, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0LWhhbGY", sent, StringComparison.Ordinal);
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_colleague_becomes_an_owner_and_sees_it()
    {
        var mail = await house.InviteAsync("integrator");
        await using var visit = await house.OperatorAsync();
        await RegisterAsync(visit, "Shared");
        await Assertions.Expect(visit.Page.GetByText("One owner is always left.")).ToBeVisibleAsync();
        await visit.Button("Add an owner").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Member of the organisation" }).FillAsync(mail);
        await visit.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = mail }).ClickAsync();
        await visit.Button("Add").ClickAsync();
        await Assertions.Expect(visit.Button($"Remove owner {mail}")).ToBeVisibleAsync();

        await using var colleague = await house.VisitAsync();
        await colleague.GoAsync("integrations/applications");
        await colleague.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await colleague.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Shared" }).ClickAsync();
        await Assertions.Expect(colleague.Heading("Shared")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
        Assert.Empty(colleague.Faults);
    }

    /// <summary>What its people see: checked before it is sent, and there after the page was left.</summary>
    [Fact]
    public async Task What_is_said_of_one_stays()
    {
        await using var visit = await house.OperatorAsync();
        await RegisterAsync(visit, "Looks");
        await visit.Field("First colour").FillAsync("blue");
        await Assertions.Expect(visit.Page.GetByText("A colour is written #RRGGBB")).ToBeVisibleAsync();
        await visit.Field("First colour").FillAsync("#0044AA");
        await visit.Button("Save").Last.ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Field("First colour")).ToHaveValueAsync("#0044AA");
        Assert.Empty(visit.Faults);
    }

    private static async Task RegisterAsync(Visit visit, string name)
    {
        await visit.GoAsync("integrations/applications");
        await visit.Button("Register an application").ClickAsync();
        await visit.Field("Name").FillAsync(name);
        await visit.Field("Company").FillAsync("Hotel");
        await visit.Field("Mailing address").FillAsync("1 Street");
        await visit.Button("Register").ClickAsync();
        await Assertions.Expect(visit.Heading(name)).ToBeVisibleAsync();
    }

    private static async Task AddKeyAsync(Visit visit, JsonNode jwk, string? told = null)
    {
        await visit.Button("Add a key").ClickAsync();
        await visit.Field("Public key").FillAsync(jwk.ToJsonString());
        await Assertions.Expect(visit.Field("Key ID")).ToHaveValueAsync((string)jwk["kid"]!);
        if (told is not null)
        {
            await Assertions.Expect(visit.Page.GetByText(told)).ToBeVisibleAsync();
        }

        await visit.Button("Add").ClickAsync();
        await Assertions.Expect(visit.Button($"Remove key {jwk["kid"]}")).ToBeVisibleAsync();
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var http = new HttpClient { BaseAddress = house.Server.BaseUrl };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/device");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
