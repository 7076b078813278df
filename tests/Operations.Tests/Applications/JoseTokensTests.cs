using System.Text.Json.Nodes;
using Latchwork.Operations.Applications;
using Latchwork.Testing.Jose;
using Latchwork.Testing.Tokens;
using Latchwork.Testing.ZWave;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>Tokens and identities as the public <c>jose</c> package makes them.</summary>
public sealed class JoseTokensTests
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"];

    [Fact]
    public async Task JW_11_Tokens_of_another_implementation_are_admitted_and_their_private_keys_are_not_kept()
    {
        await using var app = await AppHouse.OpenAsync();
        var made = await MadeAsync([.. Algorithms.Select(alg => JosePackage.Sign(alg, $"jose-{alg}", TokenSigner.Claims(alg, app.Now)))]);
        foreach (var (alg, one) in Algorithms.Zip(made))
        {
            // The whole private key is handed in, as a careless owner does.
            Assert.Null((await app.AddKeyAsync(JsonNode.Parse(one.GetProperty("privateKey").GetRawText())!.AsObject())).Error);
            Assert.True((await app.AdmitAsync(one.GetProperty("token").GetString()!)).Error is null, alg);
        }

        Assert.Equal(Algorithms.Length, (await app.UsersAsync()).Count);
        Assert.Equal(0, await app.House.AskAsync<long>("select count(*) from application_key where jwk ? 'd' or jwk ? 'p' or jwk ? 'k'"));
    }

    [Theory]
    [InlineData("RSA-OAEP-256", "A256GCM")]
    [InlineData("RSA-OAEP-256", "A128GCM")]
    [InlineData("RSA-OAEP", "A256GCM")]
    [InlineData("RSA-OAEP", "A128GCM")]
    public async Task An_identity_of_another_implementation_is_opened(string alg, string enc)
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("asker"));
        var key = (await app.House.Get<ApplicationQueries>().OneAsync(app.Owner, app.Id, CancellationToken.None)).Value.IdentityKey!.Value;
        var made = await MadeAsync([JosePackage.Encrypt(alg, enc, key, app.Token("guest"))]);

        var opened = await app.House.Get<IdentityTokens>().OpenAsync(caller, made[0].GetProperty("token").GetString()!, CancellationToken.None);

        Assert.Null(opened.Error);
        Assert.Contains(await app.UsersAsync(), user => user.Id == opened.Value.Uuid && user.ForeignKey!.Text == "guest");
    }

    private static async Task<System.Text.Json.JsonElement[]> MadeAsync(JsonNode[] wishes)
    {
        try
        {
            return await JosePackage.MakeAsync(wishes);
        }
        catch (FixtureMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
