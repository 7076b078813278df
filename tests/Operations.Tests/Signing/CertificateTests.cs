using System.Security.Cryptography.X509Certificates;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Signing;

/// <summary>The certificates of signing keys, and how many of those a person has (doordeck.md 6, JW-5).</summary>
public sealed class CertificateTests
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly SettableClock clock = new();

    [Fact]
    public async Task A_chain_is_of_leaf_issuer_and_root_as_anybody_checks_it_who_trusts_the_root()
    {
        await using var house = await House.OpenAsync(clock);
        using var key = new PhoneKey();
        var chain = (await house.CertifyAsync(await house.PhoneAsync(), key)).Value;
        Assert.Equal(3, chain.Chain.Count);
        using var leaf = X509CertificateLoader.LoadCertificate(chain.Chain[0]);
        using var issuer = X509CertificateLoader.LoadCertificate(chain.Chain[1]);
        using var root = X509CertificateLoader.LoadCertificate(chain.Chain[2]);

        Assert.Equal(clock.GetUtcNow().AddDays(30).UtcDateTime, leaf.NotAfter.ToUniversalTime());
        Assert.Equal(
            (clock.GetUtcNow().AddYears(10).UtcDateTime, clock.GetUtcNow().AddYears(40).UtcDateTime),
            (issuer.NotAfter.ToUniversalTime(), root.NotAfter.ToUniversalTime())
        );
        Assert.Equal(
            ("1.3.101.112", Convert.ToHexString(key.Public)),
            (leaf.PublicKey.Oid.Value, Convert.ToHexString(leaf.PublicKey.EncodedKeyValue.RawData))
        );
        IsNamedByUuid(leaf, "2.5.4.45");
        IsNamedByUuid(issuer, "2.5.4.46");
        Is(leaf, isAuthority: false, X509KeyUsageFlags.DigitalSignature);
        foreach (var authority in new[] { issuer, root })
        {
            Is(authority, isAuthority: true, X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);
            Assert.Equal(P256, authority.GetECDsaPublicKey()!.ExportParameters(includePrivateParameters: false).Curve.Oid.Value);
        }

        Assert.All(new[] { leaf, issuer, root }, one => Assert.Equal(EcdsaWithSha256, one.SignatureAlgorithm.Value));
        Assert.Equal((Name(issuer), Name(root)), (Above(leaf), Above(issuer)));
        Assert.Equal("", Faults(leaf, issuer, root));
    }

    [Fact]
    public async Task A_leaf_is_given_out_again_while_it_has_twenty_days_left_and_then_there_is_another()
    {
        await using var house = await House.OpenAsync(clock);
        using var key = new PhoneKey();
        var first = await LeafAsync();

        clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, await LeafAsync());

        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await LeafAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(second, await LeafAsync());

        async Task<byte[]> LeafAsync() => (await house.CertifyAsync(await house.PhoneAsync(), key)).Value.Chain[0];
    }

    /// <summary>The one that was registered last is the one that was certified longest ago.</summary>
    [Fact]
    public async Task A_person_has_twenty_keys_and_one_more_ends_the_one_that_was_certified_longest_ago()
    {
        await using var house = await House.OpenAsync(clock);
        var phone = await house.PhoneAsync();
        using var oldest = new PhoneKey();
        Assert.Null((await house.CertifyAsync(phone, oldest)).Error);
        await house.DoAsync(
            """
            insert into signing_key (key_id, user_id, public_key, verified_at, created_at, last_certified_at)
            select gen_random_uuid(), $1, sha256(convert_to(i::text, 'UTF8')), $2, $2::timestamptz - interval '1 day', $2::timestamptz + i * interval '1 second'
            from generate_series(1, 19) i
            """,
            phone.User!.Value.Value,
            clock.GetUtcNow()
        );
        using var mails = new StepUpNode(house);
        using var further = new PhoneKey();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await mails.CompleteAsync(phone, further, await mails.CodeAsync(phone, further))).Error);

        Assert.Equal(20, await house.AskAsync<long>("select count(*) from signing_key where revoked_at is null"));
        Assert.Equal(oldest.Public, await house.AskAsync<byte[]>("select public_key from signing_key where revoked_at is not null"));
    }

    private static string Faults(X509Certificate2 leaf, X509Certificate2 issuer, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = leaf.NotBefore.AddDays(1);
        chain.Build(leaf);
        return string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation));
    }

    private static void Is(X509Certificate2 certificate, bool isAuthority, X509KeyUsageFlags uses)
    {
        var (basic, usage) = (
            certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single(),
            certificate.Extensions.OfType<X509KeyUsageExtension>().Single()
        );
        Assert.Equal((true, isAuthority), (basic.Critical, basic.CertificateAuthority));
        Assert.Equal((true, uses), (usage.Critical, usage.KeyUsages));
    }

    private static void IsNamedByUuid(X509Certificate2 certificate, string oid)
    {
        var name = certificate.SubjectName.EnumerateRelativeDistinguishedNames().Single();
        Assert.Equal(oid, name.GetSingleElementType().Value);
        Assert.True(Guid.TryParseExact(name.GetSingleElementValue(), "D", out _));
    }

    private static string Name(X509Certificate2 certificate) =>
        Convert.ToHexString(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifierBytes.Span);

    private static string Above(X509Certificate2 certificate) =>
        Convert.ToHexString(certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.Span);
}
