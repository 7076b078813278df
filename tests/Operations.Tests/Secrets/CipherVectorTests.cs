using System.Security.Cryptography;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-1: the platform's ciphers are what they are called. A wrong build of them would seal values that no other machine opens.</summary>
public sealed class CipherVectorTests
{
    /// <summary>RFC 5869, appendix A.1.</summary>
    [Fact]
    public void Hkdf_gives_the_published_vector()
    {
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
            42,
            Convert.FromHexString("000102030405060708090a0b0c"),
            Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9")
        );

        Assert.Equal("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", Convert.ToHexStringLower(derived));
    }

    /// <summary>McGrew and Viega's submission to NIST, test case 16.</summary>
    [Fact]
    public void Aes_gcm_gives_the_published_vector()
    {
        using var cipher = new AesGcm(Convert.FromHexString("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), tagSizeInBytes: 16);
        var plain = Convert.FromHexString(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        );
        var (sealedBytes, tag) = (new byte[plain.Length], new byte[16]);

        cipher.Encrypt(
            Convert.FromHexString("cafebabefacedbaddecaf888"),
            plain,
            sealedBytes,
            tag,
            Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        );

        Assert.Equal(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            Convert.ToHexStringLower(sealedBytes)
        );
        Assert.Equal("76fc6ece0f4e1768cddf8853bb2d551b", Convert.ToHexStringLower(tag));
    }
}
