using System.Collections.Concurrent;
using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;

namespace Latchwork.Testing.Audit;

/// <summary>What became of tamperings with a chain.</summary>
/// <param name="Found">How many of each way were found.</param>
/// <param name="First">A tampering that was not found.</param>
public sealed record TamperReport(int Records, int Tamperings, int Unfound, IReadOnlyDictionary<string, int> Found, string? First)
{
    public override string ToString()
    {
        var ways = string.Join(", ", Found.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}"));
        var first = First is null ? "" : $"; first: {First}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Tamperings:N0} tamperings with a chain of {Records:N0} records, {Unfound} not found; {ways}{first}"
        );
    }
}

/// <summary>
/// Somebody who owns the database changes records, columns, hashes, ends and personal detail of a chain, each time in one way and at one place, and
/// the chain is verified with the heads that were exported before (AU-5).
/// </summary>
public static class ChainTampering
{
    public const int Ways = 11;

    /// <param name="most">Fewer are made where <paramref name="stop"/> comes before.</param>
    public static TamperReport Run(int records, int most, ulong seed, CancellationToken stop)
    {
        using var chain = new AuditChain(records);
        if (!chain.Verify(chain.Rows, chain.End).IsSound)
        {
            throw new InvalidOperationException("The chain is not sound before anybody touched it.");
        }

        var found = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var unfound = new ConcurrentQueue<string>();
        Parallel.For(
            0,
            most,
            (number, loop) =>
            {
                if (stop.IsCancellationRequested)
                {
                    loop.Stop();
                    return;
                }

                var rows = chain.Rows.ToList();
                var (what, end) = Tamper(rows, chain, new Seed(seed).Fork(number.ToString(CultureInfo.InvariantCulture)));
                if (chain.Verify(rows, end).IsSound)
                {
                    unfound.Enqueue($"number {number} of seed {seed}: {what}");
                }
                else
                {
                    found.AddOrUpdate(what, 1, (_, before) => before + 1);
                }
            }
        );
        return new TamperReport(records, found.Values.Sum() + unfound.Count, unfound.Count, found, unfound.FirstOrDefault());
    }

    private static (string What, AuditEnd End) Tamper(List<AuditRow> rows, AuditChain chain, Seed seed)
    {
        var at = seed.Next(rows.Count);
        var row = rows[at];
        switch (seed.Next(Ways))
        {
            case 0:
                rows[at] = row with { Bytes = Flip(row.Bytes, seed) };
                return ("a byte of a record", chain.End);
            case 1:
                rows[at] = row with { Hash = Flip(row.Hash, seed) };
                return ("a byte of a hash", chain.End);
            case 2:
                rows[at] = row with { Columns = Changed(row.Columns, seed) };
                return ("a column", chain.End);
            case 3:
                rows[at] = row with { ReceivedAt = row.ReceivedAt.AddMicroseconds(1 + seed.Next(1000)) };
                return ("the time of receipt", chain.End);
            case 4:
                rows.RemoveAt(at);
                return ("a deletion", chain.End);
            case 5:
                var other = (at + 1 + seed.Next(rows.Count - 1)) % rows.Count;
                (rows[at], rows[other]) = (rows[other] with { Sequence = row.Sequence }, row with { Sequence = rows[other].Sequence });
                return ("a swap", chain.End);
            case 6:
                rows.Insert(at, chain.Next(row.Sequence, row.Hash, AuditKind.Lock));
                return ("an insertion", chain.End);
            case 7:
                rows.RemoveRange(at, rows.Count - at);
                return ("a tail cut, the end left", chain.End);
            case 8:
                rows.RemoveRange(Math.Max(1, at), rows.Count - Math.Max(1, at));
                return ("a tail cut, the end made to fit", AuditChain.EndOf(rows));
            case 9:
                Rewrite(rows, chain, at);
                return ("all hashes made anew from a changed record on", AuditChain.EndOf(rows));
            default:
                at -= (at + 1) % 3;
                at = at < 0 ? 2 : at;
                rows[at] = rows[at] with { Private = Changed(rows[at].Private!, seed) };
                return ("personal detail", chain.End);
        }
    }

    private static void Rewrite(List<AuditRow> rows, AuditChain chain, int from)
    {
        var previous = from == 0 ? new byte[32] : rows[from - 1].Hash;
        for (var i = from; i < rows.Count; i++)
        {
            rows[i] = chain.Next(rows[i].Sequence, previous, i == from ? AuditKind.Lock : AuditKind.Unlock);
            previous = rows[i].Hash;
        }
    }

    private static byte[] Flip(byte[] bytes, Seed seed)
    {
        byte[] changed = [.. bytes];
        changed[seed.Next(changed.Length)] ^= (byte)(1 << seed.Next(8));
        return changed;
    }

    private static AuditColumns Changed(AuditColumns columns, Seed seed) =>
        seed.Next(6) switch
        {
            0 => columns with { Outcome = (short)(columns.Outcome + 1) },
            1 => columns with { Lock = null },
            2 => columns with { Principal = Guid.Empty },
            3 => columns with { Operation = Guid.Empty },
            4 => columns with { Door = 1 },
            _ => columns with { HappenedAt = columns.HappenedAt.AddSeconds(-1) },
        };

    private static AuditPrivateRow Changed(AuditPrivateRow detail, Seed seed) =>
        seed.Next(3) switch
        {
            0 => detail with { Bytes = Flip(detail.Bytes, seed) },
            1 => detail with { Salt = Flip(detail.Salt, seed) },
            _ => detail with { Person = Guid.Empty },
        };
}
