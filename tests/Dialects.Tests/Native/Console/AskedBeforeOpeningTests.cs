using System.Text.Json.Nodes;
using Latchwork.Dialects.Tests.Scenarios;
using Latchwork.Domain.Users;

namespace Latchwork.Dialects.Tests.Native.Console;

/// <summary>CO-4: a tenant may ask its people once more who they are before they open something from afar.</summary>
public sealed class AskedBeforeOpeningTests(ConsoleHouse house) : IClassFixture<ConsoleHouse>
{
    [Fact]
    public async Task Where_a_tenant_asks_for_it_people_prove_themselves_before_they_open_a_door_and_not_before_they_lock_it()
    {
        var owner = house.Visit();
        await owner.LogInAsync(await house.PersonAsync($"asking-{Guid.CreateVersion7():N}", TenantRole.Owner));
        var (secret, _) = await owner.AddTotpAsync(house.Clock.GetUtcNow());
        var desk = house.Visit();
        await desk.LogInAsync(await house.PersonAsync($"asked-{Guid.CreateVersion7():N}", TenantRole.Operator));
        var door = (string)(await desk.GetAsync("/locks?name=Front")).Body["items"]![0]!["id"]!;
        house.Clock.Advance(SessionRules.Proven);
        Assert.Equal(200, (await desk.PostAsync($"/locks/{door}/unlock")).Status);

        // Whoever turns it off, or on, is asked themselves.
        Assert.Equal("step-up-needed", await CodeAsync(owner.SendAsync(HttpMethod.Patch, "/tenant", new { asksBeforeOpening = true })));
        Assert.Equal(200, (await owner.PostAsync("/session/step-up", new { code = ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow()) })).Status);
        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Patch, "/tenant", new { asksBeforeOpening = true })).Status);
        Assert.True((bool)(await owner.GetAsync("/tenant")).Body["asksBeforeOpening"]!);

        Assert.Equal("step-up-needed", await CodeAsync(desk.PostAsync($"/locks/{door}/unlock")));
        Assert.Equal(200, (await desk.PostAsync($"/locks/{door}/lock")).Status);
        var hours = new
        {
            windows = new[]
            {
                new
                {
                    days = new[] { "monday" },
                    from = "09:00",
                    until = "10:00",
                },
            },
        };
        house.Clock.Advance(SessionRules.Proven);
        Assert.Equal("step-up-needed", await CodeAsync(ChangeAsync(new { openHours = new { hours, opensByItself = true } })));
        Assert.Equal(200, (await ChangeAsync(new { name = "Front door" })).Status);
        Assert.Equal(200, (await owner.PostAsync("/session/step-up", new { code = ConsoleVisit.CodeOf(secret, house.Clock.GetUtcNow()) })).Status);
        Assert.Equal(200, (await desk.PostAsync("/session/step-up", new { password = LiveServer.Password })).Status);
        Assert.Equal(200, (await desk.PostAsync($"/locks/{door}/unlock")).Status);

        Assert.Equal(200, (await owner.SendAsync(HttpMethod.Patch, "/tenant", new { asksBeforeOpening = false })).Status);
        house.Clock.Advance(SessionRules.Proven);
        Assert.Equal(200, (await desk.PostAsync($"/locks/{door}/unlock")).Status);

        Task<(int Status, JsonNode Body)> ChangeAsync(object change) => owner.SendAsync(HttpMethod.Patch, $"/locks/{door}", change);
    }

    private static async Task<string?> CodeAsync(Task<(int Status, JsonNode Body)> answer) => (string?)(await answer).Body["code"];
}
