using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>From the link in the mail to the doors (KR-5).</summary>
public sealed class InvitationTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    [Fact]
    public async Task An_invited_person_chooses_a_password_and_logs_in_with_it_and_the_link_works_once()
    {
        var (mail, token) = await house.InvitationAsync("operator");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync($"welcome#user=00000000-0000-4000-8000-000000000000&token={token}");
        await visit.Heading("Choose your password").WaitForAsync();
        // Whoever looks over a shoulder sees no token in the address.
        Assert.DoesNotContain(token, visit.Page.Url, StringComparison.Ordinal);

        await visit.Field("Password").FillAsync("too short");
        await visit.Button("Set password").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("6 characters more.").First).ToBeVisibleAsync();
        await visit.Field("Password").FillAsync(DemoHouse.Password);
        await visit.Button("Set password").ClickAsync();
        await Assertions.Expect(visit.Heading("Your password is set")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the log-in" }).ClickAsync();
        await visit.LogInAsync(mail, DemoHouse.Password, totpSecret: null);
        await Assertions.Expect(visit.Door("Front door")).ToBeVisibleAsync();

        await using var again = await house.VisitAsync();
        await again.GoAsync($"welcome#user=00000000-0000-4000-8000-000000000000&token={token}");
        await again.Field("Password").FillAsync("another long and quiet password");
        await again.Button("Set password").ClickAsync();
        await Assertions.Expect(again.Heading("This link is over")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }
}
