using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Latchwork.Operations.Notifications;
using Latchwork.Testing.Doordeck;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Scenarios.Doordeck;

/// <summary>Accounts over real HTTP and database, their mails in the server's folder.</summary>
public sealed partial class AccountScenarioTests
{
    private static readonly (string, string) ManyLogIns = ("Doordeck:LogInsPerMinute", "100000");

    /// <summary>KR-5, AK-6, AU-1, AU-7.</summary>
    [Fact]
    public async Task A_persons_story_is_answered_as_approved()
    {
        await using var server = await LiveServer.StartAsync(ManyLogIns);
        var runner = new ScenarioRunner(server.Http, server.NewActsAsync);
        using var desk = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        runner.Know("desk", desk.AuthToken);
        runner.Know("application", await ApplicationTokenAsync(server));
        await server.NewActsAsync();

        await RunAsync(runner, AccountScenarios.Registering);
        runner.Know("code", await MailedAsync(server, VerificationLink()));
        await RunAsync(runner, AccountScenarios.Verified);
        var link = ResetLink().Match(await MailAsync(server, ResetLink()));
        runner.Know("user", link.Groups["user"].Value);
        runner.Know("reset", link.Groups["token"].Value);
        await RunAsync(runner, AccountScenarios.Resetting);

        Approved.Check("doordeck/accounts.txt", PublicKeyForm().Replace(TokenForm().Replace(runner.Told, "{a token}"), "{an RSA key}"));
    }

    [Fact]
    public async Task A_key_that_comes_with_the_registration_needs_no_second_factor_and_the_next_one_does()
    {
        await using var server = await LiveServer.StartAsync(ManyLogIns);
        using var desk = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);
        var body = new JsonObject
        {
            ["email"] = "ann@example.com",
            ["password"] = LiveServer.Password,
            ["ephemeralKey"] = desk.WireKey,
        };
        using var registered = await server.Http.PostAsJsonAsync("/auth/register", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);

        using var phone = await DoordeckPhone.LogInAsync(server.Http, "ann@example.com", LiveServer.Password);
        using var known = await phone.SendAsync(HttpMethod.Post, "/auth/certificate", new JsonObject { ["ephemeralKey"] = desk.WireKey });
        using var other = await phone.SendAsync(HttpMethod.Post, "/auth/certificate", new JsonObject { ["ephemeralKey"] = phone.WireKey });

        Assert.Equal([200, 423], [(int)known.StatusCode, (int)other.StatusCode]);
    }

    /// <summary>5.3: one that could never be registered is refused before there is an account.</summary>
    [Fact]
    public async Task An_account_whose_key_is_refused_afterwards_is_there_all_the_same_and_the_log_says_so()
    {
        await using var server = await LiveServer.StartAsync(ManyLogIns, LiveServer.WithLogs);
        Assert.Equal(400, await RegisterAsync(Convert.ToBase64String(new byte[32])));
        using var desk = await DoordeckPhone.LogInAsync(server.Http, LiveServer.Account, LiveServer.Password);

        // The session ends with the registration that began it, so nobody is there to register a key for.
        await DoAsync(
            server,
            """
            create function end_it() returns trigger language plpgsql as 'begin new.revoked_at := new.issued_at; return new; end';
            create trigger end_it before insert on session for each row execute function end_it();
            """
        );
        Assert.Equal(200, await RegisterAsync(desk.WireKey));
        await DoAsync(server, "drop trigger end_it on session");

        Assert.Contains(
            "Warning An account was made without the key that came with its registration: NotAuthenticated",
            server.Lines.All,
            StringComparison.Ordinal
        );
        using var phone = await DoordeckPhone.RegisteredAsync(server.Http, "ann@example.com", LiveServer.Password);
        Assert.Equal(3, phone.Chain.Count);

        async Task<int> RegisterAsync(string key)
        {
            var body = new JsonObject
            {
                ["email"] = "ann@example.com",
                ["password"] = LiveServer.Password,
                ["ephemeralKey"] = key,
            };
            using var answer = await server.Http.PostAsJsonAsync("/auth/register", body, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Where_people_may_not_register_nobody_does_whatever_they_send()
    {
        await using var server = await LiveServer.StartAsync(("Doordeck:SelfRegistration", "false"));

        foreach (var body in new[] { """{"email":"ann@example.com","password":"a long and quiet password"}""", "{}", "" })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await server.Http.PostAsync(
                new Uri("/auth/register", UriKind.Relative),
                content,
                TestContext.Current.CancellationToken
            );
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/auth/register", """{"email":"x{0}@example.com","password":"short"}""")]
    [InlineData("/account/password/reset/initialize", """{"email":"x{0}@example.com"}""")]
    [InlineData(
        "/account/password/reset/verify",
        """{"userId":"6f0c1a52-6f7b-4f0e-9a55-0a3b1c2d3e4{0}","token":"abc","password":"a third long password"}"""
    )]
    public async Task Calls_without_a_token_are_counted_for_where_they_come_from(string path, string body)
    {
        await using var server = await LiveServer.StartAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 11; i++)
        {
            using var content = new StringContent(body.Replace("{0}", $"{i % 10}", StringComparison.Ordinal), null, "application/json");
            using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
            Assert.Equal(i == 10, answer.Headers.RetryAfter is not null);
        }

        Assert.DoesNotContain(429, statuses[..10]);
        Assert.Equal(429, statuses[10]);
    }

    private static async Task RunAsync(ScenarioRunner runner, IEnumerable<Scenario> rows)
    {
        foreach (var scenario in rows)
        {
            await runner.RunAsync(scenario);
        }
    }

    private static async Task<string> MailedAsync(LiveServer server, Regex form) => form.Match(await MailAsync(server, form)).Groups["token"].Value;

    /// <summary>The newest mail that has such a link.</summary>
    private static async Task<string> MailAsync(LiveServer server, Regex form)
    {
        await server.Services.GetRequiredService<SendNotifications>().RunAsync(TestContext.Current.CancellationToken);
        return server.Mails.First(form.IsMatch);
    }

    private static async Task DoAsync(LiveServer server, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(server.Database);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A token of an application for the administrator: it opens what is anybody's, and not what takes this server's own.</summary>
    private static async Task<string> ApplicationTokenAsync(LiveServer server)
    {
        const string token = "a-token-of-an-application";
        await using var connection = new NpgsqlConnection(server.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into session (token_hash, session_id, kind, user_id, issued_at, expires_at)
            select $1, gen_random_uuid(), $2, user_id, now(), now() + interval '1 hour' from app_user where display_name = 'Stranger'
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)) });
        command.Parameters.Add(new NpgsqlParameter { Value = (short)Operations.Identity.SessionKind.ApplicationToken });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        return token;
    }

    [GeneratedRegex(@"/console/verify#code=(?<token>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VerificationLink();

    [GeneratedRegex(@"/console/reset#user=(?<user>[0-9a-f-]{36})&token=(?<token>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResetLink();

    [GeneratedRegex(@"eyJ[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenForm();

    [GeneratedRegex("MIIBIjAN[0-9A-Za-z+/=]{384}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublicKeyForm();
}
