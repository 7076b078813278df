using System.Security.Cryptography;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Tests.Grants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Signing;

public sealed class RetireAuthorityTests
{
    /// <summary>JW-5.</summary>
    [Fact]
    public async Task The_next_certificate_is_by_a_new_authority_and_those_that_were_given_out_hold()
    {
        await using var house = await House.OpenAsync();
        using var key = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(32));
        var first = await CertifiedAsync(house, house.Node, key);

        Assert.Equal(new RetiredAuthority(true, 0), await RetireAsync(house, revokes: false));
        var second = await CertifiedAsync(house, house.NewNode(), key);

        Assert.NotEqual(first.Chain[2], second.Chain[2]);
        Assert.Equal(2, await house.AskAsync<long>("select count(*) from leaf_certificate where revoked_at is null"));
        var seen = await new AuthorityList(house.Owner, house.Clock).RunAsync(CancellationToken.None);
        Assert.Equal([HashOf(second), HashOf(first)], seen.Select(one => one.RootSha256));
        Assert.Equal([1L, 1L], seen.Select(one => one.Certificates));
        Assert.Equal([false, true], seen.Select(one => one.RetiredAt is not null));
    }

    [Fact]
    public async Task Where_none_is_at_work_nothing_is_retired_and_nothing_is_told()
    {
        await using var house = await House.OpenAsync();
        Assert.Empty(await new AuthorityList(house.Owner, house.Clock).RunAsync(CancellationToken.None));

        Assert.Equal(new RetiredAuthority(false, 0), await RetireAsync(house, revokes: true));

        Assert.Equal(0, await house.AskAsync<long>("select count(*) from audit_event where kind = 76"));
    }

    [Fact]
    public async Task With_the_authority_every_certificate_ends_where_the_operator_wants_it()
    {
        await using var house = await House.OpenAsync();
        using var key = Ed25519SigningKey.FromSeed(RandomNumberGenerator.GetBytes(32));
        var ended = await CertifiedAsync(house, house.Node, key);

        Assert.Equal(new RetiredAuthority(true, 1), await RetireAsync(house, revokes: true));
        Assert.Equal(new RetiredAuthority(false, 0), await RetireAsync(house, revokes: true));
        var next = await CertifiedAsync(house, house.NewNode(), key);

        Assert.NotEqual(ended.Chain[0], next.Chain[0]);
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from leaf_certificate where revoked_at is null"));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = 76"));
        Assert.All(await house.VerifyAsync(), chain => Assert.True(chain.IsSound));
    }

    private static Task<RetiredAuthority> RetireAsync(House house, bool revokes) =>
        new RetireAuthority(house.Owner, house.Clock).RunAsync(revokes, CancellationToken.None);

    private static async Task<CertifiedChain> CertifiedAsync(House house, ServiceProvider node, Ed25519SigningKey key)
    {
        var certified = await node.GetRequiredService<RegisterSigningKey>()
            .RunAsync(await house.DeskAsync(), key.PublicKey.ToArray(), CancellationToken.None);
        Assert.Null(certified.Error);
        return certified.Value;
    }

    private static string HashOf(CertifiedChain chain) => Convert.ToHexStringLower(SHA256.HashData(chain.Chain[2]));
}
