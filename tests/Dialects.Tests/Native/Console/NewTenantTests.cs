using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain;
using Latchwork.Testing;
using Npgsql;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>Whoever looks after the installation makes tenants for others, and belongs to none of them by that.</summary>
public sealed class NewTenantTests(ConsoleHouse house) : IClassFixture<ConsoleHouse>
{
    private const string Tenants = "/installation/tenants";
    private const string NobodysId = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task Somebody_with_an_account_owns_it_at_once_and_who_made_it_does_not_belong_to_it()
    {
        var (desk, login) = (await KeeperAsync(), await house.PersonAsync($"new-owner-{Guid.CreateVersion7():N}"));

        var (status, made) = await desk.PostAsync(Tenants, New("Annex", login));
        Assert.Equal((201, false), (status, (bool)made["isOwnerWaiting"]!));

        var owner = house.Visit();
        var (_, session) = await owner.LogInAsync(login);
        var there = session["tenants"]!.AsArray().Single(one => (string)one!["id"]! == (string)made["id"]!)!;
        Assert.Equal(("Annex", "Asia/Tokyo", "owner"), ((string)there["name"]!, (string)there["timeZone"]!, (string)there["role"]!));
        Assert.DoesNotContain((await desk.GetAsync("/session")).Body["tenants"]!.AsArray(), one => (string)one!["id"]! == (string)made["id"]!);

        await owner.AddTotpAsync(house.Clock.GetUtcNow());
        owner.Tenant = (string)made["id"]!;
        var site = Assert.Single((await owner.GetAsync("/sites")).Body["items"]!.AsArray())!;
        Assert.Equal(("Annex", "Asia/Tokyo"), ((string)site["name"]!, (string)site["timeZone"]!));
        var told = (await owner.GetAsync("/events?after=0")).Body["items"]!.AsArray().Select(one => (string)one!["type"]!);
        Assert.Equal(["tenant.created", "user.membershipChanged"], told.Take(2));
    }

    [Fact]
    public async Task Anybody_else_is_invited_and_again_or_somebody_else_until_somebody_belongs_to_it()
    {
        var desk = await KeeperAsync();
        var (first, second) = ($"first-{Guid.CreateVersion7():N}@example.com", $"second-{Guid.CreateVersion7():N}@example.com");
        var (status, made) = await desk.PostAsync(Tenants, New("Depot", first));
        Assert.Equal((201, true), (status, (bool)made["isOwnerWaiting"]!));
        var earlier = await new Outbox(house.Server.Services).OneToAsync(TenantId.Installation, first);

        var (again, told) = await desk.PostAsync($"{Tenants}/{made["id"]}/owner", new { ownerEmail = second });
        Assert.Equal((200, true), (again, (bool)told["isOwnerWaiting"]!));
        var later = await new Outbox(house.Server.Services).OneToAsync(TenantId.Installation, second);
        Assert.Equal(401, await AcceptAsync(earlier));
        Assert.Equal(200, await AcceptAsync(later));

        var (_, session) = await house.Visit().LogInAsync(second);
        Assert.Contains(session["tenants"]!.AsArray(), one => (string)one!["id"]! == (string)made["id"]!);
        Assert.Equal((409, "conflict"), Code(await desk.PostAsync($"{Tenants}/{made["id"]}/owner", new { ownerEmail = first })));
    }

