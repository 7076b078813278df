namespace Latchwork.Operations.Audit;

/// <summary>A record of the audit as it stands in the tables: the hashed bytes, the copies beside them, and the personal detail if it is still there.</summary>
internal sealed record AuditRow
{
    public required long Sequence { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required byte[] Hash { get; init; }

    public required byte[] Bytes { get; init; }

    public required AuditColumns Columns { get; init; }

    public AuditPrivateRow? Private { get; init; }
}

/// <summary>The copies that records are found by.</summary>
internal readonly record struct AuditColumns(
    short Kind,
    short Stage,
    short Outcome,
    short? Cause,
    short? Shown,
    short? Bolt,
    short? Door,
    Guid Operation,
    Guid? Lock,
    Guid? Object,
    Guid? Principal,
    DateTimeOffset HappenedAt
);

internal sealed record AuditPrivateRow(byte[] Salt, byte[] Bytes, Guid? Person);

/// <summary>The end of a chain, as its own row says.</summary>
internal sealed record AuditEnd(long Sequence, byte[] Hash, DateTimeOffset ReceivedAt);
