using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Storage;
using Latchwork.Testing;
using Latchwork.Testing.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Applications;

/// <summary>Tokens of applications that are right (5.2).</summary>
public sealed class ApplicationTokensTests
{
    [Fact]
    public async Task A_token_becomes_a_session_of_its_own_person_with_a_home_and_no_other_rights()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("7"));

        Assert.Equal(SessionKind.ApplicationToken, caller.SessionKind);
        Assert.NotEqual(app.House.Tenant, caller.Home);
        Assert.Equal([caller.Home], caller.Tenants.All);
        var user = Assert.Single(await app.UsersAsync());
        Assert.Equal("Person 7", user.DisplayName);
        Assert.Equal(new UserChannel("7", IsVerified: true), user.ForeignKey);
        Assert.Equal(new UserChannel("7@example.com", IsVerified: true), user.Email);
        Assert.Null(user.Telephone);
        Assert.All(await app.House.VerifyAsync(), report => Assert.True(report.IsSound));
    }

    [Fact]
    public async Task One_subject_is_one_person_whatever_its_tokens_and_nodes()
    {
        await using var app = await AppHouse.OpenAsync();
        ServiceProvider[] nodes = [app.House.Node, app.House.NewNode(), app.House.NewNode()];
        var tokens = Enumerable.Range(0, 12).Select(i => app.Token("7", claims => claims["nonce"] = i)).ToArray();

        var admitted = await Task.WhenAll(tokens.Select((token, i) => app.AdmitAsync(token, nodes[i % nodes.Length])));

        Assert.All(admitted, one => Assert.Null(one.Error));
        Assert.Single(await app.UsersAsync());
        Assert.Equal(12, await app.House.AskAsync<long>("select count(*) from session where kind = 13"));
        Assert.Equal(1, await app.House.AskAsync<long>("select count(*) from application_person"));
    }

    [Fact]
    public async Task One_token_is_admitted_once_and_however_often_it_comes()
    {
        await using var app = await AppHouse.OpenAsync();
        var token = app.Token("7");

        var admitted = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.AdmitAsync(token)));

        Assert.All(admitted, one => Assert.Null(one.Error));
        Assert.Equal(1, await app.House.AskAsync<long>("select count(*) from session where kind = 13"));
    }

    [Fact]
    public async Task The_newest_token_says_who_a_person_is_and_an_older_one_changes_nothing()
    {
        await using var app = await AppHouse.OpenAsync();
        await app.CallerAsync(app.Token("7"));
        await app.CallerAsync(app.Token("7", Says("New", "new@example.com", app.Now.AddSeconds(5))));
        await app.CallerAsync(app.Token("7", Says("Old", "old@example.com", app.Now.AddSeconds(-30))));

        var user = Assert.Single(await app.UsersAsync());
        Assert.Equal("New", user.DisplayName);
        Assert.Equal(new UserChannel("new@example.com", IsVerified: false), user.Email);

        static Action<JsonObject> Says(string name, string email, DateTimeOffset at) =>
            claims =>
            {
                claims["name"] = null;
                claims.Remove("name");
                (claims["given_name"], claims["email"], claims["email_verified"]) = (name, email, false);
                claims["iat"] = at.ToUnixTimeSeconds();
            };
    }

    [Fact]
    public async Task Two_may_tell_one_address_and_whoever_verifies_it_last_is_found_by_it()
    {
        await using var app = await AppHouse.OpenAsync();
        await app.CallerAsync(app.Token("1", At("shared@example.com", verified: false)));
        await app.CallerAsync(app.Token("2", At("shared@example.com", verified: false)));
        await app.CallerAsync(app.Token("3", At("shared@example.com", verified: true)));
        await app.CallerAsync(app.Token("4", At("shared@example.com", verified: true)));

        Assert.Equal([false, false, false, true], (await app.UsersAsync()).Select(user => user.Email!.IsVerified));

        static Action<JsonObject> At(string email, bool verified) => claims => (claims["email"], claims["email_verified"]) = (email, verified);
    }

    [Fact]
    public async Task The_parts_of_a_name_are_joined_where_the_whole_is_missing()
    {
        await using var app = await AppHouse.OpenAsync();
        await app.CallerAsync(
            app.Token(
                "7",
                claims =>
                {
                    claims.Remove("name");
                    (claims["given_name"], claims["middle_name"], claims["family_name"]) = ("Ann", "B.", "Clark");
                    (claims["telephone"], claims["telephone_verified"]) = ("+44 20 7946 0000", true);
                }
            )
        );

        var user = Assert.Single(await app.UsersAsync());
        Assert.Equal("Ann B. Clark", user.DisplayName);
        Assert.Equal(new UserChannel("+442079460000", IsVerified: true), user.Telephone);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("key")]
    [InlineData("application")]
    public async Task AZ_5_With_what_vouched_for_it_a_session_ends_on_every_node_and_does_not_begin_again(string what)
    {
        await using var app = await AppHouse.OpenAsync();
        var other = app.House.NewNode();
        var token = app.Token("7");
        var fresh = app.Token("8");
        var caller = await app.CallerAsync(token, other);

        Assert.Null((await RemoveAsync(app, what)).Error);

        // The other node remembers the caller, and the database has the last word.
        var read = await other.GetRequiredService<CallerReads>().ListAsync(caller, "select 1", row => row.GetInt32(0), _ => [], default);
        Assert.Equal(AccessErrorCode.NotAuthenticated, read.Error?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(token, other)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(fresh, other)).Error?.Code);
    }

    [Fact]
    public async Task AZ_5_A_key_that_another_node_still_remembers_admits_nobody_after_its_removal()
    {
        await using var app = await AppHouse.OpenAsync();
        var other = app.House.NewNode();
        await app.CallerAsync(app.Token("7"), other);
        Assert.Null((await RemoveAsync(app, "key")).Error);
        using var replacement = new TokenSigner(app.Signer.Kid);
        Assert.Null((await app.AddKeyAsync(replacement.Jwk)).Error);

        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(app.Token("8"), other)).Error?.Code);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(app.Token("8"))).Error?.Code);
        Assert.Null((await app.AdmitAsync(replacement.Sign(TokenSigner.Claims("8", app.Now)))).Error);
    }

    [Fact]
    public async Task Log_out_ends_all_tokens_of_one_sid_that_were_issued_before_it()
    {
        await using var app = await AppHouse.OpenAsync();
        var (first, second, other) = (Of("7", "s1", 0), Of("7", "s1", 1), Of("7", "s2", 0));
        var caller = await app.CallerAsync(first);
        await app.CallerAsync(second);
        await app.CallerAsync(other);

        Assert.Null((await LogOutAsync(app, caller)).Error);

        Assert.NotNull((await app.AdmitAsync(first)).Error);
        Assert.NotNull((await app.AdmitAsync(second)).Error);
        Assert.NotNull((await app.AdmitAsync(Of("7", "s1", 2))).Error);
        Assert.Null((await app.AdmitAsync(other)).Error);
        Assert.Null((await app.AdmitAsync(Of("8", "s1", 0))).Error);

        string Of(string sub, string sid, int nonce) => app.Token(sub, claims => (claims["sid"], claims["nonce"]) = (sid, nonce));
    }

    [Fact]
    public async Task After_a_log_out_the_same_sid_is_a_new_session_once_no_clock_can_have_been_so_far_ahead()
    {
        var clock = new ShiftedClock();
        await using var app = await AppHouse.OpenAsync(clock);
        var ended = await app.CallerAsync(Named());
        Assert.Null((await LogOutAsync(app, ended)).Error);

        clock.Forward(TimeSpan.FromSeconds(30));
        var doubtful = Named();
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(doubtful)).Error?.Code);
        clock.Forward(TimeSpan.FromSeconds(32));
        var (again, beside) = (await app.CallerAsync(Named()), await app.CallerAsync(Named(claims => claims["nonce"] = 2)));

        Assert.NotEqual(ended.Session, again.Session);
        Assert.Equal(again.Session, beside.Session);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(doubtful)).Error?.Code);
        Assert.Null((await LogOutAsync(app, again)).Error);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(Named(claims => claims["nonce"] = 3))).Error?.Code);

        string Named(Action<JsonObject>? edit = null) => app.Token("7", (claims => claims["sid"] = "s1") + edit);
    }

    [Fact]
    public async Task The_end_of_a_key_is_no_log_out_of_what_another_key_vouches_for()
    {
        await using var app = await AppHouse.OpenAsync();
        using var next = new TokenSigner("key-2");
        Assert.Null((await app.AddKeyAsync(next.Jwk)).Error);
        await app.CallerAsync(app.Token("7", claims => claims["sid"] = "s1"));
        Assert.Null((await RemoveAsync(app, "key")).Error);

        var claims = TokenSigner.Claims("7", app.Now);
        claims["sid"] = "s1";

        Assert.Null((await app.AdmitAsync(next.Sign(claims))).Error);
    }

    [Fact]
    public async Task A_token_without_sid_cannot_be_logged_out()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("7"));

        var ended = await app.House.Get<EndSession>().RunAsync(caller, CancellationToken.None);

        Assert.Equal(AccessErrorCode.Invalid, ended.Error?.Code);
    }

    /// <summary>JW-8: a signature of ECDSA has a second text.</summary>
    [Fact]
    public async Task A_token_with_its_signature_written_otherwise_is_no_second_token()
    {
        await using var app = await AppHouse.OpenAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null((await app.AddKeyAsync(EcKeys.Jwk(key, "ec"))).Error);
        var token = TokenSigner.Compact(
            """{"alg":"ES256","kid":"ec"}""",
            TokenSigner.Claims("7", app.Now).ToJsonString(),
            signed => key.SignData(signed, HashAlgorithmName.SHA256)
        );
        Assert.Null((await app.AdmitAsync(token)).Error);

        var again = await app.AdmitAsync(EcKeys.Rewritten(token));

        Assert.Equal(AccessErrorCode.NotAuthenticated, again.Error?.Code);
    }

    [Fact]
    public async Task A_session_ends_with_its_token_and_a_minute_of_leeway()
    {
        var clock = new ShiftedClock();
        await using var app = await AppHouse.OpenAsync(clock);
        var token = app.Token("7");
        await app.CallerAsync(token);

        clock.Forward(TimeSpan.FromMinutes(10.5));
        var lately = app.Token("8", claims => (claims["iat"], claims["exp"]) = (Seconds(-600), Seconds(-50)));
        Assert.Null((await app.AdmitAsync(lately)).Error);
        Assert.Null(await app.AuthenticateAsync(token, app.House.NewNode()));
        clock.Forward(TimeSpan.FromMinutes(0.6));

        Assert.Equal(AccessErrorCode.NotAuthenticated, await app.AuthenticateAsync(lately, app.House.NewNode()));
        Assert.Equal(AccessErrorCode.NotAuthenticated, await app.AuthenticateAsync(token, app.House.NewNode()));

        long Seconds(int from) => app.Now.AddSeconds(from).ToUnixTimeSeconds();
    }

    [Fact]
    public async Task A_log_out_is_not_forgotten_before_every_token_that_it_ended_has_expired()
    {
        var clock = new ShiftedClock();
        await using var app = await AppHouse.OpenAsync(clock);
        var prune = new PruneRows(app.House.Get<AccessDb>(), new PruneOptions { KeepSessions = TimeSpan.FromDays(1) }, clock);
        var caller = await app.CallerAsync(app.Token("7", claims => claims["sid"] = "s1"));
        var longest = app.Token(
            "7",
            claims => (claims["sid"], claims["exp"]) = ("s1", claims["iat"]!.GetValue<long>() + (long)TimeSpan.FromDays(30).TotalSeconds)
        );
        Assert.Null((await LogOutAsync(app, caller)).Error);

        clock.Forward(TimeSpan.FromDays(30));
        await prune.RunAsync(CancellationToken.None);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(longest)).Error?.Code);

        clock.Forward(TimeSpan.FromMinutes(3));
        await prune.RunAsync(CancellationToken.None);
        Assert.Equal(0, await app.House.AskAsync<long>("select count(*) from application_session"));
    }

    [Fact]
    public async Task An_application_makes_120_people_a_minute_and_those_who_are_there_are_not_refused_for_it()
    {
        var clock = new ShiftedClock();
        await using var app = await AppHouse.OpenAsync(clock);
        var known = await app.CallerAsync(app.Token("known"));
        var key = (await app.House.Get<ApplicationQueries>().OneAsync(app.Owner, app.Id, default)).Value.IdentityKey!.Value;
        await app.House.DoAsync(
            """
            insert into app_user (user_id, pool, home_tenant_id, created_at, disabled_at)
            select gen_random_uuid(), pool, home_tenant_id, $2, $2 from app_user, generate_series(1, 118) where user_id = $1
            """,
            known.Principal.Id,
            app.Now.AddSeconds(-20)
        );
        Assert.Null((await app.AdmitAsync(app.Token("last"))).Error);

        var refused = (await app.AdmitAsync(app.Token("one-more"))).Error;

        Assert.Equal(AccessErrorCode.RateLimited, refused?.Code);
        Assert.InRange(refused!.RetryAfter!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        var identity = IdentityTokensTests.Encrypt(key, app.Token("one-more"));
        Assert.Equal(AccessErrorCode.RateLimited, (await app.House.Get<IdentityTokens>().OpenAsync(known, identity, default)).Error?.Code);
        Assert.Null((await app.AdmitAsync(app.Token("known", claims => claims["nonce"] = 2))).Error);
        clock.Forward(refused.RetryAfter.Value);
        Assert.Null((await app.AdmitAsync(app.Token("one-more"))).Error);
    }

    /// <summary>As the test suite of the wire's own library writes them.</summary>
    [Fact]
    public async Task A_token_may_call_EdDSA_Ed25519_and_the_wire_by_its_host_alone()
    {
        await using var app = await AppHouse.OpenAsync();
        using var pair = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(Ed25519.SeedSize));
        foreach (var alg in (string?[])[null, "EdDSA", "Ed25519"])
        {
            var jwk = RefusedTokensTests.EdJwk(pair, $"ed {alg}");
            jwk["alg"] = alg;
            Assert.Null((await app.AddKeyAsync(jwk)).Error);
            Assert.Null((await app.AdmitAsync(Token("EdDSA", $"ed {alg}"))).Error);
            Assert.Null((await app.AdmitAsync(Token("Ed25519", $"ed {alg}"))).Error);
        }

        Assert.Equal(3, await app.House.AskAsync<long>("select count(*) from application_key where algorithm = 'EdDSA'"));

        string Token(string alg, string kid)
        {
            var claims = TokenSigner.Claims($"{alg} {kid}".Replace(' ', '-'), app.Now);
            claims["aud"] = "api.doordeck.com";
            return TokenSigner.Compact($$"""{"alg":"{{alg}}","kid":"{{kid}}"}""", claims.ToJsonString(), signed => pair.Sign(signed));
        }
    }

    [Fact]
    public async Task Somebody_who_was_disabled_is_not_admitted()
    {
        await using var app = await AppHouse.OpenAsync();
        var caller = await app.CallerAsync(app.Token("7"));
        await app.House.DoAsync("update app_user set disabled_at = now() where user_id = $1", caller.Principal.Id);

        Assert.Equal(AccessErrorCode.NotAuthenticated, (await app.AdmitAsync(app.Token("7", claims => claims["nonce"] = 2))).Error?.Code);
    }

    [Fact]
    public async Task Pools_are_apart_the_same_subject_of_two_applications_is_two_people()
    {
        await using var app = await AppHouse.OpenAsync();
        var second = await app.House.ApplicationAsync(app.Owner);
        const string Url = "https://second.example.com";
        Assert.Null((await app.House.Get<ApplicationIssuers>().AddAsync(app.Owner, second, Url, default)).Error);
        using var signer = new TokenSigner("key-1");
        var jwk = System.Text.Encoding.UTF8.GetBytes(signer.Jwk.ToJsonString());
        Assert.Null((await app.House.Get<ApplicationKeys>().AddAsync(app.Owner, second, jwk, default)).Error);
        var claims = TokenSigner.Claims("7", app.Now);
        claims["iss"] = Url;

        var (one, two) = (await app.CallerAsync(app.Token("7")), await app.CallerAsync(signer.Sign(claims)));

        Assert.NotEqual(one.Principal, two.Principal);
        // A key vouches for its own application's issuers alone.
        Assert.NotNull((await app.AdmitAsync(app.Token("8", own => own["iss"] = Url))).Error);
    }

    [Fact]
    public async Task Live_tokens_of_one_person_are_a_hundred_at_most()
    {
        await using var app = await AppHouse.OpenAsync();
        for (var i = 0; i < 102; i++)
        {
            Assert.Null((await app.AdmitAsync(app.Token("7", claims => claims["nonce"] = i))).Error);
        }

        Assert.Equal(100, await app.House.AskAsync<long>("select count(*) from session where kind = 13 and revoked_at is null"));
    }

    private static Task<Outcome<Done>> LogOutAsync(AppHouse app, Caller by) => app.House.Get<EndSession>().RunAsync(by, CancellationToken.None);

    private static Task<Outcome<Done>> RemoveAsync(AppHouse app, string what) =>
        what switch
        {
            "issuer" => app.House.Get<ApplicationIssuers>().RemoveAsync(app.Owner, app.Id, AppHouse.Issuer, CancellationToken.None),
            "key" => app.House.Get<ApplicationKeys>().RemoveAsync(app.Owner, app.Id, app.Signer.Kid, CancellationToken.None),
            _ => app.House.Get<RemoveApplication>().RunAsync(app.Owner, app.Id, CancellationToken.None),
        };
}
