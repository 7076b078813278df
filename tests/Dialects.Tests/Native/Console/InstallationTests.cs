using System.Text.Json.Nodes;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-1, AU-1, AU-6, TN-1: the installation itself is shown to the people who look after it, and to nobody else.</summary>
public sealed class InstallationTests(ConsoleHouse house) : IClassFixture<ConsoleHouse>, IAsyncLifetime
{
    private static readonly string[] Routes = ["/installation", "/installation/tenants", "/installation/refusals"];

    /// <summary>Whoever set the server up.</summary>
    private ConsoleVisit desk = null!;

    [Fact]
    public async Task It_tells_nodes_database_backlog_and_backups()
    {
        var (status, told) = await desk.GetAsync("/installation");

        Assert.Equal(200, status);
        Assert.NotEmpty((string)told["version"]!);
        var node = Assert.Single(told["nodes"]!.AsArray(), one => (bool)one!["isThis"]!)!;
        Assert.True((bool)node["isLive"]!);
        Assert.Equal((string)told["version"]!, (string)node["version"]!);
        Assert.InRange((long)told["database"]!["bytes"]!, 1, long.MaxValue);
        Assert.StartsWith("0", (string)told["database"]!["migration"]!, StringComparison.Ordinal);
        Assert.Equal(
            ["commands", "credentials", "deliveries", "messages", "recoveryJournal", "unsignedRecords"],
            told["backlog"]!.AsArray().Select(one => (string)one!["what"]!).Order(StringComparer.Ordinal)
        );
        Assert.Empty(told["backups"]!.AsArray());
    }

    [Fact]
    public async Task It_tells_how_large_tenants_are_and_nothing_of_what_is_in_them()
    {
        var (status, told) = await desk.GetAsync("/installation/tenants?total=true");

        Assert.Equal(200, status);
        var house = Assert.Single(told["items"]!.AsArray(), one => (string)one!["name"]! == "House")!;
        Assert.InRange((long)house["locks"]!, 1, long.MaxValue);
        Assert.InRange((long)house["members"]!, 1, long.MaxValue);
        Assert.Equal(
            ["createdAt", "events", "id", "isPersonal", "locks", "members", "name", "timeZone"],
            house.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(told["items"]!.AsArray(), one => (string)one!["name"]! == "This installation");
    }

    [Fact]
    public async Task Refused_log_ins_are_told_with_their_number_and_keys_that_are_none_with_where_they_came_from()
    {
        for (var i = 0; i < 3; i++)
        {
            await house.Visit().LogInAsync("nobody@example.com", "another long password");
        }

        using var unknown = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tenant");
        unknown.Headers.Authorization = new("Bearer", "lw_00000000000000000000000000000000");
        using var refused = await house.Server.Http.SendAsync(unknown);
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.Server.Services.GetRequiredService<TellTallies>().RunAsync(CancellationToken.None);

        var (status, told) = await desk.GetAsync("/installation/refusals");
        Assert.Equal(200, status);
        Assert.Equal(3, (long)Of("wrong-login")["number"]!);
        Assert.Equal("127.0.0.1", (string)Of("not-authenticated")["address"]!);

        await using var owner = NpgsqlDataSource.Create(house.Server.Database);
        await using var noted = owner.CreateCommand(
            "select count(*) from audit_event where kind = $1 and principal_id = (select u.user_id from app_user u join public_id p on p.row_id = u.user_id where p.wire_id = $2)"
        );
        noted.Parameters.AddWithValue((short)AuditKind.HistoryRead);
        noted.Parameters.AddWithValue((string)(await desk.GetAsync("/session")).Body["person"]!["id"]!);
        Assert.Equal(1L, await noted.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        JsonNode Of(string reason) => Assert.Single(told["items"]!.AsArray(), one => (string)one!["reason"]! == reason)!;
    }

    [Fact]
    public async Task An_owner_of_a_tenant_who_does_not_look_after_the_installation_is_refused()
    {
        var owner = await house.OwnerAsync();
        foreach (var route in Routes)
        {
            var (status, told) = await owner.GetAsync(route);
            Assert.Equal((403, "not-allowed"), (status, (string)told["code"]!));
        }
    }

    [Fact]
    public async Task So_is_who_looks_after_it_and_has_not_their_second_factor_yet()
    {
        var visit = house.Visit();
        await visit.LogInAsync(await house.InstallationAdministratorAsync());
        foreach (var route in Routes)
        {
            var (status, told) = await visit.GetAsync(route);
            Assert.Equal((403, "not-allowed"), (status, (string)told["code"]!));
        }
    }

    public async ValueTask InitializeAsync()
    {
        desk = house.Visit();
        await desk.LogInAsync(await house.InstallationAdministratorAsync());
        await desk.AddTotpAsync(house.Clock.GetUtcNow());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
