using System.Globalization;
using Latchwork.Dialects.Fuzz;
using Latchwork.Dialects.Fuzz.Sifely;
using Latchwork.Dialects.Tests.Matrix;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Fuzz;

[Collection(Alone.Name)]
public sealed class SifelyFuzzTests(TwoTenants tenants, ITestOutputHelper output) : IClassFixture<TwoTenants>
{
    private const int Requests = 20_000;

    /// <summary>Caches of callers, compiled queries and connection buffers come to rest far below.</summary>
    private const long HeapGrowth = 32 * 1024 * 1024;

    [Fact]
    public async Task No_bent_request_breaks_the_server_or_leaves_the_wire()
    {
        var endpoints = tenants.Server.Services.GetRequiredService<EndpointDataSource>();
        var routes = RouteTable.Of(endpoints).Where(row => row.Act.Surface == Domain.Audit.Surface.Sifely);
        var target = new SifelyTarget(
            tenants.Server.Http.BaseAddress!,
            [.. routes.Select(row => new FuzzRoute(row.Pattern, row.Verbs))],
            tenants.SecretOf(Who.Owner)!,
            [tenants.HouseLock, tenants.NeighbourLock]
        );
        target = await target.WithThingsAsync(TestContext.Current.CancellationToken);
        var report = await SifelyFuzz.RunAsync(target, SeedOfToday(), Requests, TestContext.Current.CancellationToken);
        output.WriteLine($"{report}");

        Assert.True(report.Defects.Count == 0, $"{report}\n{string.Join('\n', report.Defects)}");
        Assert.Equal(Requests, report.Sent);
        output.WriteLine($"Never with success: {string.Join(' ', target.Routes.Select(route => route.Path).Except(report.Succeeded).Distinct())}");
        Assert.All(target.Routes, route => Assert.True(report.Routes.ContainsKey(route.Path), route.Path));
        Assert.InRange(report.HeapAfter - report.HeapBefore, long.MinValue, HeapGrowth);
    }

    /// <summary>Another one is given in the environment to repeat a run.</summary>
    private static ulong SeedOfToday() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("LATCHWORK_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
}
