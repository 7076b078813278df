using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Users;
using Latchwork.Testing.Tokens;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>The encrypted token of another person (10.10).</summary>
public sealed class IdentityTokensTests
{
    private static readonly string[] Erase =
    [
        "update app_user set disabled_at = created_at, display_name = null where user_id = $1",
        "delete from login where user_id = $1",
    ];

    [Fact]
    public async Task An_identity_makes_its_person_once_and_no_session()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("asker"));
        var key = await KeyAsync(app);

        var first = (await OpenAsync(app, caller, Encrypt(key, app.Token("guest")))).Value;
        var second = (await OpenAsync(app, caller, Encrypt(key, app.Token("guest", claims => claims["nonce"] = 2)))).Value;

        Assert.Equal(first.Uuid, second.Uuid);
        Assert.Equal(first.PublicKey, second.PublicKey);
        Assert.Equal(2, (await app.UsersAsync()).Count);
        Assert.Equal(1, await app.House.AskAsync<long>("select count(*) from session where kind = 13"));
        Assert.Equal(first.Uuid, (await app.House.UuidAsync(await app.CallerAsync(app.Token("guest")))).Text);
        Assert.All(await app.House.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task An_address_that_another_verifies_at_the_same_moment_is_whoever_comes_later()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("asker"));
        var first = await app.CallerAsync(app.Token("first", Shared(verified: false)));
        await app.CallerAsync(app.Token("second"));
        var key = await KeyAsync(app);

        var opened = await app.MeanwhileAsync(
            () => OpenAsync(app, caller, Encrypt(key, app.Token("second", Shared(verified: true)))),
            first,
            "update login set verified_at = created_at where user_id = $1 and kind = 2"
        );

        Assert.Null(opened.Error);
        var shared = (await app.UsersAsync()).Where(user => user.Email!.Text == "shared@example.com");
        Assert.Equal([("first", false), ("second", true)], shared.Select(user => (user.ForeignKey!.Text, user.Email!.IsVerified)));

        Action<JsonObject> Shared(bool verified) =>
            claims =>
            {
                (claims["email"], claims["email_verified"]) = ("shared@example.com", verified);
                claims["iat"] = app.Now.AddSeconds(verified ? 5 : 0).ToUnixTimeSeconds();
            };
    }

    [Fact]
    public async Task AU_7_Of_somebody_who_is_erased_meanwhile_nothing_is_written_any_more()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("asker"));
        var (guest, other) = (await app.CallerAsync(app.Token("guest")), await app.CallerAsync(app.Token("other")));
        var key = await KeyAsync(app);
        var late = app.Token("guest", claims => claims["iat"] = app.Now.AddSeconds(5).ToUnixTimeSeconds());

        var opened = await app.MeanwhileAsync(() => OpenAsync(app, caller, Encrypt(key, late)), guest, Erase);
        var admitted = await app.MeanwhileAsync(() => app.AdmitAsync(app.Token("other", claims => claims["nonce"] = 2)), other, Erase);

        Assert.Equal(AccessErrorCode.Invalid, opened.Error?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, admitted.Error?.Code);
        Assert.Equal(2, await app.House.AskAsync<long>("select count(*) from app_user where disabled_at is not null and display_name is null"));
        Assert.Equal(1, await app.House.AskAsync<long>("select count(distinct user_id) from login where pool <> $1", Guid.Empty));
    }

    [Fact]
    public async Task Two_who_ask_at_once_for_the_key_get_one()
    {
        await using var app = await AppHouse.OpenAsync();
        var other = app.House.NewNode();

        var keys = await Task.WhenAll(KeyAsync(app), KeyAsync(app), KeyAsync(app));

        Assert.Single(keys.Select(key => key.GetRawText()).Distinct());
        Assert.Equal("RSA-OAEP-256", keys[0].GetProperty("alg").GetString());
        Assert.False(keys[0].TryGetProperty("d", out _));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_an_identity_is_said_alike()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("asker"));
        var key = await KeyAsync(app);
        using var foreign = RSA.Create(2048);
        using var stranger = new TokenSigner(app.Signer.Kid);
        var (good, over) = (app.Token("guest"), app.Token("guest", claims => claims["exp"] = 1));
        var right = Encrypt(key, good);
        string[] wrong =
        [
            "",
            good,
            "a.b.c.d.e",
            Encrypt(key, over),
            Encrypt(key, "no token at all"),
            Encrypt(key, stranger.Sign(TokenSigner.Claims("guest", app.Now))),
            Encrypt(foreign, good),
            Encrypt(key, good, """{"alg":"RSA1_5","enc":"A256GCM"}"""),
            Encrypt(key, good, """{"alg":"dir","enc":"A256GCM"}"""),
            Encrypt(key, good, """{"alg":"RSA-OAEP-256","enc":"A256CBC-HS512"}"""),
            Encrypt(key, good, """{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"}"""),
            Encrypt(key, good, """{"alg":"RSA-OAEP-256","enc":"A256GCM","crit":[]}"""),
            Encrypt(key, good, """{"alg":"RSA-OAEP","enc":"A256GCM"}"""),
            .. Enumerable.Range(0, 5).Select(part => Flipped(right, part)),
        ];

        foreach (var one in wrong)
        {
            Assert.Equal(
                new AccessError(AccessErrorCode.Invalid, "That is no identity of your application.", Noun.User),
                (await OpenAsync(app, caller, one)).Error
            );
        }

        // Somebody of this server's own pool has no application to ask in.
        Assert.Equal(AccessErrorCode.Invalid, (await OpenAsync(app, app.Owner, right)).Error?.Code);
        Assert.Single(await app.UsersAsync());
        Assert.Null((await OpenAsync(app, caller, right)).Error);
    }

    private static Task<Outcome<NamedKey>> OpenAsync(AppHouse app, Caller by, string identity) =>
        app.House.Get<IdentityTokens>().OpenAsync(by, identity, CancellationToken.None);

    private static async Task<JsonElement> KeyAsync(AppHouse app) =>
        (await app.House.Get<ApplicationQueries>().OneAsync(app.Owner, app.Id, CancellationToken.None)).Value.IdentityKey!.Value;

    internal static string Encrypt(JsonElement jwk, string text, string? header = null)
    {
        using var key = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64Url.DecodeFromChars(jwk.GetProperty("n").GetString()),
                Exponent = Base64Url.DecodeFromChars(jwk.GetProperty("e").GetString()),
            }
        );
        return Encrypt(key, text, header);
    }

    private static string Encrypt(RSA key, string text, string? header = null)
    {
        var head = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header ?? """{"alg":"RSA-OAEP-256","enc":"A256GCM"}"""));
        var (contentKey, nonce, tag) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12), new byte[16]);
        var plain = Encoding.ASCII.GetBytes(text);
        var content = new byte[plain.Length];
        using var cipher = new AesGcm(contentKey, 16);
        cipher.Encrypt(nonce, plain, content, tag, Encoding.ASCII.GetBytes(head));
        var wrapped = key.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
        return string.Join('.', head, Text(wrapped), Text(nonce), Text(content), Text(tag));
    }

    private static string Flipped(string token, int part)
    {
        var parts = token.Split('.');
        var bytes = Base64Url.DecodeFromChars(parts[part]);
        bytes[^2] ^= 1;
        parts[part] = Text(bytes);
        return string.Join('.', parts);
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
