using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using Latchwork.Domain;
using Latchwork.Operations.Imports;

namespace Latchwork.Dialects.Native.Imports;

/// <summary>
/// A file of people as CSV (RFC 4180): UTF-8, with or without a mark at its beginning; commas, semicolons or tabs, as its first line has them; the columns in any order, by
/// the names in its first line.
/// </summary>
internal static class ImportCsv
{
    public const int LargestFile = 1024 * 1024;

    private const int LongestRow = 32 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string NameOf(ImportColumn column) => column.ToString().ToLowerInvariant();

    public static Outcome<ImportFile> Read(byte[] file)
    {
        try
        {
            var text = Strict.GetString(file).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? AccessError.Invalid("The file has U+0000 in it.")
                : Read(text).IsRefused(out var invalid, out var rows) ? invalid
                : new ImportFile(rows, SHA256.HashData(file));
        }
        catch (DecoderFallbackException)
        {
            return AccessError.Invalid("The file is not in UTF-8: save it as CSV UTF-8.");
        }
        catch (CsvFormatException broken)
        {
            return AccessError.Invalid(
                $"The file is no CSV in line {broken.LineNumber}: a cell with quotes in it needs quotes around it, and two for each of its own."
            );
        }
    }

    private static Outcome<IReadOnlyList<ImportRow>> Read(string text)
    {
        using var reader = CsvReader.FromText(text, OptionsFor(text));
        if (!reader.Read())
        {
            return AccessError.Invalid("The file is empty: its first line names the columns.");
        }

        if (Columns(Record(reader)).IsRefused(out var invalid, out var columns))
        {
            return invalid;
        }

        var rows = new List<ImportRow>();
        while (reader.Read())
        {
            if (reader.FieldCount > columns.Count)
            {
                return AccessError.Invalid($"Line {reader.LineNumber} has more cells than the first line has columns.");
            }

            var cells = Cells(columns, Record(reader));
            if (cells.Count > 0)
            {
                rows.Add(new ImportRow((int)reader.LineNumber, cells));
            }

            if (rows.Count > ImportFile.MostRows)
            {
                return AccessError.Invalid($"A file has at most {ImportFile.MostRows} rows: split it.");
            }
        }

        return rows.Count == 0 ? AccessError.Invalid("The file has no row below its first line.") : rows;
    }

    /// <summary>What is copied out of a spreadsheet has tabs.</summary>
    private static CsvReaderOptions OptionsFor(string text)
    {
        var head = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        return new CsvReaderOptions
        {
            HasHeader = false,
            Separator =
                head.Contains('\t') ? '\t'
                : head.Contains(';') ? ';'
                : ',',
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
            MaxRecordSize = LongestRow,
        };
    }

    private static string[] Record(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    private static Outcome<IReadOnlyList<ImportColumn>> Columns(string[] names)
    {
        var columns = new List<ImportColumn>(names.Length);
        foreach (var name in names.Select(name => name.Trim()))
        {
            if (Array.FindIndex(Enum.GetNames<ImportColumn>(), known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found)
            {
                columns.Add(Enum.GetValues<ImportColumn>()[found]);
                continue;
            }

            return AccessError.Invalid(
                $"There is no column '{(name.Length <= 60 ? name : name[..60])}'. There are: {string.Join(", ", Enum.GetValues<ImportColumn>().Select(NameOf))}."
            );
        }

        return columns.Distinct().Count() == columns.Count ? columns : AccessError.Invalid("A column is there twice.");
    }

    private static Dictionary<ImportColumn, string> Cells(IReadOnlyList<ImportColumn> columns, string[] record)
    {
        var cells = new Dictionary<ImportColumn, string>();
        foreach (var (column, cell) in columns.Zip(record, (column, cell) => (column, cell.Trim())))
        {
            if (cell.Length > 0)
            {
                cells[column] = cell;
            }
        }

        return cells;
    }
}
