using Microsoft.Playwright;

namespace Latchwork.Console.Tests;

/// <summary>The distribution's own browser, one for all tests of a class; each visit has cookies of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>In milliseconds: other tests have the machine too.</summary>
    private const float Patience = 30_000;

    private IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program,
                // As root it has no sandbox of its own; and it asks nobody but the server.
                Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
