using Latchwork.Operations.Audit;
using Latchwork.Testing.Audit;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

/// <summary>AU-3, AU-5, AU-7.</summary>
public sealed class ChainVerifierTests
{
    private const int Tamperings = 10_000;
    private const int Length = 200;

    [Fact]
    public void A_chain_as_it_was_written_is_sound()
    {
        using var chain = new AuditChain(Length);

        var report = chain.Verify(chain.Rows, chain.End);

        Assert.True(report.IsSound, string.Join(' ', report.Faults));
        Assert.Equal((Length, 2), (report.Records, report.Heads));
    }

    [Fact]
    public void Erasing_personal_detail_leaves_the_chain_sound()
    {
        using var chain = new AuditChain(Length);

        Assert.True(chain.Verify(chain.Rows.Select(row => row with { Private = null }), chain.End).IsSound);
    }

    [Fact]
    public void Every_tampering_is_found()
    {
        var report = ChainTampering.Run(Length, Tamperings, seed: 1, CancellationToken.None);

        Assert.True(report.Unfound == 0, report.ToString());
        Assert.Equal((Tamperings, ChainTampering.Ways), (report.Tamperings, report.Found.Count));
    }

    [Fact]
    public void Heads_of_an_unknown_key_or_with_a_changed_member_are_found()
    {
        using var chain = new AuditChain(Length);
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
        using var chain = new AuditChain(Length);
        var head = AuditHead.FromLine(System.Text.Encoding.UTF8.GetString(chain.Heads[0].ToLine()))!;

        Assert.True(head.IsSignedBy(chain.Keys.Single().Value));
        Assert.Null(AuditHead.FromLine("{}"));
        Assert.Null(AuditHead.FromLine("no head"));
    }
}
