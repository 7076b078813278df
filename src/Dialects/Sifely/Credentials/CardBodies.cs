using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>A card that was enrolled (CardAddDTO, 15.7).</summary>
internal sealed record CardAddedBody(int CardId);

/// <summary>A fingerprint that was registered.</summary>
internal sealed record FingerprintAddedBody(int FingerprintId);

/// <summary>A card in a list (CardInfo, 15.7).</summary>
internal sealed record CardInfo
{
    public required int CardId { get; init; }
    public required long LockId { get; init; }

    /// <summary>Empty once erased, or where an operator masks digits (KR-3).</summary>
    public required string CardNumber { get; init; }

    public required string CardName { get; init; }
    public required long StartDate { get; init; }
    public required long EndDate { get; init; }
    public required long CreateDate { get; init; }
    public required string SenderUsername { get; init; }
    public int CardType { get; init; } = CyclicHours.Ordinary;
    public IReadOnlyList<CyclicHours> CyclicConfig { get; init; } = [];
    public required int Status { get; init; }

    /// <summary>The same under the name that the vendor's overview has for it (13.4).</summary>
    public int CardStatus => Status;

    public static CardInfo Of(CredentialView seen, long lockNumber, DateTimeOffset now) =>
        new()
        {
            CardId = seen.EnrollmentNumber,
            LockId = lockNumber,
            CardNumber = seen.CardNumber?.Reveal() ?? "",
            CardName = seen.Name ?? "",
            StartDate = WireTime.OrZero(seen.Window.StartsAt),
            EndDate = WireTime.OrZero(seen.Window.EndsAt),
            CreateDate = WireTime.Milliseconds(seen.CreatedAt),
            SenderUsername = seen.CreatedBy ?? "",
            Status = CredentialStatus.Of(seen.Status, seen.IsDesired, seen.Window.IsOver(now)),
        };

    public override string ToString() => $"card {CardId}";
}

/// <summary>A fingerprint in a list (FingerInfo, 15.7).</summary>
internal sealed record FingerprintInfo
{
    public required int FingerprintId { get; init; }
    public required long LockId { get; init; }

    /// <inheritdoc cref="CardInfo.CardNumber"/>
    public required string FingerprintNumber { get; init; }

    public int FingerprintType { get; init; } = CyclicHours.Ordinary;
    public required string FingerprintName { get; init; }
    public required long StartDate { get; init; }
    public required long EndDate { get; init; }
    public IReadOnlyList<CyclicHours> CyclicConfig { get; init; } = [];
    public required long CreateDate { get; init; }
    public required string SenderUsername { get; init; }
    public required int Status { get; init; }

    public static FingerprintInfo Of(CredentialView seen, long lockNumber, DateTimeOffset now) =>
        new()
        {
            FingerprintId = seen.EnrollmentNumber,
            LockId = lockNumber,
            FingerprintNumber = seen.FingerprintNumber?.Reveal() ?? "",
            FingerprintName = seen.Name ?? "",
            StartDate = WireTime.OrZero(seen.Window.StartsAt),
            EndDate = WireTime.OrZero(seen.Window.EndsAt),
            CreateDate = WireTime.Milliseconds(seen.CreatedAt),
            SenderUsername = seen.CreatedBy ?? "",
            Status = CredentialStatus.Of(seen.Status, seen.IsDesired, seen.Window.IsOver(now)),
        };

    public override string ToString() => $"fingerprint {FingerprintId}";
}
