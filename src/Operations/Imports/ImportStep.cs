using Latchwork.Domain;

namespace Latchwork.Operations.Imports;

/// <summary>What came of it, or why nothing did. Neither: the file has said so before.</summary>
internal readonly record struct ImportStep(ImportChange? Change, ImportFault? Fault = null)
{
    public ImportStep At(ListedDoor door) =>
        Fault is { } fault ? this with { Fault = fault with { Detail = $"{door.Seen.Name}: {fault.Detail}" } } : this;

    public static ImportStep Of(Outcome<ImportChange> outcome, ImportColumn column) =>
        outcome.IsRefused(out var refusal, out var change) ? new ImportStep(null, ImportFault.Of(column, refusal)) : new ImportStep(change);
}
