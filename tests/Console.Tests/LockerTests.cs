using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>A cabinet and who has its boxes, in a browser, from the lease to its end.</summary>
public sealed class LockerTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_box_is_leased_opened_lit_and_given_back()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("lockers");
        await visit.Page.GetByText("Parcel lockers").ClickAsync();
        await Assertions.Expect(visit.Heading("Parcel lockers")).ToBeVisibleAsync();
        await Box(visit, "00-03").ClickAsync();

        await visit.Button("Lease…").ClickAsync();
        await visit.Field("Who gets it").FillAsync("Mary Shelley");
        await visit.Button("Lease").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Box 00-03 is leased")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Digits" })).ToHaveTextAsync(Digits);
        await visit.Button("Close").ClickAsync();
        await Assertions
            .Expect(Box(visit, "00-03"))
            .ToHaveAccessibleNameAsync(new Regex("^00-03 In use Medium, Door closed.* Mary Shelley$", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await visit.Button("Light…").ClickAsync();
        await visit.Button("Light it").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The cabinet confirmed the light.")).ToBeVisibleAsync();
        await visit.Button("Open").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The cabinet confirmed: the box is open.")).ToBeVisibleAsync();

        await visit.Button("End: Mary Shelley").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "End" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The lease has ended.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Nobody has it, and nobody has reserved it.")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>In the list of cabinets already, whichever cabinet it is.</summary>
    [Fact]
    public async Task Who_is_late_is_told_over_all_cabinets_with_the_way_to_the_box()
    {
        var locker = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/lockers"))["items"]![0]!["id"]!;
        var now = TimeProvider.System.GetUtcNow();
        var rental = new
        {
            kind = "rental",
            startsAt = now,
            endsAt = now.AddSeconds(2),
            name = "Bram Stoker",
        };
        var lease = await house.AskAsync(HttpMethod.Post, $"/api/v1/lockers/{locker}/leases", rental);
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("lockers");
        var late = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Bram Stoker" });
        await Assertions.Expect(late.GetByText("Parcel lockers")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal("", await LookTests.ViolationsAsync(visit));
        await late.GetByRole(AriaRole.Link, new() { Name = $"Show box {lease["box"]}" }).ClickAsync();
        await Assertions.Expect(visit.Heading($"Box {lease["box"]}")).ToBeVisibleAsync();

        await house.AskAsync(HttpMethod.Delete, $"/api/v1/box-leases/{lease["id"]}");
        await visit.GoAsync("lockers");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Parcel lockers" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Heading("Overdue")).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_box_is_chosen_by_arrow_keys_and_taken_out_of_order_and_back()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("lockers");
        await visit.Page.GetByText("Parcel lockers").ClickAsync();
        await Box(visit, "00-00").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Heading("Box 00-02")).ToBeVisibleAsync();
        await visit.Button("Out of order…").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Out of order" }).ClickAsync();
        await visit.Button("Back in order").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The box can be given out again.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Lease…")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    /// <summary>Without a reload.</summary>
    [Fact]
    public async Task What_another_does_with_a_box_is_seen_as_it_happens()
    {
        await using var visit = await house.OperatorAsync();
        await visit.GoAsync("lockers");
        await visit.Page.GetByText("Parcel lockers").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync();
        var locker = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/lockers"))["items"]![0]!["id"]!;
        var now = TimeProvider.System.GetUtcNow();
        var lease = new
        {
            kind = "rental",
            box = "00-04",
            name = "Somebody else",
            startsAt = now,
            endsAt = now.AddHours(1),
        };
        var made = await house.AskAsync(HttpMethod.Post, $"/api/v1/lockers/{locker}/leases", lease);
        await Assertions.Expect(Box(visit, "00-04")).ToContainTextAsync("Somebody else");
        await house.AskAsync(HttpMethod.Delete, $"/api/v1/box-leases/{made["id"]}");
        await Assertions.Expect(Box(visit, "00-04")).ToContainTextAsync("Free");
        Assert.Empty(visit.Faults);
    }

    [Theory]
    [InlineData("auditor", false)]
    [InlineData("operator", true)]
    public async Task Each_role_is_offered_what_it_may_do_with_boxes(string role, bool mayOpen)
    {
        var mail = await house.InviteAsync(role);
        await using var visit = await house.VisitAsync();
        await visit.GoAsync("lockers");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await visit.Page.GetByText("Parcel lockers").ClickAsync();
        await Box(visit, "00-00").ClickAsync();
        await (mayOpen ? Assertions.Expect(visit.Button("Open")).ToBeEnabledAsync() : Assertions.Expect(visit.Button("Open")).ToBeDisabledAsync());
        Assert.Empty(visit.Faults);
    }

    private static readonly Regex Digits = new(@"^\d{4,10}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static ILocator Box(Visit visit, string number) => visit.Page.Locator($"[data-box='{number}']");
}
