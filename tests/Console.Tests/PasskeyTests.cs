using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>CO-1, CO-4: passkeys, in a browser that has a device for them.</summary>
public sealed class PasskeyTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task Somebody_adds_a_passkey_logs_in_by_it_alone_shows_by_it_who_they_are_and_removes_it()
    {
        var mail = await house.InviteAsync("operator");
        await using var visit = await house.VisitAsync();
        var kept = await visit.HasDeviceAsync();
        await visit.GoAsync("account");
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Page.GetByText("You have none yet.")).ToBeVisibleAsync();
        await visit.Button("Add a passkey").ClickAsync();
        await visit.Field("Name of the passkey").FillAsync("Laptop");
        await visit.Button("Make the passkey").ClickAsync();
        await visit.Button("I have kept them").ClickAsync();
        await Assertions.Expect(visit.Heading("Laptop")).ToBeVisibleAsync();
        Assert.Equal(1, await kept());

        // The device makes no second one for the same account.
        await visit.Button("Add a passkey").ClickAsync();
        await visit.Field("Name of the passkey").FillAsync("Again");
        await visit.Button("Make the passkey").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This device has a passkey for your account already.")).ToBeVisibleAsync();
        await visit.Button("Back").ClickAsync();

        await visit.LogOutAsync("Operator");
        await visit.Button("Log in with a passkey").ClickAsync();
        await Assertions.Expect(visit.Heading("Laptop")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("last used")).ToBeVisibleAsync();

        await visit.Button("Rename: Laptop").ClickAsync();
        await visit.Field("Name of the passkey").FillAsync("Key ring");
        await visit.Button("Save").ClickAsync();
        await Assertions.Expect(visit.Heading("Key ring")).ToBeVisibleAsync();

        await house.ForgetProofsAsync();
        await visit.Button("Remove: Key ring").ClickAsync();
        await visit.Button("Remove").ClickAsync();
        await visit.Button("Use a passkey").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("You have none yet.")).ToBeVisibleAsync();

        // On the device it still is, and it lets nobody in.
        await visit.LogOutAsync("Operator");
        await visit.Button("Log in with a passkey").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This passkey lets nobody in")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task Who_must_have_a_second_factor_can_have_a_passkey_for_it_and_shows_it_after_the_password()
    {
        var mail = await house.InviteAsync("administrator");
        await using var visit = await house.VisitAsync();
        await visit.HasDeviceAsync();
        await visit.GoAsync("doors");
        await visit.Field("E-mail, telephone or name").FillAsync(mail);
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Log in").ClickAsync();
        await visit.Button("Add a passkey").ClickAsync();
        await visit.Field("Name of the passkey").FillAsync("Laptop");
        await visit.Button("Make the passkey").ClickAsync();
        await visit.Button("I have kept them").ClickAsync();
        await Assertions.Expect(visit.Door("Front door")).ToBeVisibleAsync();

        await visit.LogOutAsync("Administrator");
        await visit.Field("E-mail, telephone or name").FillAsync(mail);
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Log in").ClickAsync();
        await visit.Button("Use a passkey").ClickAsync();
        await Assertions.Expect(visit.Door("Front door")).ToBeVisibleAsync();

        // The last one stays with who must have one.
        await visit.GoAsync("account");
        await visit.Button("Remove: Laptop").ClickAsync();
        await visit.Button("Remove").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Your role needs a second factor")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task On_a_device_without_passkeys_that_is_told_and_the_password_is_still_there()
    {
        await using var visit = await house.VisitAsync();
        await visit.HasDeviceAsync();
        await visit.GoAsync();
        await visit.Button("Log in with a passkey").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("No passkey was used")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Field("Password")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Fact]
    public async Task On_a_bare_address_no_passkey_is_offered()
    {
        await using var visit = await house.VisitAsync();
        await visit.Page.GotoAsync(
            new UriBuilder(house.Server.BaseUrl) { Host = "127.0.0.1", Path = "/console/" }
                .Uri
                .AbsoluteUri
        );
        await Assertions.Expect(visit.Button("Log in")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Log in with a passkey")).ToHaveCountAsync(0);
        Assert.Empty(visit.Faults);
    }
}
