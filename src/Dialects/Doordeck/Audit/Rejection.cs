using Latchwork.Domain;
using Latchwork.Domain.Audit;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Dialects.Doordeck.Audit;

/// <summary>
/// Why an act is told as rejected: it was refused, it failed, or nobody knows whether it happened. Nothing stronger than the evidence is told.
/// </summary>
internal static class Rejection
{
    /// <summary>Null for what was done, or told by the lock as done.</summary>
    public static string? Of(AuditEvent told) =>
        told.Kind == AuditKind.CredentialRefused ? "The lock refused what was shown to it."
        : told.Outcome is AuditOutcome.Refused or AuditOutcome.Failed or AuditOutcome.Unknown ? TextOf(told)
        : null;

    private static string TextOf(AuditEvent told) =>
        told.Outcome == AuditOutcome.Unknown ? "Whether it happened is not known."
        : told.Proof is not null && told.Reason == AccessErrorCode.Invalid ? "The signed operation was malformed, or out of its time."
        : told.Reason switch
        {
            ProofRefused => "The signature of the operation was not accepted.",
            Replayed => "The operation was used before.",
            KeyReused => "The request had the name of another one.",
            Outdated => "It was not any more as the caller had seen it.",
            NotFound or Ended or NotAllowed => "Not allowed.",
            NotAllowedRemotely => "Not allowed from afar.",
            NotYet => "The grant had not begun.",
            OutsideHours => "Outside the hours of use.",
            AddressNotPermitted => "From an address that is not permitted.",
            Frozen => "The lock or the grant was frozen.",
            NoLink or LinkOffline or DeviceOffline => "The lock was out of reach.",
            NotSentInTime => "The lock was not reached in time.",
            DeviceRefused => "The lock refused.",
            Jammed => "The bolt was jammed.",
            OutcomeUnknown => "Whether it happened is not known.",
            _ => "It was not possible.",
        };
}
