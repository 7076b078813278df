namespace Latchwork.Domain.Audit;

/// <summary>
/// What of a signed operation does not hold (JW-1 to JW-9). Its caller learns no more of it than the status; the audit tells. The names are stored: only add.
/// </summary>
public enum ProofFault
{
    // Its form.
    TooLong = 1,
    NotThreeParts,
    NotBase64,
    HeaderNotJson,
    ClaimsNotJson,
    WrongAlgorithm,
    WrongType,
    ForbiddenHeader,
    NoChain,
    ChainTooLong,
    CertificateNotBase64,

    // Its certificates.
    UnknownCertificate,
    BrokenChain,
    CertificateNotYetValid,
    CertificateOver,
    CertificateRevoked,
    CertificateOfAnother,

    /// <summary>Not this key's signature over these bytes, or not in its one strict form (JW-6).</summary>
    WrongSignature,

    // What it claims.
    NoIssuer,
    OtherIssuer,
    NoSubject,
    OtherSubject,
    NoTimes,
    TimesNotWhole,
    Over,
    StartsLater,
    IssuedLater,
    EndsBeforeIssued,
    IssuedLongAgo,
    EndsTooLate,
    OpensTooLate,
    WrongTokenId,

    // What it asks for.
    NoOperation,
    UnknownOperation,
    UnknownMember,
    WrongMember,

    // What a restore of the database leaves unknown.
    MayHaveBeenUsed,
}
