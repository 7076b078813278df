using System.Globalization;
using System.Numerics;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>JW-6.</summary>
public sealed class Ed25519Tests
{
    private static readonly BigInteger GroupOrder =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly byte[] Seed = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();

    /// <summary>RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc).</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )]
    [InlineData(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    )]
    public void The_published_vectors_sign_and_verify(string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519SigningKey.FromSeed(Convert.FromHexString(seed));

        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))));
        Assert.True(Ed25519.IsAcceptableKey(key.PublicKey));
        Assert.True(Verify(publicKey, message, signature));
    }

    /// <summary>
    /// The twelve edge cases of Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs" (2020), table 5, numbered from 0, under the strict
    /// reading of JW-6: cofactorless, canonical, no key of low order.
    /// </summary>
    [Theory]
    [MemberData(nameof(EdgeCases))]
    public void The_published_edge_cases_are_decided_strictly(int number, bool isValid, string message, string publicKey, string signature) =>
        Assert.True(Verify(publicKey, message, signature) == isValid, $"Case {number}");

    public static TheoryData<int, bool, string, string, string> EdgeCases =>
        new()
        {
            {
                0,
                false,
                "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000"
            },
            {
                1,
                false,
                "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"
            },
            {
                2,
                true,
                "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e"
            },
            {
                3,
                true,
                "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009"
            },
            {
                4,
                false,
                "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09"
            },
            {
                5,
                false,
                "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405"
            },
            {
                6,
                false,
                "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
                "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
                "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514"
            },
            {
                7,
                false,
                "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
                "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
                "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22"
            },
            {
                8,
                false,
                "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f"
            },
            {
                9,
                false,
                "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908"
            },
            {
                10,
                false,
                "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"
            },
            {
                11,
                false,
                "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"
            },
        };

    /// <summary>The eight points whose order divides 8, by their y: order 1, 2, 4, 4, 8, 8, 8, 8 (the list of small-order points of the curve).</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    public void Keys_of_low_order_are_refused_with_the_signature_that_fits_every_message(string publicKey)
    {
        // R = A's own small subgroup, S = 0: for one message in eight or so this verifies wherever the key is not refused.
        var key = Convert.FromHexString(publicKey);
        var signature = new byte[64];
        signature[0] = 1;

        Assert.True(Ed25519Points.IsCanonical(key));
        Assert.True(Ed25519Points.IsOnCurve(key));
        Assert.False(Ed25519.IsAcceptableKey(key));
        Assert.All(Enumerable.Range(0, 64), i => Assert.False(Ed25519.Verify(key, [(byte)i], signature)));
    }

    /// <summary>The same points, and others, written in a second way: y not below 2^255 - 19, or a sign at x = 0.</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Points_that_are_not_canonical_are_refused_as_key_and_as_r(string point)
    {
        var bytes = Convert.FromHexString(point);

        Assert.False(Ed25519Points.IsCanonical(bytes));
        Assert.False(Ed25519.IsAcceptableKey(bytes));
        using var key = Ed25519SigningKey.FromSeed(Seed);
        Assert.False(Ed25519Points.IsStrict(key.PublicKey, [.. bytes, .. new byte[32]]));
        Assert.False(Ed25519Points.IsStrict(bytes, new byte[64]));
    }

    [Fact]
    public void Half_of_all_numbers_are_no_points_and_no_keys()
    {
        var bytes = new byte[32];
        var points = Enumerable.Range(2, 200).Count(y => Ed25519.IsAcceptableKey((byte[])[(byte)y, .. bytes.AsSpan(1)]));

        Assert.InRange(points, 70, 130);
        Assert.False(Ed25519.IsAcceptableKey(bytes.AsSpan(1)));
        Assert.False(Ed25519.IsAcceptableKey([.. bytes, 0]));
    }

    [Fact]
    public void Every_key_that_was_made_by_signing_is_acceptable()
    {
        var seed = new Seed(6);
        for (var i = 0; i < 200; i++)
        {
            using var key = Ed25519SigningKey.FromSeed(Enumerable.Range(0, 32).Select(_ => (byte)seed.Next()).ToArray());
            Assert.True(Ed25519.IsAcceptableKey(key.PublicKey));
        }
    }

    [Fact]
    public void S_and_S_plus_the_group_order_are_not_both_signatures()
    {
        using var key = Ed25519SigningKey.FromSeed(Seed);
        var signature = key.Sign("open"u8);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);

        Assert.True(Ed25519.Verify(key.PublicKey, "open"u8, signature));
        Assert.True(s < GroupOrder);
        (s + GroupOrder).TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);
        Assert.False(Ed25519Points.IsStrict(key.PublicKey, signature));
        Assert.False(Ed25519.Verify(key.PublicKey, "open"u8, signature));
    }

    [Fact]
    public void The_group_order_is_the_first_S_that_is_refused()
    {
        using var key = Ed25519SigningKey.FromSeed(Seed);
        var signature = key.Sign("open"u8);

        foreach (
            var (s, isStrict) in new[] { (GroupOrder - 1, true), (GroupOrder, false), (GroupOrder + 1, false), (BigInteger.Pow(2, 256) - 1, false) }
        )
        {
            signature.AsSpan(32).Clear();
            s.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);
            Assert.Equal(isStrict, Ed25519Points.IsStrict(key.PublicKey, signature));
        }
    }

    [Fact]
    public void One_changed_bit_anywhere_refuses()
    {
        using var key = Ed25519SigningKey.FromSeed(Seed);
        byte[] message = [.. "unlock"u8];
        byte[] all = [.. key.PublicKey, .. key.Sign(message), .. message];

        for (var bit = 0; bit < all.Length * 8; bit++)
        {
            var changed = all.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(changed.AsSpan(0, 32), changed.AsSpan(96), changed.AsSpan(32, 64)));
        }
    }

    [Fact]
    public void Wrong_lengths_refuse()
    {
        using var key = Ed25519SigningKey.FromSeed(Seed);
        var signature = key.Sign([]);

        Assert.True(Ed25519.Verify(key.PublicKey, [], signature));
        Assert.False(Ed25519.Verify(key.PublicKey, [], signature.AsSpan(1)));
        Assert.False(Ed25519.Verify(key.PublicKey, [], [.. signature, 0]));
        Assert.False(Ed25519.Verify(key.PublicKey[1..], [], signature));
        Assert.False(Ed25519.Verify([], [], []));
    }

    [Fact]
    public void A_key_signs_and_verifies_on_many_threads_at_once()
    {
        using var key = Ed25519SigningKey.FromSeed(Seed);

        Parallel.For(
            0,
            2000,
            i =>
            {
                byte[] message = [(byte)i, (byte)(i >> 8)];
                var signature = key.Sign(message);
                Assert.True(Ed25519.Verify(key.PublicKey, message, signature));
                signature[7] ^= 1;
                Assert.False(Ed25519.Verify(key.PublicKey, message, signature));
            }
        );
    }

    [Fact]
    public void A_key_that_was_disposed_of_signs_nothing()
    {
        var key = Ed25519SigningKey.FromSeed(Seed);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Sign("open"u8));
    }

    private static bool Verify(string publicKey, string message, string signature) =>
        Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature));
}
