using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace Latchwork.Console.Tests;

/// <summary>A real server with the doors of the demo, and a browser.</summary>
public sealed partial class DemoHouse : IAsyncLifetime
{
    public const string Password = "a long and quiet password";

    private readonly Chromium chromium = new();
    private readonly string folder = TestPaths.FreshInMemory("console");
    private ServerProcess server = null!;
    private HttpClient http = null!;
    private string? session;

    internal ServerProcess Server => server;

    internal JsonNode Operator => server.Ready["console"]!;

    internal Task<Visit> VisitAsync(BrowserNewContextOptions? options = null) => Visit.BeginAsync(chromium.Browser, server.BaseUrl, options);

    /// <summary>The demo's operator, who is the owner. They log in once: each code works once, and the next one is half a minute away.</summary>
    internal async Task<Visit> OperatorAsync(BrowserNewContextOptions? options = null)
    {
        if (session is null)
        {
            await using var first = await VisitAsync();
            await first.GoAsync();
            await first.LogInAsync((string)Operator["email"]!, (string)Operator["password"]!, (string)Operator["totpSecret"]!);
            session = await first.Page.Context.StorageStateAsync();
        }

        options ??= Visit.InLondon();
        options.StorageState = session;
        return await VisitAsync(options);
    }

    /// <summary>Somebody new with that role, by the way that people come: an invitation by mail.</summary>
    internal async Task<string> InviteAsync(string role)
    {
        var (mail, token) = await InvitationAsync(role);
        await AskAsync(HttpMethod.Post, "/api/v1/invitations/accept", new { token, password = Password });
        return mail;
    }

    /// <summary>Somebody new who has the mail, and no password yet.</summary>
    internal async Task<(string Mail, string Token)> InvitationAsync(string role)
    {
        var mail = $"{role}-{Guid.CreateVersion7():N}@example.com";
        await AskAsync(HttpMethod.Post, "/api/v1/users", new { login = mail, role });
        return (mail, await InvitationToAsync(mail));
    }

    /// <summary>The token of the invitation that was mailed to them.</summary>
    internal async Task<string> InvitationToAsync(string mail)
    {
        var token = "";
        await Poll.UntilAsync(async () => (token = await FindAsync(mail, Invitation())).Length > 0);
        return token;
    }

    /// <summary>The link that the mail for a forgotten password has, from the console on.</summary>
    internal async Task<string> ResetLinkAsync(string mail)
    {
        var link = "";
        await Poll.UntilAsync(async () => (link = await FindAsync(mail, Reset())).Length > 0);
        return link;
    }

    /// <summary>With a key that may everything.</summary>
    internal async Task<JsonNode> AskAsync(HttpMethod verb, string target, object? body = null)
    {
        using var request = new HttpRequestMessage(verb, target) { Content = body is null ? null : JsonContent.Create(body) };
        if (!target.EndsWith("/accept", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Ready["native"]!["apiKey"]}");
        }

        using var answer = await http.SendAsync(request);
        var told = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{verb} {target}: {told}");
        return JsonNode.Parse(told)!;
    }

    /// <summary>All of them, as their time would.</summary>
    internal async Task EndSessionsAsync()
    {
        await WriteAsync("update session set idles_at = issued_at where kind = 7");
        session = null;
    }

    /// <summary>As some minutes would.</summary>
    internal async Task ForgetProofsAsync()
    {
        await WriteAsync("update session set proven_at = proven_at - interval '1 hour' where kind = 7");
        await WriteAsync("update app_user set version = version + 1 where user_id in (select user_id from session where kind = 7)");
    }

    private async Task WriteAsync(string sql)
    {
        await using var owner = NpgsqlDataSource.Create(server.DatabaseConnection);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The same folder and the same port, as after an update.</summary>
    internal async Task RestartAsync()
    {
        var port = server.BaseUrl.Port;
        await server.StopAsync();
        await server.DisposeAsync();
        server = await ServerProcess.StartAsync(Setup() with { AnyPort = false, Arguments = ["--demo", "--port", $"{port}"] });
    }

    public async ValueTask InitializeAsync()
    {
        await chromium.InitializeAsync();
        server = await ServerProcess.StartAsync(Setup());
        http = new HttpClient { BaseAddress = server.BaseUrl };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        await chromium.DisposeAsync();
        if (Directory.Exists(folder))
        {
            ScratchFolder.EndPostgresOf(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private ServerSetup Setup() => new() { DataFolder = folder, Arguments = ["--demo"] };

    /// <summary>What the mails to somebody have of that form; empty: none yet.</summary>
    private async Task<string> FindAsync(string mail, Regex form)
    {
        var mails = new DirectoryInfo(Path.Combine(folder, "mail"));
        foreach (var file in mails.Exists ? mails.GetFiles("*.eml") : [])
        {
            // Quoted-printable (RFC 2045, 6.7).
            var text = (await File.ReadAllTextAsync(file.FullName))
                .Replace("=\r\n", "", StringComparison.Ordinal)
                .Replace("=3D", "=", StringComparison.Ordinal);
            if (text.Contains(mail, StringComparison.OrdinalIgnoreCase) && form.Match(text) is { Success: true } found)
            {
                return found.Groups["wanted"].Value;
            }
        }

        return "";
    }

    [GeneratedRegex("/console/welcome#user=[0-9a-f-]+&token=(?<wanted>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Invitation();

    [GeneratedRegex("/console/(?<wanted>reset#user=[0-9a-f-]+&token=[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reset();
}
