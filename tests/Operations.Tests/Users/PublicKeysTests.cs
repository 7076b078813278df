using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Operations.Users;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Users;

/// <summary>The RSA key that a wire shows of a person (6).</summary>
public sealed class PublicKeysTests
{
    [Fact]
    public async Task Everybody_has_an_RSA_key_of_2048_bits_of_their_own_and_keeps_it()
    {
        await using var house = await House.OpenAsync();
        UserId[] people = [await UserAsync(house, "ann"), await UserAsync(house, "bo")];

        var shown = await OfAsync(house, people);

        Assert.Equal(people.ToHashSet(), shown.Keys.ToHashSet());
        Assert.NotEqual(shown[people[0]], shown[people[1]]);
        Assert.All(shown.Values, key => Assert.Equal(2048, SizeOf(key)));
        Assert.Equal(shown, await OfAsync(house, [.. people, people[0]]));
    }

    [Fact]
    public async Task Who_does_not_exist_has_none()
    {
        await using var house = await House.OpenAsync();
        var ann = await UserAsync(house, "ann");

        Assert.Equal([ann], (await OfAsync(house, [ann, UserId.New(house.Clock.Now())])).Keys);
        Assert.Empty(await OfAsync(house, []));
    }

    [Fact]
    public async Task Two_nodes_that_show_the_same_people_for_the_first_time_show_the_same_keys()
    {
        await using var house = await House.OpenAsync();
        UserId[] people = [await UserAsync(house, "ann"), await UserAsync(house, "bo"), await UserAsync(house, "cy")];
        ServiceProvider[] nodes = [house.Node, house.NewNode()];

        var shown = await Task.WhenAll(
            nodes.Select((node, i) => node.GetRequiredService<PublicKeys>().OfAsync(i == 0 ? people : [.. people.Reverse()], CancellationToken.None))
        );

        Assert.Equal(shown[0], shown[1]);
    }

    [Fact]
    public async Task After_the_first_few_were_taken_more_are_made_ahead()
    {
        await using var pool = new RsaKeyPool();
        await pool.TakeAsync(1, CancellationToken.None);

        await Poll.UntilAsync(() => Task.FromResult(pool.Ready == RsaKeyPool.Ahead));

        Assert.Equal(
            RsaKeyPool.Ahead,
            (await pool.TakeAsync(RsaKeyPool.Ahead, CancellationToken.None)).Select(Convert.ToHexString).Distinct().Count()
        );
    }

    private static int SizeOf(byte[] key)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key, out var read);
        Assert.Equal(key.Length, read);
        return rsa.KeySize;
    }

    private static async Task<UserId> UserAsync(House house, string name) => (await house.PersonAsync(name)).User!.Value;

    private static Task<IReadOnlyDictionary<UserId, byte[]>> OfAsync(House house, params UserId[] people) =>
        house.Get<PublicKeys>().OfAsync(people, CancellationToken.None);
}
