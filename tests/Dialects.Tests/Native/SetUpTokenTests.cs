using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Domain.Users;
using Latchwork.Operations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>KR-6.</summary>
public sealed class SetUpTokenTests
{
    [Fact]
    public async Task A_token_works_for_half_an_hour_and_the_next_start_makes_another()
    {
        var clock = new Clock();
        await using var database = await TestDatabase.CreateAsync();
        await using var services = Services(database, clock);
        var first = await services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        clock.Advance(PrepareInstallation.TokenLife);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, first!))!.Code);

        var second = await services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        clock.Advance(PrepareInstallation.TokenLife - TimeSpan.FromMilliseconds(1));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, first!))!.Code);
        Assert.Null(await UseAsync(services, second!));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, second!))!.Code);
    }

    /// <summary>The first key is shown once: whatever fails after the commit, its answer is out.</summary>
    [Fact]
    public async Task A_set_up_that_was_committed_answers_with_its_key_though_the_database_fails_right_after()
    {
        const string closeAtCommit = """
            create function close_doors() returns trigger language plpgsql security definer as
                $$ begin revoke usage on schema public from public, latchwork_app; return null; end $$;
            create constraint trigger closing after update on installation deferrable initially deferred
                for each row when (new.set_up_at is not null) execute function close_doors()
            """;
        await using var server = await LiveServer.StartAsync(setUp: false);
        await using var owner = NpgsqlDataSource.Create(server.Database);
        await using (var closing = owner.CreateCommand(closeAtCommit))
        {
            await closing.ExecuteNonQueryAsync();
        }

        using var answer = await server.Http.PostAsJsonAsync(
            "/api/v1/set-up",
            new
            {
                token = server.SetUpToken,
                tenantName = "House",
                timeZone = "Europe/London",
                login = "me@example.com",
                displayName = "Me",
                password = "a long and quiet password",
            }
        );
        await using (var opening = owner.CreateCommand("grant usage on schema public to public"))
        {
            await opening.ExecuteNonQueryAsync();
        }

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.StartsWith("lw_", (string)told["apiKey"]!, StringComparison.Ordinal);
        await using var issued = owner.CreateCommand("select count(*) from public.public_id where wire_id = $1");
        issued.Parameters.Add(new() { Value = (string)told["tenantId"]! });
        Assert.Equal(1L, await issued.ExecuteScalarAsync());
    }

    /// <summary>RL-1, RL-4: wrong tokens are counted by address; the right one waits with them, another address does not.</summary>
    [Fact]
    public async Task An_address_that_sends_wrong_tokens_has_to_wait()
    {
        var clock = new Clock();
        await using var database = await TestDatabase.CreateAsync();
        await using var services = Services(database, clock);
        var token = await services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        var (guesser, owner) = (IPAddress.Parse("203.0.113.9"), IPAddress.Parse("203.0.113.10"));
        for (var i = 0; i < AttemptRules.Free; i++)
        {
            Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, Wrong(i), guesser))!.Code);
        }

        Assert.Equal(AccessErrorCode.TooManyAttempts, (await UseAsync(services, Wrong(0), guesser))!.Code);
        Assert.Equal(AccessErrorCode.TooManyAttempts, (await UseAsync(services, token!, guesser))!.Code);
        Assert.Null(await UseAsync(services, token!, owner));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, Wrong(0), guesser))!.Code);
    }

    private static string Wrong(int number) => $"AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAA{(char)('A' + number)}";

    private static async Task<AccessError?> UseAsync(ServiceProvider services, string token, IPAddress? from = null)
    {
        var request = new TenantRequest("House", "Europe/London", "me@example.com", "Me", "a long and quiet password");
        return (
            await services.GetRequiredService<CompleteSetUp>().RunAsync(token, request, new RequestOrigin(from, null), CancellationToken.None)
        ).Error;
    }

    private static ServiceProvider Services(TestDatabase database, TimeProvider clock) =>
        new ServiceCollection()
            .AddSingleton(clock)
            .AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString + ";Options=-c role=latchwork_app"))
            .AddSingleton(_ => new RootKeys(new RootKey(RandomNumberGenerator.GetBytes(RootKey.Size))))
            .AddSingleton(new KeyRingOptions())
            .AddSingleton(new PasswordHashOptions())
            .AddOperations()
            .BuildServiceProvider();
}
