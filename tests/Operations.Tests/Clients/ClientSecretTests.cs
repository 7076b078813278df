using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Tests.Secrets;
using Latchwork.Testing;
using Xunit;

namespace Latchwork.Operations.Tests.Clients;

/// <summary>Secrets that are sent as they are: how they are rolled, and when they were last used.</summary>
public sealed class ClientSecretTests
{
    [Fact]
    public async Task Both_secrets_of_a_key_hold_for_the_overlap_and_only_the_new_one_after_it()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var key = await AddAsync(house);
        var next = await RollAsync(house, key.Id, TimeSpan.FromHours(24));
        Assert.True(await HoldsAsync(house, key.Secret));
        Assert.True(await HoldsAsync(house, next.Secret));
        Assert.Equal(clock.GetUtcNow().AddHours(24), (await SeenAsync(house, key.Id)).FormerSecretUntil);

        clock.Advance(TimeSpan.FromHours(24));
        Assert.False(await HoldsAsync(house, key.Secret));
        Assert.True(await HoldsAsync(house, next.Secret));

        var third = await RollAsync(house, key.Id, TimeSpan.FromHours(1));
        var fourth = await RollAsync(house, key.Id, TimeSpan.FromHours(1));
        Assert.False(await HoldsAsync(house, next.Secret));
        Assert.True(await HoldsAsync(house, third.Secret));

