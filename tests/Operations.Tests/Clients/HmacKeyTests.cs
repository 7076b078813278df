using System.Net;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Clients;

/// <summary>HMAC keys: how they are made, rolled and ruled, and whose signature it is (keyvox.md 2; HM-4, HM-8, HM-9, AZ-5).</summary>
public sealed class HmacKeyTests
{
    private static readonly byte[] Signed = "POST /v1/unlock HTTP/1.1"u8.ToArray();

    [Fact]
    public async Task Whoever_signs_with_the_secret_is_the_tenants_client_with_the_scopes_given()
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house, scopes: PermissionSet.Of(Permission.LocksRead));

        var found = await AskAsync(house, made, made.Secret);

        Assert.Null(found.Fault);
        Assert.Equal(
            (house.Tenant, SessionKind.HmacSecret, PrincipalKind.ApiClient),
            (found.By!.Caller.Home, found.By.Caller.SessionKind, found.By.Caller.Principal.Kind)
        );
        Assert.Equal(PermissionSet.Of(Permission.LocksRead), found.By.Caller.StandingIn(house.Tenant));
    }

    /// <summary>HM-8: nothing in the database says the secret.</summary>
    [Fact]
    public async Task The_secret_is_kept_sealed()
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house);

        Assert.Equal(44, made.Secret.Length);
        Assert.Equal(40, made.Key.Length);
        Assert.Equal(
            0L,
            await house.AskAsync<long>(
                "select count(*) from hmac_secret where position($1::bytea in secret_sealed) > 0",
                Encoding.UTF8.GetBytes(made.Secret)
            )
        );
    }

    /// <summary>AU-1: told to the tenant once a minute, with the number.</summary>
    [Fact]
    public async Task Who_signs_in_the_name_of_a_key_without_its_secret_is_counted()
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house);
        for (var n = 0; n < 3; n++)
        {
            await AskAsync(house, made, "another secret");
        }

        var (what, number) = Assert.Single(house.Get<RefusalCounts>().Take(house.Tenant, DateTimeOffset.MaxValue));
        Assert.Equal(
            (AuditKind.ForgeryAttempted, ForgerySign.WrongHmac, PrincipalKind.ApiClient, 3),
            (what.Kind, what.Sign, what.By!.Value.Kind, number)
        );
    }

    /// <summary>HM-2: both cost the same work; a wire tells them apart.</summary>
    [Fact]
    public async Task An_unknown_key_and_a_wrong_secret_are_told_apart()
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house);

        Assert.Equal(HmacFault.Mismatch, (await AskAsync(house, made, "another secret")).Fault);
        Assert.Equal(HmacFault.UnknownKey, (await AskAsync(house, made with { Key = new string('A', 40) }, made.Secret)).Fault);
    }

    [Fact]
    public async Task A_key_that_is_over_is_unknown_at_once_on_a_node_that_remembered_it()
    {
        await using var house = await House.OpenAsync(new SettableClock());
        var made = await AddAsync(house);
        var known = await AskAsync(house, made, made.Secret);
        Assert.Null(known.Fault);

        var revoked = await house.Get<RevokeApiClient>().RunAsync(By(house), new WireId(WireIdKind.ApiClientUuid, made.Id), CancellationToken.None);

        Assert.Null(revoked.Error);
        Assert.Equal(
            AccessErrorCode.NotAuthenticated,
            (await house.Get<ConfirmCaller>().RunAsync(known.By!.Caller, CancellationToken.None)).Error?.Code
        );
    }

    /// <summary>HM-8: two live for a while; then the former is over, and any older one at once.</summary>
    [Fact]
    public async Task Both_secrets_hold_for_the_overlap_and_only_the_new_one_after_it()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var first = await AddAsync(house);
        var second = await RollAsync(house, first, TimeSpan.FromHours(24));
        Assert.Null((await AskAsync(house, first, first.Secret)).Fault);
        Assert.Null((await AskAsync(house, first, second.Secret)).Fault);

        clock.Advance(TimeSpan.FromHours(24));
        Assert.NotNull((await AskAsync(house, first, first.Secret)).Fault);
        Assert.Null((await AskAsync(house, first, second.Secret)).Fault);

        var third = await RollAsync(house, first, TimeSpan.FromHours(1));
        var fourth = await RollAsync(house, first, TimeSpan.FromHours(1));
        // What a node remembers of a key is confirmed by operations alone; here it reads the key again.
        clock.Advance(HmacCallers.Remembered);
        Assert.NotNull((await AskAsync(house, first, second.Secret)).Fault);
        Assert.Null((await AskAsync(house, first, third.Secret)).Fault);
        Assert.Null((await AskAsync(house, first, fourth.Secret)).Fault);
    }

    /// <summary>AK-3, as it is for every key: without an overlap there is no grace.</summary>
    [Fact]
    public async Task Without_an_overlap_the_former_secret_ends_with_the_answer()
    {
        await using var house = await House.OpenAsync(new SettableClock());
        var first = await AddAsync(house);
        var known = await AskAsync(house, first, first.Secret);

        await RollAsync(house, first, TimeSpan.Zero);

        Assert.Equal(
            AccessErrorCode.NotAuthenticated,
            (await house.Get<ConfirmCaller>().RunAsync(known.By!.Caller, CancellationToken.None)).Error?.Code
        );
        Assert.Equal(1L, await house.AskAsync<long>("select count(*) from hmac_secret"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(169)]
    public async Task An_overlap_is_of_no_week_and_a_day(int hours)
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house);

        var refused = await house
            .Get<RollHmacSecret>()
            .RunAsync(By(house), new WireId(WireIdKind.KeyvoxKey, made.Key), TimeSpan.FromHours(hours), CancellationToken.None);

        Assert.Equal(AccessErrorCode.Invalid, refused.Error?.Code);
        Assert.Null((await AskAsync(house, made, made.Secret)).Fault);
    }

    /// <summary>HM-9: a list, nobody, or explicitly anybody.</summary>
    [Theory]
    [InlineData("192.0.2.10-192.0.2.13,198.51.100.0/24", "192.0.2.13", true)]
    [InlineData("192.0.2.10-192.0.2.13,198.51.100.0/24", "192.0.2.14", false)]
    [InlineData("192.0.2.10-192.0.2.13,198.51.100.0/24", "::ffff:198.51.100.9", true)]
    [InlineData("", "192.0.2.13", false)]
    [InlineData(null, "192.0.2.13", true)]
    public async Task A_key_is_for_its_addresses(string? list, string address, bool isIn)
    {
        await using var house = await House.OpenAsync();
        var made = await AddAsync(house, new HmacKeyRules { Addresses = list?.Split(',', StringSplitOptions.RemoveEmptyEntries) });

        var found = await AskAsync(house, made, made.Secret);

        Assert.Equal(isIn, found.By!.AllowedFrom?.Contains(IPAddress.Parse(address)) ?? true);
    }

    [Fact]
    public async Task New_rules_hold_on_every_node_within_what_it_remembers()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var made = await AddAsync(house);
        Assert.Null((await AskAsync(house, made, made.Secret, signsRequestLine: false)).Fault);

        var rules = new HmacKeyRules { Addresses = ["192.0.2.1"], NeedsRequestLine = true };
        var set = await house
            .Get<SetHmacKeyRules>()
            .RunAsync(By(house), new WireId(WireIdKind.ApiClientUuid, made.Id), rules, CancellationToken.None);
        Assert.Null(set.Error);
        clock.Advance(HmacCallers.Remembered);

        Assert.Equal(HmacFault.UnknownKey, (await AskAsync(house, made, made.Secret, signsRequestLine: false)).Fault);
        Assert.False((await AskAsync(house, made, made.Secret)).By!.AllowedFrom!.Contains(IPAddress.Loopback));
    }

    /// <summary>HM-4: the console recommends what costs nothing: the request line of a key that signs it always.</summary>
    [Fact]
    public async Task A_key_that_always_signs_the_request_line_should_have_to()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var (careful, careless) = (await AddAsync(house), await AddAsync(house));
        Assert.False((await SeenAsync(house, careful)).ShouldNeedRequestLine);

        await AskAsync(house, careful, careful.Secret);
        await AskAsync(house, careless, careless.Secret, signsRequestLine: false);
        await AskAsync(house, careless, careless.Secret);

        var (one, other) = (await SeenAsync(house, careful), await SeenAsync(house, careless));
        Assert.Equal((HmacForm.RequestLine, true, 1), (one.LastForm, one.ShouldNeedRequestLine, one.LiveSecrets));
        Assert.Equal((HmacForm.RequestLine, false), (other.LastForm, other.ShouldNeedRequestLine));
        Assert.NotNull(other.UnboundAt);
    }

    [Fact]
    public async Task Nobody_gives_a_key_more_than_they_hold()
    {
        await using var house = await House.OpenAsync();
        var keeper = By(house) with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.Of(Permission.KeysWrite, Permission.LocksRead) },
        };
        var refused = await house
            .Get<AddHmacKey>()
            .RunAsync(keeper, house.Tenant, "Desk", PermissionSet.Of(Permission.LocksUnlock), new HmacKeyRules(), null, CancellationToken.None);

        Assert.Equal(AccessErrorCode.NotAllowed, refused.Error?.Code);
        Assert.Equal(0L, await house.AskAsync<long>("select count(*) from hmac_secret"));
    }

    /// <summary>KR-2 in small: of a token only its hash is kept, and it has no more than integrations have.</summary>
    [Fact]
    public async Task A_token_of_a_service_is_kept_as_a_hash_and_has_a_services_scopes_at_most()
    {
        await using var house = await House.OpenAsync();
        var add = house.Get<AddIntegrationToken>();
        var made = (await add.RunAsync(By(house), house.Tenant, "Zapier", null, null, CancellationToken.None)).Value;
        var refused = await add.RunAsync(By(house), house.Tenant, "Zapier", PermissionSet.Of(Permission.PinsReveal), null, CancellationToken.None);

        Assert.Equal(AccessErrorCode.Invalid, refused.Error?.Code);
        Assert.True(IntegrationTokens.IsOne(made.Token));
        Assert.Equal(
            1L,
            await house.AskAsync<long>(
                "select count(*) from session where token_hash = $1 and kind = 9 and revoked_at is null",
                SHA256.HashData(Encoding.UTF8.GetBytes(made.Token))
            )
        );
        var found = await house.Get<Callers>().AuthenticateAsync(made.Token, Surface.Keyvox, default, CancellationToken.None);
        Assert.Equal(IntegrationScopes.Most, found.Value.StandingIn(house.Tenant));
    }

    private static Caller By(House house) => Caller.Server(house.Tenant);

    private static async Task<AddedHmacKey> AddAsync(House house, HmacKeyRules? rules = null, PermissionSet? scopes = null) =>
        (
            await house.Get<AddHmacKey>().RunAsync(By(house), house.Tenant, "Desk", scopes, rules ?? new HmacKeyRules(), null, CancellationToken.None)
        ).Value;

    private static async Task<AddedHmacKey> RollAsync(House house, AddedHmacKey key, TimeSpan overlap)
    {
        // Each a little later: which secret is the newest is a matter of time.
        (house.Clock as SettableClock)?.Advance(TimeSpan.FromSeconds(1));
        return (
            await house.Get<RollHmacSecret>().RunAsync(By(house), new WireId(WireIdKind.KeyvoxKey, key.Key), overlap, CancellationToken.None)
        ).Value;
    }

    private static async Task<(HmacFault? Fault, HmacCaller? By)> AskAsync(House house, AddedHmacKey key, string secret, bool signsRequestLine = true)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Signed);
        return await house
            .Get<HmacCallers>()
            .AuthenticateAsync(new HmacSignature(key.Key, signature, [Signed], signsRequestLine), default, CancellationToken.None);
    }

    private static async Task<HmacKeyUse> SeenAsync(House house, AddedHmacKey key)
    {
        var seen = await house.Get<ApiClientQueries>().ListAsync(By(house), house.Tenant, new PageRequest(1, 100), CancellationToken.None);
        return seen.Value.Items.Single(one => one.Id == key.Id).Hmac!;
    }
}
