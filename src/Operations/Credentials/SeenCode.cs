using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Credentials;

/// <summary>A passcode or card as those who run its tenant see it: one thing, however many locks it is for.</summary>
public sealed record SeenCode
{
    /// <summary>Its public UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Of a registered card, the card's.</summary>
    public required string KeyvoxId { get; init; }

    public required CredentialKind Kind { get; init; }

    public required string? Name { get; init; }

    /// <summary>What the registered card is called; <see cref="Name"/> says whose it is at these doors.</summary>
    public string? CardName { get; init; }

    public required TimeWindow Window { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It is to open nothing any more; a lock may not have heard of that yet.</summary>
    public required bool IsRevoked { get; init; }

    /// <summary>Its value or its window was changed after it was made.</summary>
    public required bool WasChanged { get; init; }

    /// <summary>It is for a box: the panel of the cabinet asks the server, so nothing is brought anywhere.</summary>
    public required bool IsForBox { get; init; }

    /// <summary>Its locks, in the order of their ids; none for a box, and none where all were deleted.</summary>
    public IReadOnlyList<CodePlace> Places { get; init; } = [];

    /// <summary>Null where they are masked for the caller, and after erasure (KR-3); so is what follows.</summary>
    public PinDigits? Digits { get; init; }

    public CardNumber? CardNumber { get; init; }

    /// <summary>Its face as a QR; null for one that has none.</summary>
    public DoorToken? Token { get; init; }

    public override string ToString() => $"credential {Id}";
}

/// <summary>It on one lock.</summary>
/// <param name="KeyvoxLock">The lock's id on that wire.</param>
/// <param name="LockUuid">Its public UUID.</param>
/// <param name="WasThere">The lock held an earlier form of it.</param>
/// <param name="Trouble">What stands between it and its lock.</param>
public sealed record CodePlace(
    LockId Lock,
    string KeyvoxLock,
    string LockUuid,
    EnrollmentStatus Status,
    EvidenceRung Evidence,
    DateTimeOffset? ProvenAt,
    bool WasThere,
    Trouble Trouble,
    Verdict Verdict
);

/// <summary>Which codes are asked for; what is null filters nothing.</summary>
/// <param name="Size">At most so many.</param>
public sealed record CodesFilter(int Size)
{
    /// <summary>Those whose window overlaps the time from here on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of that time, excluded.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many are passed over.</summary>
    public int Offset { get; init; }

    /// <summary>Begin behind this one; refused where it is not among them.</summary>
    public WireId? After { get; init; }
}
