using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Rooms and who stays in them, in a browser, from the booking to the check-out.</summary>
public sealed class BookingTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_guest_is_booked_moved_told_once_more_checked_in_and_checked_out()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("bookings");
        await visit.Button("New booking").ClickAsync();
        await visit.Field("Guest’s name").FillAsync("Mary Shelley");
        await visit.Field("E-mail").FillAsync("mary@guests.example");
        await ChooseRoomAsync(visit, "Room 101");
        await visit.Button("Book").ClickAsync();

        await Assertions.Expect(visit.Heading("Mary Shelley")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Will the guest get in?")).ToBeVisibleAsync();
        // The lock confirms the code, and the page says so by itself.
        await Assertions.Expect(visit.Page.GetByText("Front door · Room 101")).ToBeVisibleAsync();

        await visit.Button("Send again…").ClickAsync();
        await visit.Button("Send").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The message is on its way.", new() { Exact = false })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Handed over").First).ToBeVisibleAsync();

        await visit.Button("Show the page of Room 101").ClickAsync();
        await ProveAsync(visit);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Address of the page" })).ToContainTextAsync("/sl/");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();

        await visit.Button("Check in").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Checked in", new() { Exact = true }).First).ToBeVisibleAsync();
        await visit.Button("Check out").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Check out" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Checked out", new() { Exact = true }).First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("The codes have ended.")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>By the keyboard alone: to the stay, M, another room.</summary>
    [Fact]
    public async Task A_stay_is_moved_by_the_keyboard()
    {
        var (unit, stay) = await BookAsync("Keyboard room", "Jane Austen", 1, 3);
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("bookings");
        var bar = Bar(visit, "Jane Austen");
        await bar.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions
            .Expect(visit.Page.Locator(":focus"))
            .ToHaveAccessibleNameAsync(new Regex("^Keyboard room, .*free", RegexOptions.None, Patience));
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("m");
        await ChooseRoomAsync(visit, "Room 101");
        await visit.Button("Move").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Moved.")).ToBeVisibleAsync();
        Assert.NotEqual(unit, (string)(await house.AskAsync(HttpMethod.Get, $"/api/v1/reservations/{stay}"))["units"]![0]!["id"]!);
        Assert.Empty(visit.Faults);
    }

    /// <summary>A day later, and then a day longer.</summary>
    [Fact]
    public async Task A_stay_is_moved_and_made_longer_by_the_mouse()
    {
        var (_, stay) = await BookAsync("Mouse room", "Emily Bronte", 2, 4);
        var before = await house.AskAsync(HttpMethod.Get, $"/api/v1/reservations/{stay}");
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("bookings");
        var day = (await visit.Page.Locator("[role=columnheader][aria-colindex='2']").BoundingBoxAsync())!.Width;

        await DragAsync(visit, Bar(visit, "Emily Bronte"), day, fromEnd: false);
        await visit.Button("Move").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Moved.")).ToBeVisibleAsync();
        var moved = await house.AskAsync(HttpMethod.Get, $"/api/v1/reservations/{stay}");
        Assert.Equal((1, 1), (DaysBetween(before, moved, "startsAt"), DaysBetween(before, moved, "endsAt")));

        await DragAsync(visit, Bar(visit, "Emily Bronte"), day, fromEnd: true);
        await visit.Button("Move").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Moved.").Nth(1)).ToBeVisibleAsync();
        var longer = await house.AskAsync(HttpMethod.Get, $"/api/v1/reservations/{stay}");
        Assert.Equal((0, 1), (DaysBetween(moved, longer, "startsAt"), DaysBetween(moved, longer, "endsAt")));
        Assert.Empty(visit.Faults);
    }

    /// <summary>Over three free days of a room.</summary>
    [Fact]
    public async Task A_stay_is_drawn_by_the_mouse()
    {
        var site = (await house.AskAsync(HttpMethod.Get, "/api/v1/units?name=Room%20101"))["items"]![0]!["site"]!["id"];
        await house.AskAsync(HttpMethod.Post, "/api/v1/units", new { siteId = (string)site!, name = "Drawn room" });
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("bookings");
        var days = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Drawn room" }).GetByRole(AriaRole.Button);
        await days.Nth(1).ScrollIntoViewIfNeededAsync();
        var (first, last) = ((await days.Nth(1).BoundingBoxAsync())!, (await days.Nth(3).BoundingBoxAsync())!);
        await visit.Page.Mouse.MoveAsync(first.X + 10, first.Y + 10);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(last.X + 5, last.Y + 10);
        await visit.Page.Mouse.MoveAsync(last.X + 10, last.Y + 10);
        await visit.Page.Mouse.UpAsync();

        await visit.Field("Guest’s name").FillAsync("Anne Bronte");
        await visit.Button("Book").ClickAsync();
        await Assertions.Expect(visit.Heading("Anne Bronte")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("3 nights", new() { Exact = false })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>The second one is told, and what they see is as it is.</summary>
    [Fact]
    public async Task Who_moves_what_somebody_else_moved_meanwhile_is_told()
    {
        var (_, stay) = await BookAsync("Busy room", "Virginia Woolf", 1, 3);
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync($"bookings/{stay}");
        await visit.Button("Move…").ClickAsync();
        await Assertions.Expect(visit.Button("Move")).ToBeVisibleAsync();
        await house.AskAsync(HttpMethod.Patch, $"/api/v1/reservations/{stay}", new { endsAt = Local(4, 11) });
        await visit.Button("Move").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Somebody changed this booking meanwhile.", new() { Exact = false })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_room_is_added_with_its_lock()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("bookings");
        await visit.Button("Rooms").ClickAsync();
        await visit.Button("Add room").ClickAsync();
        await visit.Field("Name").FillAsync("Garden house");
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Locks that lead into it" }).GetByText("Shed").ClickAsync();
        await visit.Button("Save room").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The room is saved.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = "Garden house" })).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Theory]
    [InlineData("integrator", false, false)]
    [InlineData("auditor", true, false)]
    [InlineData("operator", true, true)]
    public async Task Each_role_is_offered_what_it_may_do_with_stays(string role, bool maySee, bool mayBook)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("bookings");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await (
            maySee
                ? Assertions.Expect(visit.Page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync()
                : Assertions.Expect(visit.Heading("There is no such page").First).ToBeVisibleAsync()
        );
        await Assertions.Expect(visit.Button("New booking")).ToHaveCountAsync(mayBook ? 1 : 0);
        Assert.Empty(visit.Faults);
    }

    private static ILocator Bar(Visit visit, string guest) =>
        visit.Page.GetByRole(AriaRole.Grid).GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{guest}, ", RegexOptions.None, Patience) });

    private static async Task DragAsync(Visit visit, ILocator bar, float by, bool fromEnd)
    {
        await bar.ScrollIntoViewIfNeededAsync();
        var box = (await bar.BoundingBoxAsync())!;
        var (x, y) = (fromEnd ? box.X + box.Width - 4 : box.X + 20, box.Y + (box.Height / 2));
        await visit.Page.Mouse.MoveAsync(x, y);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(x + (by / 2), y);
        await visit.Page.Mouse.MoveAsync(x + by, y);
        await visit.Page.Mouse.UpAsync();
    }

    private static async Task ChooseRoomAsync(Visit visit, string room)
    {
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Room" }).FillAsync(room);
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = room }).ClickAsync();
    }

    /// <summary>Where the page asks once more who this is.</summary>
    private async Task ProveAsync(Visit visit)
    {
        var address = visit.Page.GetByRole(AriaRole.Group, new() { Name = "Address of the page" });
        await Assertions.Expect(address.Or(visit.Field("Password"))).ToBeVisibleAsync();
        if (await visit.Field("Password").IsVisibleAsync())
        {
            await visit.Field("Password").FillAsync((string)house.Operator["password"]!);
            await visit.Page.Keyboard.PressAsync("Enter");
        }
    }

    /// <summary>A room of the demo's site with somebody in it, so many days from now.</summary>
    private async Task<(string Unit, string Stay)> BookAsync(string room, string guest, int from, int to)
    {
        var there = (await house.AskAsync(HttpMethod.Get, "/api/v1/units?name=Room%20101"))["items"]![0]!;
        var unit = (string)
            (await house.AskAsync(HttpMethod.Post, "/api/v1/units", new { siteId = (string)there["site"]!["id"]!, name = room }))["id"]!;
        var body = new
        {
            units = new[] { new { id = unit } },
            startsAt = Local(from, 15),
            endsAt = Local(to, 11),
            guest = new { name = guest },
        };
        return (unit, (string)(await house.AskAsync(HttpMethod.Post, "/api/v1/reservations", body))["id"]!);
    }

    private static string Local(int days, int hour) =>
        TimeProvider.System.GetUtcNow().Date.AddDays(days).AddHours(hour).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private static int DaysBetween(JsonNode before, JsonNode after, string end) =>
        (
            DateTimeOffset.Parse((string)after[end]!, CultureInfo.InvariantCulture)
            - DateTimeOffset.Parse((string)before[end]!, CultureInfo.InvariantCulture)
        ).Days;
}
