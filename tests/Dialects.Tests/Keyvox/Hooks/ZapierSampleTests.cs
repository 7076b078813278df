using System.Diagnostics;
using Latchwork.Dialects.Tests.Keyvox.Webhooks;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox.Hooks;

/// <summary>The definition in <c>samples/zapier</c> is loaded by Node.js and its functions run against a server, as Zapier's platform would run them.</summary>
public sealed class ZapierSampleTests
{
    private static readonly string Folder = Path.Combine(TestPaths.Repository, "samples", "zapier");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_definition_connects_subscribes_unlocks_samples_looks_for_what_is_new_and_unsubscribes()
    {
        Assert.SkipUnless(IsThere("node"), "node is not on this machine.");
        await using var stage = await WebhookStage.OpenAsync();
        var add = stage.Server.Services.GetRequiredService<AddIntegrationToken>();
        var token = (await add.RunAsync(Caller.Server(stage.Tenant), stage.Tenant, "Zapier", null, null, CancellationToken.None)).Value;
        var door = await stage.OneAsync<string>(
            $"select p.wire_id from public_id p join smart_lock l on l.lock_id = p.row_id where p.kind = {(int)WireIdKind.KeyvoxLock} and l.name = 'Front door' and l.tenant_id = '{stage.Tenant.Value}'"
        );

        var site = (string)(await stage.CallAsync("GET", "sites"))["items"]![0]!["id"]!;
        var unit = (string)(await stage.CallAsync("POST", "units", $$"""{"siteId":"{{site}}","name":"101"}"""))["id"]!;

        var told = await RunAsync(
            ("LATCHWORK_URL", stage.Server.Http.BaseAddress!.ToString()),
            ("LATCHWORK_TOKEN", token.Token),
            ("LATCHWORK_LOCK", door),
            ("LATCHWORK_TARGET", stage.Receiver.Url),
            ("LATCHWORK_PLACE", await WireIdAsync(stage, WireIdKind.KeyvoxPlace, site)),
            ("LATCHWORK_UNIT", await WireIdAsync(stage, WireIdKind.KeyvoxUnit, unit))
        );

        Assert.Equal(
            ["connected to House", "subscribed", "unlocked", "sampled", "looked for entries", "looked for bookings", "unsubscribed"],
            told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Equal(0L, await stage.OneAsync<long>("select count(*) from webhook_endpoint where removed_at is null"));
    }

    /// <summary>The id of the KEYVOX wire of what has this one.</summary>
    private static Task<string> WireIdAsync(WebhookStage stage, WireIdKind kind, string uuid) =>
        stage.OneAsync<string>(
            $"select k.wire_id from public_id u join public_id k on k.row_id = u.row_id and k.kind = {(int)kind} where u.wire_id = '{uuid}'"
        );

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> RunAsync(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "test", "try.js")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var running = Process.Start(start)!;
        var (output, errors) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await running.WaitForExitAsync(patience.Token);
        Assert.True(running.ExitCode == 0, $"{await output} {await errors}");
        return await output;
    }
}
