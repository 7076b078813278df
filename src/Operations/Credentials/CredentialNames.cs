using System.Globalization;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <summary>The public ids of credentials and enrollments, by row.</summary>
internal sealed class CredentialNames(Dictionary<(Guid Row, WireIdKind Kind), string> names)
{
    public static async Task<CredentialNames> OfAsync(CallerTurn turn, IReadOnlyList<Guid> rows, CancellationToken cancel)
    {
        var found = await turn.Work.ListAsync(
            "select row_id, kind, wire_id from public_id where tenant_id = $1 and row_id = any ($2)",
            row => (Row: row.GetGuid(0), Kind: (WireIdKind)row.GetInt16(1), Text: row.GetString(2)),
            [turn.Tenant.Value, rows.ToArray()],
            cancel
        );
        return new CredentialNames(found.ToDictionary(name => (name.Row, name.Kind), name => name.Text));
    }

    public string Text(Guid row, WireIdKind kind) => names[(row, kind)];

    public int Number(Guid row) => int.Parse(Text(row, WireIdKind.EnrollmentNumber), CultureInfo.InvariantCulture);
}
