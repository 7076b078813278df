using System.Globalization;

namespace Latchwork.Dialects.Fuzz;

/// <summary>What a run found.</summary>
/// <param name="Statuses">How often each was answered; 0: the connection was closed without an answer.</param>
/// <param name="Succeeded">Routes of which a request did what it asked for: bent ones went past the parameters.</param>
/// <param name="Defects">Each with what repeats it; at most a hundred.</param>
/// <param name="HeapBefore">Managed bytes of this process after a forced collection; the server's own when it runs in the same one.</param>
public sealed record FuzzReport(
    ulong Seed,
    int Sent,
    int LogIns,
    IReadOnlyDictionary<int, int> Statuses,
    IReadOnlyDictionary<string, int> Routes,
    IReadOnlySet<string> Succeeded,
    IReadOnlyList<string> Defects,
    long HeapBefore,
    long HeapAfter
)
{
    /// <summary>One line.</summary>
    public override string ToString()
    {
        var statuses = string.Join(' ', Statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}×{s.Value}"));
        var heap = ((HeapAfter - HeapBefore) / 1024.0 / 1024).ToString("+0.0;-0.0", CultureInfo.InvariantCulture);
        return $"seed {Seed}: {Sent} requests, {LogIns} log-ins, {Routes.Count} routes, {Succeeded.Count} of them with success, {Defects.Count} defects, heap {heap} MiB, answers {statuses}";
    }
}
