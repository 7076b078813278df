using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Latchwork.Domain;
using Latchwork.Testing;
using Latchwork.Testing.Doordeck;
using Npgsql;

namespace Latchwork.Bench.Campaigns;

/// <summary>AZ-5: shares that are taken back while they are used, on three real nodes of one database.</summary>
internal static partial class RevokeCampaign
{
    private const int Usual = 2000;
    private const int Nodes = 3;
    private const string Email = "guest@example.com";
    private const string Password = "a long and quiet password";

    public static async IAsyncEnumerable<RuleResult> RunAsync(CampaignEffort effort, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cluster = await TestCluster.StartDurableAsync();
        var database = cluster.ConnectionTo("latchwork");
        var servers = new List<ServerProcess>();
        try
        {
            servers.Add(await ServerProcess.StartAsync(SetupOf(database, rootKey: null)));
            for (var node = 1; node < Nodes; node++)
            {
                servers.Add(await ServerProcess.StartAsync(SetupOf(database, Path.Combine(servers[0].DataFolder, "root.key"))));
            }

            yield return await RaceAsync(servers, database, effort, cancel);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<RuleResult> RaceAsync(List<ServerProcess> servers, string database, CampaignEffort effort, CancellationToken cancel)
    {
        List<HttpClient> nodes = [.. servers.Select(server => new HttpClient { BaseAddress = server.BaseUrl })];
        var doordeck = servers[0].Ready["sifely"]!;
        using var owner = await DoordeckPhone.RegisteredAsync(nodes[0], (string)doordeck["account"]!, (string)doordeck["password"]!);
        using var guest = await GuestAsync(nodes[0], servers[0]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (effort.Time is { } time)
        {
            limit.CancelAfter(time);
        }

        var races = new RevokeRaces(nodes, owner, guest, await DoorAsync(database, cancel));
        var report = await races.RunAsync(effort.Time is null ? Usual : int.MaxValue, new Seed(effort.Seed), limit.Token);
        var inRecord = await RevokeRaces.LateInTheRecordAsync(database, guest.UserId, cancel);
        nodes.ForEach(node => node.Dispose());
        return new RuleResult(
            $"Once a share was taken back, none of {Nodes} nodes opens for it",
            report.Rounds > 0 && report.Late.Count == 0 && inRecord == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Rounds:N0} races, {report.Openings:N0} openings before the end, {report.Refused:N0} refusals, {report.Late.Count} after it, {inRecord} in the record, seed {effort.Seed}. {(report.Late.Count > 0 ? report.Late[0] : "")}"
            )
        );
    }

    /// <summary>Registered, with the address that the mail has shown to be theirs.</summary>
    private static async Task<DoordeckPhone> GuestAsync(HttpClient node, ServerProcess server)
    {
        var guest = await DoordeckPhone.NewPersonAsync(node, Email, Password);
        var code = "";
        await Poll.UntilAsync(() =>
        {
            var folder = Path.Combine(server.DataFolder, "mail");
            var mails = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText) : [];
            code = mails.Select(mail => Code().Match(mail).Groups["code"].Value).FirstOrDefault(text => text.Length > 0) ?? "";
            return code.Length > 0;
        });
        using var verified = await node.PutAsync(new Uri($"/account/email/verify?code={code}", UriKind.Relative), content: null);
        verified.EnsureSuccessStatusCode();
        return guest;
    }

    private static async Task<string> DoorAsync(string database, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            select p.wire_id from smart_lock l join public_id p on p.tenant_id = l.tenant_id and p.row_id = l.lock_id and p.kind = 20
            join membership m on m.tenant_id = l.tenant_id join app_user u on u.user_id = m.user_id and u.display_name = 'Demo operator'
            where l.is_online order by l.lock_id limit 1
            """
        );
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static ServerSetup SetupOf(string database, string? rootKey)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Latchwork"] = database,
            ["Demo__Doors"] = "simulator:many:1?travel=0",
            ["Doordeck__ExecutesPerMinute"] = "1000000",
            ["Doordeck__LogInsPerMinute"] = "1000000",
        };
        if (rootKey is not null)
        {
            environment["RootKey__File"] = rootKey;
        }

        return new ServerSetup { Arguments = rootKey is null ? ["--demo"] : [], Environment = environment };
    }

    [GeneratedRegex("#code=(?<code>[0-9A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
