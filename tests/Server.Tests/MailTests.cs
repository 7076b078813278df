using System.Net.Http.Json;
using Latchwork.Testing;
using Latchwork.Testing.Mail;

namespace Latchwork.Server.Tests;

/// <summary>How messages leave the real server (section <c>Mail</c>).</summary>
public sealed class MailTests
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task A_demo_writes_mails_into_a_folder_of_its_own_with_links_that_lead_back_to_it()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Arguments = ["--demo"] });

        await RegisterAsync(server);

        var folder = Path.Combine(server.DataFolder, "mail");
        await Poll.UntilAsync(() => Directory.Exists(folder) && Directory.GetFiles(folder, "*.eml").Length > 0);
        var file = Assert.Single(Directory.GetFiles(folder, "*.eml"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains($"{server.BaseUrl}console/verify#code=", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_the_machine_trusts_gets_mails_by_STARTTLS_under_the_password()
    {
        await using var sink = new MailSink();
        await sink.InitializeAsync();
        Assert.SkipWhen(sink.Missing is not null, sink.Missing ?? "");
        var setup = new ServerSetup
        {
            Arguments = ["--demo", "--public-url", "https://access.example.com"],
            Environment = new Dictionary<string, string>
            {
                ["SSL_CERT_FILE"] = sink.CertificateFile,
                ["Mail__Host"] = "localhost",
                ["Mail__Port"] = $"{sink.Port}",
                ["Mail__From"] = "doors@example.com",
                ["Mail__User"] = "latchwork",
                ["Mail__Password"] = "right",
            },
        };
        await using var server = await ServerProcess.StartAsync(setup);

        await RegisterAsync(server);

        IReadOnlyList<SunkMail> mails = [];
        await Poll.UntilAsync(async () => (mails = await sink.MailsAsync()).Count > 0);
        Assert.Equal((true, "latchwork", Ann), (mails[0].IsSecure, mails[0].User, mails[0].To[0]));
        Assert.Contains("https://access.example.com/console/verify#code=3D", mails[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Ann, server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_mail_settings_says_so_once_a_start()
    {
        await using var server = await ServerProcess.StartAsync();

        await server.UntilLoggedAsync("No mail is set up");

        Assert.Single(server.Errors.Split('\n'), line => line.Contains("No mail is set up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_settings_that_cannot_be_meant_are_refused_at_the_start()
    {
        var setup = new ServerSetup { Environment = new Dictionary<string, string> { ["Mail__Host"] = "smtp.example.com" } };

        var (exitCode, errors) = await ServerProcess.RefusalAsync(setup);

        Assert.Equal(1, exitCode);
        Assert.Contains("Settings of the section Mail: From: the sender's address is missing.", errors, StringComparison.Ordinal);
    }

    private static async Task RegisterAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.BaseUrl };
        using var answer = await http.PostAsJsonAsync("/auth/register", new { email = Ann, password = "a long and quiet password" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
