using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Domain.Audit;

/// <summary>What becomes of a signed operation that does not hold.</summary>
public static class ProofFaults
{
    private const string NotAccepted = "The signature of this operation is not accepted.";

    /// <summary>
    /// Malformed is <see cref="AccessErrorCode.Invalid"/>, and so is what is out of its time; what is well formed and does not prove who asks is
    /// <see cref="AccessErrorCode.ProofRefused"/>, with one text for all of it (doordeck.md 8.4).
    /// </summary>
    public static AccessError Refuse(ProofFault fault) =>
        IsOfProof(fault)
            ? new(AccessErrorCode.ProofRefused, NotAccepted) { Fault = fault }
            : AccessError.Invalid(TextOf(fault)) with
            {
                Fault = fault,
            };

    /// <summary>Null for what a clock, an old certificate or a mistake in a program explains.</summary>
    public static ForgerySign? SignOf(ProofFault fault) =>
        fault switch
        {
            WrongSignature => ForgerySign.WrongSignature,
            UnknownCertificate => ForgerySign.UnknownCertificate,
            BrokenChain => ForgerySign.BrokenChain,
            CertificateOfAnother => ForgerySign.CertificateOfAnother,
            OtherIssuer => ForgerySign.OtherIssuer,
            _ => null,
        };

    private static bool IsOfProof(ProofFault fault) =>
        fault
            is UnknownCertificate
                or BrokenChain
                or CertificateNotYetValid
                or CertificateOver
                or CertificateRevoked
                or CertificateOfAnother
                or WrongSignature
                or OtherIssuer;

    /// <summary>Of form and time the caller is told enough to mend a program: nothing of it says whose key is right.</summary>
    private static string TextOf(ProofFault fault) =>
        fault switch
        {
            TooLong => "The token is longer than 64 KiB.",
            NotThreeParts => "The token has three parts that are not empty.",
            NotBase64 => "The parts of the token are base64.",
            HeaderNotJson => "The header of the token is a JSON object.",
            ClaimsNotJson => "The claims of the token are a JSON object.",
            WrongAlgorithm => "The algorithm is EdDSA.",
            WrongType => "The type of the token is JWT.",
            ForbiddenHeader => "The header has a member that is not taken here.",
            NoChain => "The header has no certificates in x5c.",
            ChainTooLong => "The header has more than four certificates in x5c.",
            CertificateNotBase64 => "The certificates in x5c are base64.",
            NoIssuer => "The claim iss is a user's id.",
            NoSubject or OtherSubject => "The claim sub is the id of the lock in the path.",
            NoTimes => "The claims nbf, iat and exp are there.",
            TimesNotWhole => "The claims nbf, iat and exp are whole seconds since 1970.",
            Over => "The token has expired.",
            StartsLater or IssuedLater => "The token is of a time that has not come.",
            EndsBeforeIssued => "The token expires before it was issued.",
            IssuedLongAgo => "The token was issued more than 24 hours ago.",
            EndsTooLate => "The token expires more than 24 hours ahead.",
            OpensTooLate => "A token that opens or locks expires at most 65 seconds ahead.",
            WrongTokenId => "The claim jti is a text of 1 to 128 characters.",
            NoOperation => "The claim operation is an object.",
            UnknownOperation => "There is no operation of that type.",
            UnknownMember => "The operation has a member that its type does not have.",
            WrongMember => "A member of the operation is missing or out of its range.",
            MayHaveBeenUsed => "The token may have been used before the database was restored.",
            UnknownCertificate or BrokenChain or CertificateNotYetValid or CertificateOver or CertificateRevoked => NotAccepted,
            CertificateOfAnother or WrongSignature or OtherIssuer => NotAccepted,
        };
}
