using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>A forgotten password, from the log-in to the log-in (KR-5).</summary>
public sealed class ResetTests(DemoHouse house) : IClassFixture<DemoHouse>
{
    private const string Another = "another long and quiet password";

    [Fact]
    public async Task Whoever_forgot_their_password_sets_another_by_the_link_of_a_mail_which_works_once()
    {
        var mail = await house.InviteAsync("operator");
        await using var visit = await house.VisitAsync();
        await visit.GoAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Forgotten your password?" }).ClickAsync();
        await visit.Field("E-mail address").FillAsync(mail);
        await visit.Button("Mail me a link").ClickAsync();
        await Assertions.Expect(visit.Heading("Look at your mail")).ToBeVisibleAsync();

        var link = await house.ResetLinkAsync(mail);
        await visit.GoAsync(link);
        await visit.Heading("Choose another password").WaitForAsync();
        // Whoever looks over a shoulder sees no token in the address.
        Assert.DoesNotContain("token", visit.Page.Url, StringComparison.Ordinal);
        await visit.Field("Password").FillAsync(Another);
        await visit.Button("Set password").ClickAsync();
        await Assertions.Expect(visit.Heading("Your password is changed")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the log-in" }).ClickAsync();
        await visit.LogInAsync(mail, Another, totpSecret: null);

        await using var again = await house.VisitAsync();
        await again.GoAsync(link);
        await again.Field("Password").FillAsync("a third long and quiet password");
        await again.Button("Set password").ClickAsync();
        await Assertions.Expect(again.Heading("This link is over")).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }

    [Theory]
    [InlineData("verify#code=AAAA", "This link is over")]
    [InlineData("verify", "This link is not complete")]
    [InlineData("reset#user=x", "This link is not complete")]
    public async Task A_link_that_is_none_says_so(string path, string heading)
    {
        await using var visit = await house.VisitAsync();
        await visit.GoAsync(path);
        await Assertions.Expect(visit.Heading(heading)).ToBeVisibleAsync();
        Assert.Empty(visit.Faults);
    }
}
