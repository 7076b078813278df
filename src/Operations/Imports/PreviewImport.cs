using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Imports;

/// <summary>What a file of people would do: all of it is tried, and undone. It does not tell who of the people has an account.</summary>
public sealed class PreviewImport
{
    private readonly ImportTurns turns;

    internal PreviewImport(ImportTurns turns) => this.turns = turns;

    public Task<Outcome<ImportPlan>> RunAsync(Caller by, TenantId tenant, ImportFile file, CancellationToken cancel) =>
        turns.RehearseAsync(by, tenant, file, cancel);
}
