using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OtpNet;

namespace Latchwork.Console.Tests;

/// <summary>Somebody at the console, in a browser with cookies of its own. What the page does wrong beside what is looked at is a fault too.</summary>
internal sealed partial class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly Uri home;
    private readonly List<string> faults = [];

    private Visit(IBrowserContext context, IPage page, Uri home)
    {
        (this.context, Page, this.home) = (context, page, home);
        page.PageError += (_, error) => faults.Add(error);
        page.Console += (_, said) => Note(said);
    }

    public IPage Page { get; }

    /// <summary>Scripts that broke, and what the content security policy forbade (CO-3).</summary>
    public IReadOnlyList<string> Faults => faults;

    public static BrowserNewContextOptions InLondon() => new() { Locale = "en-GB", TimezoneId = "Europe/London" };

    /// <param name="server">As the server tells it; the console is opened by name, as people do.</param>
    public static async Task<Visit> BeginAsync(IBrowser browser, Uri server, BrowserNewContextOptions? options = null)
    {
        var context = await browser.NewContextAsync(options ?? InLondon());
        return new Visit(context, await context.NewPageAsync(), new UriBuilder(server) { Host = "localhost", Path = "/console/" }.Uri);
    }

    public Task GoAsync(string path = "") => Page.GotoAsync(new Uri(home, path).AbsoluteUri);

    /// <param name="totpSecret">Base32; null where the account has no second factor.</param>
    public async Task LogInAsync(string login, string password, string? totpSecret)
    {
        await Field("E-mail, telephone or name").FillAsync(login);
        await Field("Password").FillAsync(password);
        await Button("Log in").ClickAsync();
        if (totpSecret is not null)
        {
            await Field("Code").FillAsync(CodeOf(totpSecret));
            await Button("Log in").ClickAsync();
        }

        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Areas" }).First.WaitForAsync();
    }

    /// <summary>By its label.</summary>
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    /// <summary>Of the list of doors.</summary>
    public ILocator Door(string name) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    public ILocator Radio(string name) => Page.GetByText(name, new() { Exact = true });

    /// <summary>What can be copied, by its label.</summary>
    public async Task<string> ShownAsync(string label) =>
        await Page.GetByRole(AriaRole.Group, new() { Name = label, Exact = true }).Last.InnerTextAsync();

    /// <summary>Says that what was shown once is stored.</summary>
    public async Task KeepAsync()
    {
        await Page.GetByText("I have stored it", new() { Exact = true }).ClickAsync();
        await Button("Done").ClickAsync();
    }

    /// <summary>One of a few.</summary>
    public async Task ChooseAsync(string label, string option)
    {
        await Page.GetByRole(AriaRole.Button).And(Page.GetByLabel(label)).ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }

    /// <summary>From now on the browser has a device that keeps passkeys, and whose owner says yes whenever it asks.</summary>
    /// <returns>How many it has.</returns>
    public async Task<Func<Task<int>>> HasDeviceAsync()
    {
        var device = await context.NewCDPSessionAsync(Page);
        await device.SendAsync("WebAuthn.enable");
        var options = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = "internal",
            ["hasResidentKey"] = true,
            ["hasUserVerification"] = true,
            ["isUserVerified"] = true,
            ["automaticPresenceSimulation"] = true,
        };
        var added = await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object> { ["options"] = options });
        var id = new Dictionary<string, object> { ["authenticatorId"] = added!.Value.GetProperty("authenticatorId").GetString()! };
        return async () => (await device.SendAsync("WebAuthn.getCredentials", id))!.Value.GetProperty("credentials").GetArrayLength();
    }

    public async Task LogOutAsync(string role)
    {
        await Page.GetByRole(AriaRole.Button).Filter(new() { HasText = role }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("You are logged out.")).ToBeVisibleAsync();
    }

    public static string CodeOf(string totpSecret) =>
        new Totp(Base32Encoding.ToBytes(totpSecret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    /// <summary>That the server refused something is what tests look at; that it was told so is no fault of the page.</summary>
    private void Note(IConsoleMessage said)
    {
        if (said.Type == "error" && !Refused().IsMatch(said.Text))
        {
            faults.Add(said.Text);
        }
    }

    [GeneratedRegex("^Failed to load resource: ", RegexOptions.None, 1000)]
    private static partial Regex Refused();
}
