using Latchwork.Domain.Grants;

namespace Latchwork.Operations.Imports;

/// <summary>A row with the doors that it reaches.</summary>
/// <param name="Windows">By the zones of its doors: its times as the clocks there show them.</param>
/// <param name="Faults">What was wrong with it; it does nothing then.</param>
internal sealed record ReachedRow(
    WantedRow Wanted,
    IReadOnlyList<ListedDoor> At,
    IReadOnlyDictionary<string, TimeWindow> Windows,
    List<ImportFault> Faults
)
{
    public static ReachedRow Read(ImportRow row, ImportDoors doors)
    {
        var faults = new List<ImportFault>();
        var wanted = new ReadCells(row, faults).Read();
        var at = faults.Count == 0 ? doors.Find(wanted, faults) : [];
        return new ReachedRow(wanted, at, faults.Count == 0 ? WindowsOf(wanted, at, faults) : new(), faults);
    }

    public override string ToString() => $"line {Wanted.Line}";

    private static Dictionary<string, TimeWindow> WindowsOf(WantedRow wanted, IReadOnlyList<ListedDoor> at, List<ImportFault> faults)
    {
        var windows = new Dictionary<string, TimeWindow>(StringComparer.Ordinal);
        foreach (var zone in at.Select(door => door.Seen.Zone).Distinct(StringComparer.Ordinal))
        {
            var (start, end) = (wanted.From?.StartIn(zone), wanted.Until?.EndIn(zone));
            windows[zone] = new TimeWindow(start, end);
            RefuseSkipped(ImportColumn.From, wanted.From is not null && start is null, zone, faults);
            RefuseSkipped(ImportColumn.Until, wanted.Until is not null && end is null, zone, faults);
        }

        return windows;
    }

    private static void RefuseSkipped(ImportColumn column, bool isSkipped, string zone, List<ImportFault> faults)
    {
        if (isSkipped)
        {
            faults.Add(
                new ImportFault(column, ImportFaultCode.SkippedTime, $"Clocks in {zone} never show this time: they are put forward over it that day.")
            );
        }
    }
}
