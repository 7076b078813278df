using Latchwork.Domain;

namespace Latchwork.Operations.Audit;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Sequence">The record it was found at.</param>
public sealed record ChainFault(long Sequence, string What);

/// <summary>What a look at one tenant's chain found.</summary>
/// <param name="Heads">Signed heads that the chain was compared with.</param>
/// <param name="Faults">The first of them; <paramref name="FaultCount"/> counts all.</param>
public sealed record ChainReport(
    TenantId Tenant,
    long Records,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    int Heads,
    IReadOnlyList<ChainFault> Faults,
    long FaultCount
)
{
    public bool IsSound => FaultCount == 0;
}
