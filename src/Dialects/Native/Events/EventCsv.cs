using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Latchwork.Dialects.Native.Wire;

namespace Latchwork.Dialects.Native.Events;

/// <summary>Events as CSV (RFC 4180): every cell quoted, and none that a spreadsheet takes for a formula (AU-6).</summary>
internal static class EventCsv
{
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r");

    private static readonly (string Name, Func<EventBody, string?> Cell)[] Columns =
    [
        ("id", e => e.Id),
        ("type", e => e.Type),
        ("version", e => Number(e.Version)),
        ("timestamp", e => Instant(e.Timestamp)),
        ("occurredAt", e => Instant(e.OccurredAt)),
        ("isLate", e => e.IsLate == true ? "true" : null),
        ("outcome", e => e.Outcome),
        ("isCorrection", e => e.IsCorrection == true ? "true" : null),
        ("reason", e => e.Reason),
        ("operationId", e => e.OperationId),
        ("byKind", e => e.By?.Kind),
        ("byId", e => e.By?.Id),
        ("surface", e => e.By?.Surface),
        ("lockId", e => e.Lock?.Id),
        ("lockName", e => e.Lock?.Name),
        ("siteId", e => e.Site?.Id),
        ("siteName", e => e.Site?.Name),
        ("onKind", e => e.On?.Kind),
        ("onId", e => e.On?.Id),
        ("cause", e => e.Data.Cause),
        ("shown", e => e.Data.Shown),
        ("slot", e => Number(e.Data.Slot)),
        ("credentialId", e => e.Data.CredentialId),
        ("bolt", e => e.Data.Bolt),
        ("door", e => e.Data.Door),
        ("inside", e => e.Data.Inside),
        ("battery", e => Number(e.Data.Battery)),
        ("evidence", e => e.Data.Evidence),
        ("proof", e => e.Data.Proof),
        ("changed", e => e.Data.Changed is { } changed ? JsonSerializer.Serialize(changed, NativeJson.Wire.IReadOnlyDictionaryStringString) : null),
    ];

    public static byte[] Head { get; } = Line(Columns.Select(column => (string?)column.Name));

    public static byte[] Row(EventBody body) => Line(Columns.Select(column => column.Cell(body)));

    /// <summary>A cell in quotes; one that begins like a formula has an apostrophe in front of it.</summary>
    public static string Quoted(string cell) =>
        $"\"{(cell.Length > 0 && FormulaStarts.Contains(cell[0]) ? "'" : "")}{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static byte[] Line(IEnumerable<string?> cells) =>
        Encoding.UTF8.GetBytes(string.Join(',', cells.Select(cell => Quoted(cell ?? ""))) + "\r\n");

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
