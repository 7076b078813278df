using Latchwork.Testing;
using Latchwork.Testing.ZWave;
using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>A passcode from the form to its evidence, over the real Z-Wave stack on a simulated radio.</summary>
public sealed class PasscodeTests(DemoHouse house, ZWaveFixture radio) : IClassFixture<DemoHouse>, IClassFixture<ZWaveFixture>
{
    private const int Node = 3;
    private const string Digits = "83912";

    [Fact]
    public async Task A_passcode_is_asked_sent_read_back_and_used_at_the_door_and_each_step_is_seen_as_it_comes()
    {
        Assert.SkipWhen(radio.Missing is not null, radio.Missing ?? "");
        await radio.ActAsync("reset", new { node = Node });
        var link = (string)
            (
                await house.AskAsync(
                    HttpMethod.Post,
                    "/api/v1/links",
                    new
                    {
                        family = "zwave-js",
                        address = radio.Server,
                        name = "Stick",
                    }
                )
            )["id"]!;
        var door = "";
        await Poll.UntilAsync(
            async () =>
            {
                var devices = (await house.AskAsync(HttpMethod.Get, $"/api/v1/links/{link}"))["devices"]!.AsArray();
                var found = devices.FirstOrDefault(device => (string)device!["address"]! == $"{Node}" && (bool)device["isOnline"]!);
                return (door = (string?)found?["lockId"] ?? "").Length > 0;
            },
            TimeSpan.FromSeconds(60)
        );

        await using var visit = await house.OperatorAsync();
        await visit.GoAsync($"doors/{door}/credentials");
        await visit.Button("New passcode").First.ClickAsync();
        await visit.Field("Name").FillAsync("Cleaner");
        await visit.Field("Digits").FillAsync(Digits);
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "New passcode", Exact = true }).ClickAsync();
        await visit.Button("Close").Last.ClickAsync();

        var code = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Cleaner" });
        await Assertions.Expect(code.GetByText("It was read back from the lock: it is there.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(code.GetByText("Ready", new() { Exact = true })).ToBeVisibleAsync();

        await radio.ActAsync("keypad", new { node = Node, code = Digits });
        await Assertions.Expect(code.GetByText("It was used at the door: it works.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Empty(visit.Faults);
    }
}