        var last = await RollAsync(house, key.Id, TimeSpan.Zero);
        Assert.False(await HoldsAsync(house, fourth.Secret));
        Assert.True(await HoldsAsync(house, last.Secret));
        Assert.Null((await SeenAsync(house, key.Id)).FormerSecretUntil);
    }

    [Fact]
    public async Task An_application_proves_itself_by_either_secret_until_the_former_is_over()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var app = (await house.Get<AddAppClient>().RunAsync(By(house), house.Tenant, "Rooms", CancellationToken.None)).Value;
        var next = await RollAsync(house, app.Id, TimeSpan.FromHours(1));
        Assert.Equal(app.ClientId, next.ClientId);
        Assert.Null(await RefusalAsync(app.Secret));
        Assert.Null(await RefusalAsync(next.Secret));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(AccessErrorCode.NotAuthenticated, await RefusalAsync(app.Secret));
        Assert.Null(await RefusalAsync(next.Secret));

        async Task<AccessErrorCode?> RefusalAsync(string secret) =>
            (await house.Get<AppClients>().FindAsync(app.ClientId, secret, CancellationToken.None)).Error?.Code;
    }

    /// <summary>AZ-4, AZ-7: what the node remembers of them is what they were.</summary>
    [Fact]
    public async Task Whose_role_was_just_made_smaller_gives_no_more_than_the_smaller_one_may()
    {
        await using var house = await House.OpenAsync();
        await new Population(house.Node).PersonAsync(house.Tenant, "partner@example.com", People.Password, TenantRole.Owner);
        var partner = (await house.LogInAsync("partner@example.com")) with { Surface = Surface.Native };
        var by = (await house.Get<Callers>().ReadAgainAsync(partner, CancellationToken.None)).Value;
        var all = PermissionSet.Of(Permission.LocksTransfer);
        Assert.Null((await GiveAsync(by)).Error);

        await house.DoAsync("update membership set role = $1 where user_id = $2", (short)TenantRole.Administrator, by.User!.Value.Value);
        await house.DoAsync("update app_user set version = version + 1 where user_id = $1", by.User!.Value.Value);

        Assert.True(by.StandingIn(house.Tenant)!.Value.Contains(Permission.LocksTransfer));
        Assert.Equal(AccessErrorCode.NotAllowed, (await GiveAsync(by)).Error?.Code);
        Assert.Equal(1L, await house.AskAsync<long>("select count(*) from api_client where name = 'Everything'"));

        Task<Outcome<AddedNativeKey>> GiveAsync(Caller caller) =>
            house.Get<AddNativeKey>().RunAsync(caller, house.Tenant, "Everything", all, CancellationToken.None);
    }

    /// <summary>Whoever has a secret has the scopes, so a new one is given by those who have them.</summary>
    [Fact]
    public async Task Nobody_rolls_a_secret_to_more_than_they_hold()
    {
        await using var house = await House.OpenAsync();
        var key = await AddAsync(house, Permission.LocksUnlock);
        var pair = (
            await house.Get<AddHmacKey>().RunAsync(By(house), house.Tenant, "Desk", null, new HmacKeyRules(), null, CancellationToken.None)
        ).Value;
        var keeper = By(house) with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.Of(Permission.KeysWrite) },
        };

        var rolled = await house.Get<RollClientSecret>().RunAsync(keeper, IdOf(key.Id), TimeSpan.Zero, CancellationToken.None);
        var rolledPair = await house.Get<RollHmacSecret>().RunAsync(keeper, IdOf(pair.Id), TimeSpan.Zero, CancellationToken.None);

        Assert.Equal((AccessErrorCode.NotAllowed, AccessErrorCode.NotAllowed), (rolled.Error?.Code, rolledPair.Error?.Code));
        Assert.True(await HoldsAsync(house, key.Secret));
    }

    [Fact]
    public async Task When_a_key_was_used_is_known_once_it_was_written_and_a_secret_that_ended_uses_nothing()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var key = await AddAsync(house);
        var uses = house.Get<ClientUses>();
        Assert.Null((await SeenAsync(house, key.Id)).LastUsedAt);

        var first = clock.GetUtcNow();
        await HoldsAsync(house, key.Secret);
        await uses.FlushAsync(CancellationToken.None);
        Assert.Equal(first, (await SeenAsync(house, key.Id)).LastUsedAt);

        // Not each time: it is written every few minutes.
        clock.Advance(TimeSpan.FromMinutes(1));
        await HoldsAsync(house, key.Secret);
        await uses.FlushAsync(CancellationToken.None);
        Assert.Equal(first, (await SeenAsync(house, key.Id)).LastUsedAt);

        clock.Advance(ClientUses.ToldEvery);
        await RollAsync(house, key.Id, TimeSpan.Zero);
        await HoldsAsync(house, key.Secret);
        await uses.FlushAsync(CancellationToken.None);
        Assert.Equal(first, (await SeenAsync(house, key.Id)).LastUsedAt);
    }

    private static Caller By(House house) => Caller.Server(house.Tenant);

    private static WireId IdOf(string id) => new(WireIdKind.ApiClientUuid, id);

    private static async Task<AddedNativeKey> AddAsync(House house, params Permission[] scopes) =>
        (
            await house
                .Get<AddNativeKey>()
                .RunAsync(By(house), house.Tenant, "Report", PermissionSet.Of([Permission.LocksRead, .. scopes]), CancellationToken.None)
        ).Value;

    private static async Task<RolledSecret> RollAsync(House house, string id, TimeSpan overlap)
    {
        var rolled = await house.Get<RollClientSecret>().RunAsync(By(house), IdOf(id), overlap, CancellationToken.None);
        Assert.Null(rolled.Error);
        return rolled.Value;
    }

    /// <summary>As every operation confirms it, whatever the node remembers.</summary>
    private static async Task<bool> HoldsAsync(House house, string secret)
    {
        var found = await house.Get<Callers>().AuthenticateAsync(secret, Surface.Native, default, CancellationToken.None);
        return found.Error is null && (await house.Get<ConfirmCaller>().RunAsync(found.Value, CancellationToken.None)).Error is null;
    }

    private static async Task<SeenApiClient> SeenAsync(House house, string id)
    {
        var seen = await house.Get<ApiClientQueries>().ListAsync(By(house), house.Tenant, new PageRequest(1, 100), CancellationToken.None);
        return seen.Value.Items.Single(client => client.Id == id);
    }
}
