using System.CommandLine;
using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Server.Parts;

namespace Latchwork.Cli.Audit;

/// <summary><c>latchwork verify-audit</c>: 0 where every chain is sound, 1 where one is not, or could not be read (AU-5).</summary>
internal static class VerifyAuditCommand
{
    private const int Sound = 0;
    private const int NotSound = 1;

    public static Command Make()
    {
        var heads = new Option<string?>("--heads")
        {
            HelpName = "DIR",
            Description = "Signed heads, or a copy of them. Default: DIR/audit-heads of the data folder",
        };
        var tenant = new Option<Guid?>("--tenant") { HelpName = "ID", Description = "One tenant only." };
        var command = new Command("verify-audit", "Compares the audit with its chains and with the heads that were signed.")
        {
            heads,
            tenant,
        }.OnDatabase();
        command.SetAction(
            (given, cancel) =>
                OperatorOptions.ToldAsync(async () =>
                {
                    var archive = HeadArchive.Load(given.GetValue(heads) ?? Path.Combine(given.GetValue(OperatorOptions.Data)!, HeadSinks.Folder));
                    await using var database = await OperatorOptions.OpenAsync(given, cancel);
                    var only = given.GetValue(tenant) is { } id ? new TenantId(id) : (TenantId?)null;
                    return await RunAsync(
                        new VerifyAudit(database.Owner),
                        only,
                        archive,
                        given.InvocationConfiguration.Output,
                        TimeProvider.System,
                        cancel
                    );
                })
        );
        return command;
    }

    private static async Task<int> RunAsync(
        VerifyAudit verify,
        TenantId? only,
        HeadArchive archive,
        TextWriter to,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var began = clock.GetTimestamp();
        var (chains, unsound, records) = (0, 0, 0L);
        await foreach (var report in verify.RunAsync(only, archive, cancel))
        {
            chains++;
            unsound += report.IsSound ? 0 : 1;
            records += report.Records;
            await TellAsync(report, to);
        }

        if (archive.Unreadable > 0)
        {
            await to.WriteLineAsync($"{archive.Unreadable} files or lines among the heads cannot be read");
        }

        if (archive.Keys.Count == 0)
        {
            await to.WriteLineAsync(
                "no exported heads: a chain that was cut or made anew by the owner of the database cannot be told from the true one"
            );
        }

        var rate = records / Math.Max(0.001, clock.GetElapsedTime(began).TotalSeconds);
        await to.WriteLineAsync(
            FormattableString.Invariant($"{chains} chains, {records} records ({rate:0}/s): {(unsound == 0 ? "sound" : $"{unsound} not sound")}")
        );
        return unsound == 0 && archive.Unreadable == 0 ? Sound : NotSound;
    }

    private static async Task TellAsync(ChainReport report, TextWriter to)
    {
        var time = report.FirstAt is { } first ? $", {first:u} to {report.LastAt:u}" : "";
        await to.WriteLineAsync(
            $"{report.Tenant.Value}  {report.Records} records{time}, {report.Heads} heads: {(report.IsSound ? "sound" : $"{report.FaultCount} faults")}"
        );
        foreach (var fault in report.Faults)
        {
            await to.WriteLineAsync($"  record {fault.Sequence}: {fault.What}");
        }

        if (report.FaultCount > report.Faults.Count)
        {
            await to.WriteLineAsync($"  and {report.FaultCount - report.Faults.Count} more");
        }
    }
}
