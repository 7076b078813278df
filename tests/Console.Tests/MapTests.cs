using Latchwork.Testing;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>The map of a site, with simulated locks on the floor of the demo.</summary>
public sealed class MapTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_door_on_the_map_shows_its_state_as_it_changes_and_leads_to_its_page()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors/map");
        var pin = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Office: " });
        await Assertions.Expect(pin).ToHaveAttributeAsync("aria-label", "Office: Locked");
        await Assertions.Expect(visit.Page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync();
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/unlock");
        await Assertions.Expect(pin).ToHaveAttributeAsync("aria-label", "Office: Unlocked");
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/lock");

        await pin.ClickAsync();
        await Assertions.Expect(visit.Heading("Office")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_door_is_put_where_it_is_by_keyboard_and_by_pointer_and_taken_off_again()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors/map");
        await visit.Button("Place doors").ClickAsync();
        await visit.Button("Put on the map: Shed").ClickAsync();
        var grip = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Shed: " });
        await Assertions.Expect(grip).ToHaveAttributeAsync("aria-label", "Shed: 50% from the left, 50% from the top");
        await grip.FocusAsync();
        for (var i = 0; i < 3; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(grip).ToHaveAttributeAsync("aria-label", "Shed: 53% from the left, 50% from the top");
        await Poll.UntilAsync(async () => Math.Abs(await PlaceAsync("x") - 0.53) < 0.001);

        var box = (await grip.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + 10, box.Y + (box.Height / 2));
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + 10, box.Y + (box.Height / 2) - 100, new() { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await Poll.UntilAsync(async () => await PlaceAsync("y") < 0.45);

        await visit.Button("Take Shed off the map").ClickAsync();
        await Assertions.Expect(visit.Button("Put on the map: Shed")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_site_without_a_picture_says_so_and_takes_one()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("doors/map");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Site" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = "Sakura Annex" }).ClickAsync();
        await Assertions.Expect(visit.Heading("No plan of this site yet")).ToBeVisibleAsync();

        var chooser = await visit.Page.RunAndWaitForFileChooserAsync(() => visit.Button("Choose a picture").ClickAsync());
        await chooser.SetFilesAsync(Path.Combine(TestPaths.Repository, "src", "Server", "Demo", "floor.png"));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "Plan of Sakura Annex" })).ToBeVisibleAsync();

        await visit.Button("Place doors").ClickAsync();
        await visit.Button("Remove the plan").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Remove the plan", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Heading("No plan of this site yet")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    private async Task<double> PlaceAsync(string part) =>
        (double?)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Shed"))["items"]![0]!["place"]?[part] ?? -1;
}