    /// <summary>What a tenant's people leave behind is no stranger's.</summary>
    [Fact]
    public async Task A_tenant_whose_last_member_has_left_and_the_home_of_a_person_are_given_to_nobody()
    {
        var (desk, login) = (await KeeperAsync(), await house.PersonAsync($"leaving-{Guid.CreateVersion7():N}"));
        var (_, left) = await desk.PostAsync(Tenants, New("Left", login));
        await DoAsync("delete from membership m using tenant t where t.tenant_id = m.tenant_id and t.name = 'Left'");
        await desk.PostAsync(Tenants, New("Waiting", $"guest-{Guid.CreateVersion7():N}@example.com"));
        var all = (await desk.GetAsync($"{Tenants}?limit=200")).Body["items"]!.AsArray();
        var homes = all.Where(one => (bool)one!["isPersonal"]!).Select(one => (string)one!["id"]!).ToList();
        Assert.NotEmpty(homes);

        foreach (var id in homes.Take(1).Prepend((string)left["id"]!))
        {
            Assert.Equal((409, "conflict"), Code(await desk.PostAsync($"{Tenants}/{id}/owner", new { ownerEmail = "me@example.com" })));
        }
    }

    [Theory]
    [InlineData(" ", "Asia/Tokyo", "me@example.com")]
    [InlineData("Annex", "Mars", "me@example.com")]
    [InlineData("Annex", "Asia/Tokyo", "+442071838750")]
    [InlineData("Annex", "Asia/Tokyo", "me")]
    public async Task What_is_none_makes_none(string name, string timeZone, string ownerEmail)
    {
        var desk = await KeeperAsync();
        var before = await CountAsync(desk);

        Assert.Equal(
            (400, "invalid"),
            Code(
                await desk.PostAsync(
                    Tenants,
                    new
                    {
                        name,
                        timeZone,
                        ownerEmail,
                    }
                )
            )
        );
        Assert.Equal(before, await CountAsync(desk));
    }

    [Fact]
    public async Task It_waits_for_who_has_just_shown_who_they_are()
    {
        var desk = await KeeperAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal((403, "step-up-needed"), Code(await desk.PostAsync(Tenants, New("Annex", "me@example.com"))));
    }

    [Fact]
    public async Task An_owner_of_another_tenant_makes_none_and_learns_of_none()
    {
        var (desk, owner) = (await KeeperAsync(), await house.OwnerAsync());
        var (_, made) = await desk.PostAsync(Tenants, New("Vault", $"vault-{Guid.CreateVersion7():N}@example.com"));
        var (before, told) = (await CountAsync(desk), await ToldAsync());

        Assert.Equal((403, "not-allowed"), Code(await owner.PostAsync(Tenants, New("Mine", "me@example.com"))));
        foreach (var id in new[] { (string)made["id"]!, NobodysId })
        {
            Assert.Equal((403, "not-allowed"), Code(await owner.PostAsync($"{Tenants}/{id}/owner", new { ownerEmail = "me@example.com" })));
        }

        Assert.Equal(told, await ToldAsync());
        Assert.Equal((404, "not-found"), Code(await desk.PostAsync($"{Tenants}/{NobodysId}/owner", new { ownerEmail = "me@example.com" })));
        Assert.Equal(before, await CountAsync(desk));
    }

    private async Task<ConsoleVisit> KeeperAsync()
    {
        var desk = house.Visit();
        await desk.LogInAsync(await house.InstallationAdministratorAsync());
        await desk.AddTotpAsync(house.Clock.GetUtcNow());
        return desk;
    }

    /// <summary>Records of the installation itself.</summary>
    private Task<object?> ToldAsync() => DoAsync($"select count(*) from audit_event where tenant_id = '{TenantId.Installation.Value}'");

    private async Task<object?> DoAsync(string sql)
    {
        await using var owner = NpgsqlDataSource.Create(house.Server.Database);
        await using var command = owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private async Task<int> AcceptAsync(string token) =>
        (await house.Visit().PostAsync("/invitations/accept", new { token, password = LiveServer.Password })).Status;

    private static async Task<int> CountAsync(ConsoleVisit desk) => (int)(await desk.GetAsync($"{Tenants}?total=true&limit=1")).Body["total"]!;

    private static object New(string name, string ownerEmail) =>
        new
        {
            name,
            timeZone = "Asia/Tokyo",
            ownerEmail,
        };

    private static (int, string) Code((int Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);
}
