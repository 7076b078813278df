using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Server.Hosting;
using Latchwork.Server.Tls;
using Latchwork.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Latchwork.Server.Tests;

public sealed class TlsTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Who_trusts_the_servers_own_authority_reaches_it_by_name_and_by_address_and_others_do_not()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--https"] });
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(server.DataFolder, "ca.pem"));

        Assert.Equal($"https://localhost:{server.BaseUrl.Port}", (string)server.Ready["baseUrl"]!);
        Assert.Equal("up", await GetAsync(server.BaseUrl, authority));
        Assert.Equal("up", await GetAsync(new Uri($"https://127.0.0.1:{server.BaseUrl.Port}"), authority));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server.BaseUrl, Certificates.SelfSigned("another")));
    }

    [Fact]
    public async Task The_authority_stays_over_a_restart_is_offered_for_download_and_keeps_its_files_private()
    {
        var setup = new ServerSetup { Arguments = ["--https"] };
        var pem = Path.Combine(setup.DataFolder, "ca.pem");
        string first;
        await using (var server = await ServerProcess.StartAsync(setup))
            first = await File.ReadAllTextAsync(pem);

        await using var again = await ServerProcess.StartAsync(setup);

        Assert.Equal(first, await File.ReadAllTextAsync(pem));
        using var client = Trusting(X509CertificateLoader.LoadCertificateFromFile(pem));
        Assert.Equal(first, await client.GetStringAsync(new Uri(again.BaseUrl, "/console/ca.pem")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(setup.DataFolder, "ca.key")));
        await again.UntilPrintedAsync(pem);
    }

    [Fact]
    public async Task A_certificate_that_changes_is_shown_without_a_restart_and_a_broken_one_never()
    {
        var (pem, key) = (TestPaths.Fresh("cert"), TestPaths.Fresh("key"));
        var (first, second) = (Certificates.SelfSigned("localhost"), Certificates.SelfSigned("localhost"));
        Certificates.Write(first, pem, key);
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--https", "--cert", pem, "--key", key] });
        Assert.Equal(first.Thumbprint, await ShownAsync(server));

        await File.WriteAllTextAsync(pem, second.ExportCertificatePem());
        await Poll.UntilAsync(async () =>
        {
            Assert.Equal(first.Thumbprint, await ShownAsync(server));
            return server.Errors.Contains("cannot be used, the former one stays", StringComparison.Ordinal);
        });

        Certificates.Write(second, pem, key);
        await Poll.UntilAsync(async () => await ShownAsync(server) == second.Thumbprint);
        Assert.Equal("up", await GetAsync(server.BaseUrl, second));
    }

    [Fact]
    public void A_leaf_is_made_anew_when_a_third_of_its_life_is_left_and_not_before()
    {
        using var folder = DataFolder.Claim(TestPaths.Fresh("authority"));
        var clock = new SettableClock(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var authority = OwnAuthority.Open(folder, clock.GetUtcNow(), NullLogger.Instance);
        var source = new OwnLeaf(authority, "door.example.com", clock, NullLogger.Instance);

        var first = source.Current().TargetCertificate;
        Assert.True(first.MatchesHostname("door.example.com"));
        clock.Advance(TimeSpan.FromDays(59));
        Assert.Equal(first.Thumbprint, source.Current().TargetCertificate.Thumbprint);
        clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(first.Thumbprint, source.Current().TargetCertificate.Thumbprint);
    }

    [Fact]
    public void An_authority_that_would_end_before_its_next_leaf_is_made_anew()
    {
        using var folder = DataFolder.Claim(TestPaths.Fresh("authority"));
        var begin = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = OwnAuthority.Open(folder, begin, NullLogger.Instance).CertificatePem;
        Assert.Equal(first, OwnAuthority.Open(folder, begin.AddYears(9), NullLogger.Instance).CertificatePem);
        Assert.NotEqual(first, OwnAuthority.Open(folder, begin.AddYears(10).AddDays(-80), NullLogger.Instance).CertificatePem);
    }

    private static async Task<string> GetAsync(Uri server, X509Certificate2 trusted)
    {
        using var client = Trusting(trusted);
        return await client.GetStringAsync(new Uri(server, "/health/ready"));
    }

    private static HttpClient Trusting(X509Certificate2 authority) =>
        new(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { authority },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
            }
        );

    /// <summary>The thumbprint of the certificate on a new connection, which is not kept.</summary>
    private static async Task<string> ShownAsync(ServerProcess server)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync("127.0.0.1", server.BaseUrl.Port);
        var shown = "";
        await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, Look);
        await Assert.ThrowsAsync<AuthenticationException>(() => tls.AuthenticateAsClientAsync("localhost"));
        return shown;

        bool Look(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            shown = ((X509Certificate2)certificate!).Thumbprint;
            return false;
        }
    }
}

internal static class Certificates
{
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    public static void Write(X509Certificate2 certificate, string pem, string key)
    {
        using var secret = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
    }
}
