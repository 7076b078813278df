using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>A passcode, card or fingerprint on one lock, with what is known of it. No word in it is stronger than the evidence.</summary>
public sealed record CredentialView
{
    /// <summary>Sifely's <c>keyboardPwdId</c>, <c>cardId</c> or <c>fingerprintId</c>.</summary>
    public required int EnrollmentNumber { get; init; }

    public required string EnrollmentUuid { get; init; }

    public required string CredentialUuid { get; init; }

    public required string KeyvoxId { get; init; }

    public required string? Name { get; init; }

    public required TimeWindow Window { get; init; }

    public required CredentialOrigin Origin { get; init; }

    public required int? WireType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not revoked: it is to work in its window.</summary>
    public required bool IsDesired { get; init; }

    /// <summary>The account of who made it, where it was a person.</summary>
    public string? CreatedBy { get; init; }

    public required EnrollmentPath Path { get; init; }

    public required EnrollmentStatus Status { get; init; }

    /// <summary>Of what is desired now: proof of an earlier revision counts no more.</summary>
    public required EvidenceRung Evidence { get; init; }

    public required DateTimeOffset? ProvenAt { get; init; }

    public required Trouble Trouble { get; init; }

    public required Verdict Verdict { get; init; }

    public required int? Slot { get; init; }

    /// <summary>Of a passcode. Only where the caller asked for it and may see it; null after erasure (KR-3).</summary>
    public PinDigits? Digits => Value?.Digits;

    /// <summary>The same of a card.</summary>
    public CardNumber? CardNumber => Value?.Card;

    /// <summary>The same of a fingerprint.</summary>
    public FingerprintNumber? FingerprintNumber => Value?.Fingerprint;

    internal CredentialValue? Value { get; init; }

    public override string ToString() => $"credential {EnrollmentUuid}";
}

public enum CredentialOrder
{
    NewestFirst,
    Name,
    NameDescending,
}

/// <summary>Which credentials of a lock are asked for; what is null filters nothing.</summary>
public sealed record CredentialsFilter(PageRequest Page)
{
    public CredentialOrder Order { get; init; }

    /// <summary>Part of the name, without regard to case; or all of the digits, or the whole number.</summary>
    public string? Search { get; init; }

    /// <summary>The one of this public number.</summary>
    public int? EnrollmentNumber { get; init; }

    /// <summary>Passcodes with these digits.</summary>
    public PinDigits? Digits { get; init; }

    public override string ToString() => nameof(CredentialsFilter);
}
