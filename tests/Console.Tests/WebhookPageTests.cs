using Latchwork.Testing;
using Latchwork.Testing.Webhooks;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>Webhooks at the console, with a receiver that fails on command.</summary>
public sealed class WebhookPageTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task A_receiver_that_failed_is_seen_mended_and_sent_the_same_again()
    {
        await using var receiver = new WebhookReceiver { Behave = () => ReceiverAct.Status500 };
        await using var visit = await house.OperatorAsync();
        await AddAsync(visit, "Alarm desk", receiver.Url);
        await visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Alarm desk" }).ClickAsync();
        await visit.Button("Send a test").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Not taken: it did not answer 2xx, 500")).ToBeVisibleAsync();
        await visit.Button("Dismiss").ClickAsync();

        await MoveAsync();
        var delivery = visit.Page.GetByRole(AriaRole.Button).Filter(new() { HasText = "Waiting" }).First;
        await delivery.ClickAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(visit.Page.GetByText("answered 500").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "What is posted" })).ToContainTextAsync("webhook-id: msg_");
        var id = await visit.ShownAsync("webhook-id");

        receiver.Behave = () => ReceiverAct.Ok;
        await visit.Button("Send it again").ClickAsync();
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByText("Delivered", new() { Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Contains(receiver.Received, got => got.Id == id && got.IsAcknowledged);
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_part_of_the_list_is_told_once_more_to_a_webhook_that_is_switched_off_and_on()
    {
        await using var receiver = new WebhookReceiver();
        await MoveAsync();
        await using var visit = await house.OperatorAsync();
        await AddAsync(visit, "Archive", receiver.Url);
        await visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Archive" }).ClickAsync();
        await visit.Button("Switch off").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("It is switched off.")).ToBeVisibleAsync();
        await visit.Button("Switch on").ClickAsync();
        await Assertions.Expect(visit.Button("Switch off")).ToBeVisibleAsync();

        await visit.Button("Tell again…").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).Locator("label").Filter(new() { HasText = "Everything since a time" }).ClickAsync();
        var segments = visit.Page.GetByRole(AriaRole.Group, new() { Name = "Since" }).GetByRole(AriaRole.Spinbutton);
        await segments.First.ClickAsync();
        await visit.Page.Keyboard.TypeAsync("010120200000");
        await visit.Button("Tell them again").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("events are looked through once more.")).ToBeVisibleAsync();
        await Poll.UntilAsync(() => Task.FromResult(receiver.Received.Any(got => got.Text.Contains("\"lock.lock\"", StringComparison.Ordinal))));
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task A_secret_is_rolled_and_a_webhook_that_is_removed_is_gone()
    {
        await using var receiver = new WebhookReceiver();
        await using var visit = await house.OperatorAsync();
        var first = await AddAsync(visit, "Night watch", receiver.Url);
        await visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Night watch" }).ClickAsync();
        await visit.Button("New secret…").ClickAsync();
        await visit.Button("Make a new secret").ClickAsync();
        var second = await visit.ShownAsync("Signing secret");
        await visit.KeepAsync();
        Assert.NotEqual(first, second);
        await Assertions.Expect(visit.Page.GetByText("Two secrets sign until")).ToBeVisibleAsync();

        await visit.Button("Remove…").ClickAsync();
        await visit.Button("Remove").ClickAsync();
        await Assertions.Expect(visit.Heading("Webhooks")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "Night watch" })).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }

    private static async Task<string> AddAsync(Visit visit, string name, string url)
    {
        await visit.GoAsync("integrations/webhooks");
        await visit.Button("Add a webhook").ClickAsync();
        await visit.Field("Name").FillAsync(name);
        await visit.Field("Address to post to").FillAsync(url);
        await visit.Button("Add it").ClickAsync();
        var secret = await visit.ShownAsync("Signing secret");
        await visit.KeepAsync();
        return secret;
    }

    /// <summary>Something happens at a door.</summary>
    private async Task MoveAsync()
    {
        var door = (string)(await house.AskAsync(HttpMethod.Get, "/api/v1/locks?name=Office"))["items"]![0]!["id"]!;
        await house.AskAsync(HttpMethod.Post, $"/api/v1/locks/{door}/lock");
    }
}
