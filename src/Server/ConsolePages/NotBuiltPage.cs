namespace Latchwork.Server.ConsolePages;

/// <summary>In place of the console, where the server was built without it: all else works.</summary>
internal static class NotBuiltPage
{
    public static string Html(string nonce) =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>The console is not built - Latchwork</title>
            <style nonce="{{nonce}}">
            :root { color-scheme: light dark; }
            body { font: 1rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 10vh auto; padding: 0 1.5rem; }
            code { font: 0.9em ui-monospace, monospace; }
            </style>
            </head>
            <body>
            <main>
            <h1>The console is not built</h1>
            <p>This server runs, and its APIs and command line work. Its web console was left out, because Node.js 20.19 or newer was not there when the server was built.</p>
            <ol>
            <li>Install Node.js (Debian and Ubuntu: <code>apt-get install nodejs npm</code>).</li>
            <li>Stop the server and start it again with <code>./latchwork up</code>: that builds the console.</li>
            </ol>
            <p>Until then <code>./latchwork set-up</code> makes the first account, and <code>./latchwork help</code> lists what the command line does.</p>
            </main>
            </body>
            </html>
            """;
}
