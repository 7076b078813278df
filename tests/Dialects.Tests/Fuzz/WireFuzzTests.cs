using System.Globalization;
using Latchwork.Dialects.Fuzz;
using Latchwork.Dialects.Fuzz.Doordeck;
using Latchwork.Dialects.Fuzz.Keyvox;
using Latchwork.Dialects.Fuzz.Native;
using Latchwork.Dialects.Fuzz.Sifely;
using Latchwork.Dialects.Tests.Matrix;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Audit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Fuzz;

/// <summary>LG-2, AZ-10: each wire on a server of its own.</summary>
[Collection(Alone.Name)]
public sealed class SifelyFuzzTests(TwoTenants tenants, ITestOutputHelper output) : IClassFixture<TwoTenants>
{
    [Fact]
    public async Task No_bent_request_breaks_the_server_or_leaves_the_wire()
    {
        var target = new SifelyTarget(
            tenants.Server.Http.BaseAddress!,
            WireFuzzRun.RoutesOf(tenants, Surface.Sifely),
            tenants.SecretOf(Who.Owner)!,
            [tenants.HouseLock, tenants.NeighbourLock]
        );
        await WireFuzzRun.RunAsync(new SifelyWire(await target.WithThingsAsync(TestContext.Current.CancellationToken)), output);
    }
}

/// <inheritdoc cref="SifelyFuzzTests"/>
[Collection(Alone.Name)]
public sealed class DoordeckFuzzTests(TwoTenants tenants, ITestOutputHelper output) : IClassFixture<TwoTenants>
{
    [Fact]
    public async Task No_bent_request_breaks_the_server_or_leaves_the_wire()
    {
        var routes = WireFuzzRun.RoutesOf(tenants, Surface.Doordeck);
        var target = await DoordeckTarget.KnowAsync(
            tenants.Server.Http,
            routes,
            tenants.Phones[Who.DoordeckOwner],
            LiveServer.Account,
            LiveServer.Password
        );
        await WireFuzzRun.RunAsync(new DoordeckWire(target), output);
    }
}

/// <inheritdoc cref="SifelyFuzzTests"/>
[Collection(Alone.Name)]
public sealed class KeyvoxFuzzTests(TwoTenants tenants, ITestOutputHelper output) : IClassFixture<TwoTenants>
{
    /// <summary>Some of them name what is another organisation's (TN-4).</summary>
    [Fact]
    public async Task No_bent_request_breaks_the_server_leaves_the_wire_or_reaches_the_neighbours()
    {
        var theirs = tenants.Neighbours.Value;
        var foreign = await tenants.QueryAsync("select wire_id from public_id where tenant_id = $1 order by wire_id", theirs);
        var routes = WireFuzzRun.RoutesOf(tenants, Surface.Keyvox);
        var target = await KeyvoxTarget.KnowAsync(tenants.Server.Http, routes, tenants.SecretOf(Who.NativeKeyWithAll)!, foreign);
        var before = await tenants.Stored.RowsOfAsync(theirs);

        await WireFuzzRun.RunAsync(new KeyvoxWire(target), output);

        Assert.Equal(before, await tenants.Stored.RowsOfAsync(theirs));
    }
}

/// <inheritdoc cref="SifelyFuzzTests"/>
[Collection(Alone.Name)]
public sealed class NativeFuzzTests(TwoTenants tenants, ITestOutputHelper output) : IClassFixture<TwoTenants>
{
    /// <summary>Some of them name what is another tenant's (TN-4).</summary>
    [Fact]
    public async Task No_bent_request_breaks_the_server_leaves_the_wire_or_reaches_the_neighbours()
    {
        var theirs = tenants.Neighbours.Value;
        var ids = await tenants.QueryAsync("select wire_id from public_id where tenant_id = $1 order by wire_id", theirs);
        var target = await NativeTarget.KnowAsync(
            tenants.Server.Http,
            WireFuzzRun.RoutesOf(tenants, Surface.Native),
            tenants.SecretOf(Who.NativeKeyWithAll)!,
            LiveServer.Account,
            ids.FindAll(id => Guid.TryParse(id, out _))
        );
        var before = await tenants.Stored.RowsOfAsync(theirs);

        await WireFuzzRun.RunAsync(new NativeWire(target), output);

        Assert.Equal(before, await tenants.Stored.RowsOfAsync(theirs));
    }
}

internal static class WireFuzzRun
{
    private const int Requests = 20_000;

    /// <summary>Caches of callers, compiled queries and connection buffers come to rest far below.</summary>
    private const long HeapGrowth = 32 * 1024 * 1024;

    public static IReadOnlyList<FuzzRoute> RoutesOf(TwoTenants tenants, Surface surface) =>
        [
            .. RouteTable
                .Of(tenants.Server.Services.GetRequiredService<EndpointDataSource>())
                .Where(row => row.Act.Surface == surface)
                .Select(FuzzRoute.Of),
        ];

    public static async Task RunAsync(IFuzzWire wire, ITestOutputHelper output)
    {
        var report = await WireFuzz.RunAsync(wire, SeedOfToday(), Requests, TestContext.Current.CancellationToken);
        output.WriteLine($"{report}");

        Assert.True(report.Defects.Count == 0, $"{report}\n{string.Join('\n', report.Defects)}");
        Assert.Equal(Requests, report.Sent);
        output.WriteLine($"Never with success: {string.Join(", ", wire.Routes.Select(route => route.Name).Except(report.Succeeded).Distinct())}");
        Assert.All(wire.Routes, route => Assert.True(report.Routes.ContainsKey(route.Name), route.Name));
        Assert.InRange(report.HeapAfter - report.HeapBefore, long.MinValue, HeapGrowth);
    }

    /// <summary>Another one is given in the environment to repeat a run.</summary>
    private static ulong SeedOfToday() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("LATCHWORK_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
}
