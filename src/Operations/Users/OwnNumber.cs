using System.Globalization;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Users;

/// <summary>A caller's own number: Sifely's and TTLock's <c>uid</c>.</summary>
public sealed class OwnNumber
{
    private readonly CallerReads reads;

    internal OwnNumber(CallerReads reads) => this.reads = reads;

    public async Task<Outcome<int>> FindAsync(Caller by, CancellationToken cancel) =>
        (
            await reads.ListAsync(
                by,
                "select wire_id from public_id where tenant_id = $1 and row_id = $2 and kind = $3",
                row => int.Parse(row.GetString(0), CultureInfo.InvariantCulture),
                _ => [by.Home.Value, by.Principal.Id, (short)WireIdKind.UserNumber],
                cancel
            )
        ).Then(numbers => numbers[0]);
}
