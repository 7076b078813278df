using System.Text;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Imports;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Native.Imports;

/// <summary>A file to begin with: all columns, and a row of each kind.</summary>
internal sealed class ImportTemplate : NativeAnswer
{
    public const string Type = "text/csv";

    private static readonly string[] Rows =
    [
        // email, role, doors, site, right, from, until, days, hours, remote, name, passcode, card
        string.Join(',', Enum.GetValues<ImportColumn>().Select(ImportCsv.NameOf)),
        "desk@example.com,operator,,,,,,,,,,,",
        "cleaner@example.com,,Front door|Laundry,,holder,2026-03-01,2026-12-31,mon-fri,08:00-12:00,no,,,",
        "caretaker@example.com,,,Main house,manager,,,,,yes,,,",
        ",,Laundry,,,2026-03-01 14:00,2026-03-05 11:00,,,,Plumber,new,",
        ",,Front door,,,,,,,,Spare card,,2748192374",
    ];

    /// <summary>With a mark, so that spreadsheets read it as UTF-8.</summary>
    private static readonly byte[] Bytes = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", Rows) + "\r\n")];

    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{Type}; charset=utf-8; header=present";
        response.Headers.ContentDisposition = "attachment; filename=\"people.csv\"";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = Bytes.Length;
        await response.BodyWriter.WriteAsync(Bytes, httpContext.RequestAborted);
    }
}
