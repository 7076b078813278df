using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;

namespace Latchwork.Testing.Audit;

/// <summary>A chain of records in memory, every third with personal detail, with a head at its middle and one at its end.</summary>
internal sealed class AuditChain : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Ed25519SigningKey key = Ed25519SigningKey.FromSeed(new byte[Ed25519.SeedSize]);

    public AuditChain(int length)
    {
        var hash = new byte[AuditHash.Size];
        for (var sequence = 1; sequence <= length; sequence++)
        {
            Rows.Add(Next(sequence, hash));
            hash = Rows[^1].Hash;
            if (sequence == length / 2 || sequence == length)
            {
                Heads.Add(AuditHead.Sign(key, Tenant, sequence, hash, Rows[^1].ReceivedAt));
            }
        }

        Keys[Convert.ToHexStringLower(AuditHead.IdOf(key.PublicKey))] = key.PublicKey.ToArray();
    }

    public TenantId Tenant { get; } = TenantId.New(Start);

    public List<AuditRow> Rows { get; } = [];

    public List<AuditHead> Heads { get; } = [];

    public Dictionary<string, byte[]> Keys { get; } = new(StringComparer.Ordinal);

    public AuditEnd End => EndOf(Rows);

    public static AuditEnd EndOf(IReadOnlyList<AuditRow> rows) => new(rows[^1].Sequence, rows[^1].Hash, rows[^1].ReceivedAt);

    public ChainReport Verify(IEnumerable<AuditRow> rows, AuditEnd? end)
    {
        var verifier = new ChainVerifier(Tenant, end, Heads, Keys);
        foreach (var row in rows)
        {
            verifier.Add(row);
        }

        return verifier.Finish();
    }

    /// <summary>A record that follows truly from the hash in front of it.</summary>
    public AuditRow Next(long sequence, byte[] previous, AuditKind kind = AuditKind.Unlock)
    {
        var at = Start.AddSeconds(sequence);
        var detail = sequence % 3 == 0 ? new AuditPrivate { Address = $"192.0.2.{sequence % 200}" }.ToBytes() : null;
        var salt = new byte[AuditHash.SaltSize];
        salt[0] = (byte)sequence;
        var person = new Guid(7, 7, 7, new byte[8]);
        var told = new AuditEvent
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(at).Value,
            ReceivedAt = at,
            Lock = new Guid((int)sequence % 5, 1, 1, new byte[8]),
            By = new AuditPrincipal(PrincipalKind.User, person, null, Surface.Sifely),
            PrivateHash = detail is null ? null : AuditHash.OfPersonalDetail(salt, detail),
        };
        var bytes = told.ToBytes();
        var hash = new byte[AuditHash.Size];
        AuditHash.Next(Tenant, sequence, previous, bytes, hash);
        return new AuditRow
        {
            Sequence = sequence,
            ReceivedAt = at,
            Hash = hash,
            Bytes = bytes,
            Columns = ChainVerifier.ColumnsOf(told),
            Private = detail is null ? null : new AuditPrivateRow(salt, detail, person),
        };
    }

    public void Dispose() => key.Dispose();
}
