using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.SetUp;
using Latchwork.Operations.Tenants;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native;

/// <summary>KR-6.</summary>
public sealed class SetUpTokenTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_token_works_for_half_an_hour_and_the_next_start_makes_another()
    {
        var clock = new Clock();
        await using var services = Services(clock);
        var first = await services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        clock.Advance(PrepareInstallation.TokenLife);
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, first!))!.Code);

        var second = await services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        clock.Advance(PrepareInstallation.TokenLife - TimeSpan.FromMilliseconds(1));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, first!))!.Code);
        Assert.Null(await UseAsync(services, second!));
        Assert.Equal(AccessErrorCode.NotAuthenticated, (await UseAsync(services, second!))!.Code);
    }

    private static async Task<AccessError?> UseAsync(ServiceProvider services, string token)
    {
        var request = new TenantRequest("House", "Europe/London", "me@example.com", "Me", "a long and quiet password");
        return (await services.GetRequiredService<CompleteSetUp>().RunAsync(token, request, default, CancellationToken.None)).Error;
    }

    private ServiceProvider Services(TimeProvider clock) =>
        new ServiceCollection()
            .AddSingleton(clock)
            .AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString + ";Options=-c role=latchwork_app"))
            .AddSingleton(_ => new RootKeys(new RootKey(RandomNumberGenerator.GetBytes(RootKey.Size))))
            .AddSingleton(new KeyRingOptions())
            .AddSingleton(new PasswordHashOptions())
            .AddOperations()
            .BuildServiceProvider();
}
