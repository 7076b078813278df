using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

/// <summary>AU-3, AU-5, AU-7.</summary>
public sealed class ChainVerifierTests
{
    private const int Tamperings = 10_000;

    [Fact]
    public void A_chain_as_it_was_written_is_sound()
    {
        using var chain = new TestChain();

        var report = chain.Verify(chain.Rows, chain.End);

        Assert.True(report.IsSound, string.Join(' ', report.Faults));
        Assert.Equal((TestChain.Length, 2), (report.Records, report.Heads));
    }

    [Fact]
    public void Erasing_personal_detail_leaves_the_chain_sound()
    {
        using var chain = new TestChain();

        Assert.True(chain.Verify(chain.Rows.Select(row => row with { Private = null }), chain.End).IsSound);
    }

    [Fact]
    public void Every_tampering_is_found()
    {
        using var chain = new TestChain();
        Parallel.For(
            0,
            Tamperings,
            number =>
            {
                var seed = new Seed((ulong)number);
                var rows = chain.Rows.ToList();
                var (what, end) = Tamper(rows, chain, seed);
                Assert.False(chain.Verify(rows, end).IsSound, $"seed {number}: {what} was not found");
            }
        );
    }

    [Fact]
    public void Heads_of_an_unknown_key_or_with_a_changed_member_are_found()
    {
        using var chain = new TestChain();
        var head = chain.Heads[0];
        foreach (
            var forged in new[]
            {
                head with
                {
                    Sequence = head.Sequence + 1,
                },
                head with
                {
                    Hash = new byte[32],
                },
                head with
                {
                    SignedAt = head.SignedAt.AddMicroseconds(1),
                },
                head with
                {
                    Signature = new byte[64],
                },
                head with
                {
                    KeyId = new byte[32],
                },
            }
        )
        {
            chain.Heads[0] = forged;
            Assert.False(chain.Verify(chain.Rows, chain.End).IsSound);
        }
    }

    [Fact]
    public void A_head_is_the_same_after_it_was_a_line()
    {
        using var chain = new TestChain();
        var head = AuditHead.FromLine(System.Text.Encoding.UTF8.GetString(chain.Heads[0].ToLine()))!;

        Assert.True(head.IsSignedBy(chain.Keys.Single().Value));
        Assert.Null(AuditHead.FromLine("{}"));
        Assert.Null(AuditHead.FromLine("no head"));
    }

    private static (string What, AuditEnd End) Tamper(List<AuditRow> rows, TestChain chain, Seed seed)
    {
        var at = seed.Next(rows.Count);
        var row = rows[at];
        switch (seed.Next(11))
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
                return ("a tail cut, the end made to fit", TestChain.EndOf(rows));
            case 9:
                Rewrite(rows, chain, at);
                return ("all hashes made anew from a changed record on", TestChain.EndOf(rows));
            default:
                at -= (at + 1) % 3;
                at = at < 0 ? 2 : at;
                rows[at] = rows[at] with { Private = Changed(rows[at].Private!, seed) };
                return ("personal detail", chain.End);
        }
    }

    private static void Rewrite(List<AuditRow> rows, TestChain chain, int from)
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
