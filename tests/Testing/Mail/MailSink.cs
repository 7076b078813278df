using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Latchwork.Testing.ZWave;
using Xunit;

namespace Latchwork.Testing.Mail;

/// <param name="Text">As it came over the wire, headers first.</param>
/// <param name="User">Who sent it said who they are; null: they did not.</param>
public sealed record SunkMail(string From, IReadOnlyList<string> To, string Text, bool IsSecure, string? User);

/// <summary>
/// A real SMTP server that keeps what it is sent (tests/fixtures/mail). Where it cannot be had <see cref="Missing"/> says why, and the tests that need it
/// are skipped with that reason; in the gate (<c>CI=true</c>) they fail.
/// </summary>
public sealed partial class MailSink : IAsyncLifetime
{
    private static readonly TimeSpan InstallsWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);

    private readonly HttpClient control = new();
    private Process? process;

    public string? Missing { get; private set; }

    public int Port { get; private set; }

    /// <summary>Offers STARTTLS.</summary>
    public bool IsSecure { get; init; } = true;

    /// <summary>The PEM file of the sink's own certificate, which nobody trusts unasked.</summary>
    public string CertificateFile { get; } = TestPaths.Fresh("sink.pem");

    public async ValueTask InitializeAsync()
    {
        try
        {
            await NodePackages.InstallAsync(NodePackages.Folder("mail"), InstallsWithin);
            await StartAsync();
        }
        catch (FixtureMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Missing = missing.Message;
        }
    }

    public async Task<IReadOnlyList<SunkMail>> MailsAsync() => (await control.GetFromJsonAsync<Sunk>("mails"))!.Mails;

    /// <summary>How often somebody connected.</summary>
    public async Task<int> TriesAsync() => (await control.GetFromJsonAsync<Sunk>("mails"))!.Tries;

    /// <summary>What it is to do wrong next; see the README of the fixture.</summary>
    public async Task FailAsync(object faults) => (await control.PostAsJsonAsync("faults", faults)).EnsureSuccessStatusCode();

    /// <summary>Forgets mails and faults.</summary>
    public async Task ResetAsync() => (await control.PostAsync(new Uri("reset", UriKind.Relative), null)).EnsureSuccessStatusCode();

    private sealed record Sunk(IReadOnlyList<SunkMail> Mails, int Tries);

    private async Task StartAsync()
    {
        var start = NodePackages.Node("start.mjs");
        start.WorkingDirectory = NodePackages.Folder("mail");
        start.Environment["MAIL_PORT"] = "0";
        start.Environment["MAIL_CONTROL_PORT"] = "0";
        start.Environment["MAIL_UNTIL_STDIN_ENDS"] = "1";
        if (IsSecure)
        {
            start.Environment["MAIL_CERT"] = CertificateFile;
            start.Environment["MAIL_KEY"] = MakeCertificate();
        }

        process = NodePackages.Start(start);
        var complaints = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(ReadyWithin);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (ReadyLine().Match(line) is { Success: true } ready)
                {
                    Port = int.Parse(ready.Groups["port"].ValueSpan, provider: null);
                    control.BaseAddress = new Uri(ready.Groups["control"].Value);
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new FixtureMissingException($"The mail fixture was not ready within {ReadyWithin.TotalSeconds:0} s.");
        }

        throw new FixtureMissingException($"The mail fixture ended before it was ready: {await complaints}");
    }

    /// <returns>The file of its key.</returns>
    private string MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        File.WriteAllText(CertificateFile, made.ExportCertificatePem());
        var keyFile = TestPaths.Fresh("sink.key");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return keyFile;
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (process is null)
        {
            return;
        }

        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [GeneratedRegex(@"^ready: smtp 127\.0\.0\.1:(?<port>\d+)  control (?<control>http://\S+)$", RegexOptions.None, 1000)]
    private static partial Regex ReadyLine();
}
