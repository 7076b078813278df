using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Grants;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Latchwork.Testing.Tokens;

namespace Latchwork.Dialects.Tests.Matrix.Doordeck;

/// <summary>Gives the principals of the Doordeck wire their tokens, and those who can sign a phone with a key.</summary>
internal sealed class DoordeckPhones(TwoTenants tenants, Dictionary<Who, string?> secrets, Dictionary<Who, DoordeckPhone> phones)
{
    private const string LapsedKey = "lapsed";

    /// <summary>Whose account it is: the same people as on the other wires.</summary>
    private static readonly IReadOnlyDictionary<Who, string> Accounts = new Dictionary<Who, string>
    {
        [Who.DoordeckOwner] = LiveServer.Account,
        [Who.DoordeckManager] = TwoTenants.AccountOf(Who.Manager),
        [Who.DoordeckDeputy] = TwoTenants.AccountOf(Who.Deputy),
        [Who.DoordeckHolder] = TwoTenants.AccountOf(Who.Holder),
        [Who.DoordeckHolderAtTheDoor] = TwoTenants.AccountOf(Who.HolderAtTheDoor),
        [Who.DoordeckNotYet] = TwoTenants.AccountOf(Who.NotYet),
        [Who.DoordeckEnded] = TwoTenants.AccountOf(Who.Ended),
        [Who.DoordeckRevoked] = TwoTenants.AccountOf(Who.Revoked),
        [Who.DoordeckFrozen] = TwoTenants.AccountOf(Who.Frozen),
        [Who.DoordeckWaiting] = TwoTenants.AccountOf(Who.Waiting),
        [Who.DoordeckMember] = TwoTenants.AccountOf(Who.Administrator),
        [Who.DoordeckDisabled] = TwoTenants.AccountOf(Who.Disabled),
        [Who.DoordeckNeighbour] = TwoTenants.NeighbourAccount,
    };

    private HttpClient Http => tenants.Server.Http;

    public static string AccountOf(Who who) => Accounts[who];

    /// <summary>Before anybody is disabled.</summary>
    public async Task HandOutAsync()
    {
        foreach (var (who, account) in Accounts)
        {
            Give(who, await DoordeckPhone.RegisteredAsync(Http, account, LiveServer.Password));
        }

        using var another = await DoordeckPhone.LogInAsync(Http, LiveServer.Account, LiveServer.Password);
        secrets[Who.RefreshToken] = $"Bearer {another.RefreshToken}";
        using var gone = await DoordeckPhone.LogInAsync(Http, LiveServer.Account, LiveServer.Password);
        secrets[Who.LoggedOut] = $"Bearer {gone.AuthToken}";
        await DoneAsync(gone, HttpMethod.Post, "/auth/token/destroy");
        foreach (var side in Enum.GetValues<Side>())
        {
            await new Population(tenants.Server.Services).PersonAsync(tenants.TenantOf(side), DoordeckThings.GuestEmail(side), LiveServer.Password);
        }

        await AddApplicationAsync();
    }

    /// <summary>With one key that holds and one that its owner took back; of the person whom the first vouches for, a grant like the manager's.</summary>
    private async Task AddApplicationAsync()
    {
        var owner = phones[Who.DoordeckOwner];
        using var made = await owner.SendAsync(HttpMethod.Post, "/platform/application", DoordeckThings.NewApplication);
        var path = $"/platform/application/{made.EnsureSuccessStatusCode().Headers.Location!.OriginalString.Split('/')[^1]}";
        using var signer = new TokenSigner("holds");
        using var lapsed = new TokenSigner(LapsedKey);
        await DoneAsync(owner, HttpMethod.Post, $"{path}/auth/key", signer.Jwk);
        await DoneAsync(owner, HttpMethod.Post, $"{path}/auth/key", lapsed.Jwk);
        await DoneAsync(owner, HttpMethod.Post, $"{path}/auth/issuer", new JsonObject { ["url"] = TokenSigner.Issuer });

        var manager = await DoordeckPhone.WithTokenAsync(Http, TokenOf(signer, "manager"));
        Give(Who.ApplicationManager, manager);
        var people = new Population(tenants.Server.Services);
        await people.GrantAsync(
            tenants.House,
            await people.LockAsync(tenants.HouseLock),
            await people.UserAsync(manager.UserId),
            new GrantShape(GrantRole.Manager)
        );

        using var former = await DoordeckPhone.WithTokenAsync(Http, TokenOf(lapsed, "former"));
        secrets[Who.LapsedApplicationToken] = $"Bearer {former.AuthToken}";
        await DoneAsync(owner, HttpMethod.Delete, $"{path}/auth/key", new JsonObject { ["kid"] = LapsedKey });
        using var stranger = new TokenSigner("holds");
        secrets[Who.UnknownDoordeckToken] = $"Bearer {TokenOf(stranger, "manager")}";
    }

    private void Give(Who who, DoordeckPhone phone)
    {
        phones[who] = phone;
        secrets[who] = $"Bearer {phone.AuthToken}";
    }

    private static string TokenOf(TokenSigner signer, string sub)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = TokenSigner.Claims(sub, now);
        claims["exp"] = now.AddHours(1).ToUnixTimeSeconds();
        return signer.Sign(claims);
    }

    private static async Task DoneAsync(DoordeckPhone by, HttpMethod verb, string path, JsonNode? body = null)
    {
        using var answer = await by.SendAsync(verb, path, body);
        Assert.True(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{verb} {path}: {(int)answer.StatusCode}"));
    }
}
