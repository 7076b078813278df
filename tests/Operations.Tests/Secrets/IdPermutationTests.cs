using System.Numerics;
using System.Runtime.Intrinsics;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>AZ-8.</summary>
public sealed class IdPermutationTests
{
    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");

    [Fact]
    public void Every_small_domain_is_permuted_and_turned_back()
    {
        foreach (var size in Enumerable.Range(1, 300).Append(4097).Append(65_537))
        {
            using var permutation = new IdPermutation(Key, size);
            var ids = Enumerable.Range(1, size).Select(sequence => permutation.Permute(sequence)).ToArray();

            Assert.Equal(Enumerable.Range(1, size), ids.Order().Select(id => (int)id));
            Assert.Equal(Enumerable.Range(1, size), ids.Select(id => (int)permutation.Invert(id)!));
        }
    }

    [Theory]
    [InlineData(IdPermutation.PositiveInts)]
    [InlineData(IdPermutation.RecordIds)]
    [InlineData(1L << 62)]
    public void Big_domains_are_turned_back_and_stay_inside(long size)
    {
        using var permutation = new IdPermutation(Key, size);
        var seed = new Seed(8);
        var sequences = Enumerable.Range(0, 50_000).Select(_ => (long)(seed.Next() % (ulong)size) + 1).Append(1).Append(size);

        Assert.All(
            sequences,
            sequence =>
            {
                var id = permutation.Permute(sequence);
                Assert.InRange(id, 1, size);
                Assert.Equal(sequence, permutation.Invert(id));
            }
        );
    }

    /// <summary>Chi-square with 255 degrees of freedom: above 380 once in two million keys; the key is fixed.</summary>
    [Theory]
    [InlineData(IdPermutation.PositiveInts)]
    [InlineData(IdPermutation.RecordIds)]
    public void Following_sequences_are_spread_evenly_and_share_half_their_bits(long size)
    {
        using var permutation = new IdPermutation(Key, size);
        var ids = Enumerable.Range(1, 256 * 400).Select(sequence => permutation.Permute(sequence)).ToArray();

        var buckets = ids.CountBy(id => (int)((UInt128)(id - 1) * 256 / (UInt128)size)).Select(pair => pair.Value);
        Assert.InRange(buckets.Sum(count => Math.Pow(count - 400, 2) / 400), 0, 380);
        var flipped = ids.Zip(ids.Skip(1), (one, next) => BitOperations.PopCount((ulong)(one ^ next))).Average();
        Assert.InRange(flipped / BitOperations.Log2((ulong)size + 1), 0.49, 0.51);
    }

    [Fact]
    public void Another_key_gives_another_permutation()
    {
        using var one = new IdPermutation(Key, IdPermutation.PositiveInts);
        using var other = new IdPermutation([.. Key.Reverse()], IdPermutation.PositiveInts);

        Assert.NotEqual(one.Permute(1), other.Permute(1));
    }

    [Fact]
    public void Ids_that_were_given_out_stay_the_same_in_every_version()
    {
        using var ids = new IdPermutation(Key, IdPermutation.PositiveInts);
        using var records = new IdPermutation(Key, IdPermutation.RecordIds);

        Assert.Equal([852435646L, 1316154343L, 806653788L], Enumerable.Range(1, 3).Select(sequence => ids.Permute(sequence)));
        Assert.Equal([147475372855815L, 279613665932901L, 204094378970066L], Enumerable.Range(1, 3).Select(sequence => records.Permute(sequence)));
    }

    [Fact]
    public void What_is_outside_has_no_sequence_and_a_wiped_key_answers_nothing()
    {
        var permutation = new IdPermutation(Key, 100);

        Assert.Null(permutation.Invert(0));
        Assert.Null(permutation.Invert(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Permute(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation.Permute(101));
        permutation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => permutation.Permute(1));
    }

    /// <summary>FIPS 197, appendix C.1.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_block_cipher_gives_the_published_vector_both_ways(bool usePortable)
    {
        using var block = new AesBlock(Key, usePortable);
        var plain = Vector128.Create(Convert.FromHexString("00112233445566778899aabbccddeeff"));

        Assert.Equal(Vector128.Create(Convert.FromHexString("69c4e0d86a7b0430d8cdb78070b4c55a")), block.Encrypt(plain));
    }

    [Fact]
    public void Processors_with_and_without_aes_give_the_same_ids()
    {
        using var fast = new IdPermutation(Key, IdPermutation.RecordIds);
        using var portable = new IdPermutation(new AesBlock(Key, usePortable: true), IdPermutation.RecordIds);

        Assert.All(Enumerable.Range(1, 200), sequence => Assert.Equal(fast.Permute(sequence), portable.Permute(sequence)));
    }
}
