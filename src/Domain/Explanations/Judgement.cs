using System.Net;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Explanations;

/// <summary>Whether it opened, and what decided that.</summary>
internal static class Judgement
{
    public static (Opened Opened, ExplainedBy Verdict) Of(Circumstances given)
    {
        var told = given.Corrected ?? given.Event;
        return told.Kind switch
        {
            AuditKind.Unlock or AuditKind.PresentCredential or AuditKind.OpenBox => OfOpening(given, told),
            AuditKind.Lock => (Opened.NotAsked, told.Outcome == AuditOutcome.Done ? ExplainedBy.NoOpening : OfOpening(given, told).Verdict),
            AuditKind.BoltMoved => OfMotion(given, told),
            AuditKind.DoorForced => (Opened.Yes, ExplainedBy.Forced),
            AuditKind.DoorMoved or AuditKind.BoxMoved => told.Door == DoorState.Open
                ? (Opened.Yes, ExplainedBy.NobodyKnows)
                : (Opened.NotAsked, ExplainedBy.NoOpening),
            AuditKind.CredentialRefused => (Opened.No, ExplainedBy.CredentialUnknown),
            AuditKind.KeypadDisabled => (Opened.No, ExplainedBy.KeypadDisabled),
            _ => (Opened.NotAsked, ExplainedBy.NoOpening),
        };
    }

    private static (Opened Opened, ExplainedBy Verdict) OfOpening(Circumstances given, AuditEvent told) =>
        told.Outcome switch
        {
            AuditOutcome.Done => (Opened.Yes, RightOf(given)),
            AuditOutcome.Refused => (Opened.No, OfRefusal(given, told)),
            // Half way is neither.
            AuditOutcome.Failed => (told.Reason == AccessErrorCode.Jammed ? Opened.Unknown : Opened.No, OfFailure(told.Reason)),
            _ => (Opened.Unknown, ExplainedBy.OutcomeUnknown),
        };

    /// <summary>By what right it was allowed: the role or scope goes before the grant, as in the decision.</summary>
    public static ExplainedBy RightOf(Circumstances given) =>
        given.Event.By switch
        {
            _ when given.Event is { Kind: AuditKind.PresentCredential } or { Credential: not null } => ExplainedBy.Credential,
            { Kind: PrincipalKind.Server } => ExplainedBy.Server,
            { Kind: PrincipalKind.ApiClient } => ExplainedBy.Scope,
            { Kind: PrincipalKind.User } => Suffices(given) ? ExplainedBy.Role
            : given.Grant?.Grant is not null ? ExplainedBy.Grant
            : ExplainedBy.NobodyKnows,
            _ => ExplainedBy.NobodyKnows,
        };

    private static bool Suffices(Circumstances given) =>
        ActOf(given.Event).Permission() is { } needed && StandingOf(given) is { } standing && standing.Contains(needed);

    /// <summary>The role of a member counts in our own API and in the console alone.</summary>
    public static PermissionSet? StandingOf(Circumstances given) =>
        given.Event.By is not { } by ? null
        : by.Kind == PrincipalKind.ApiClient ? given.Client?.Scopes
        : by.Surface is Surface.Native or Surface.Console && given.Member is { IsSwitchedOff: false, Role: { } role } ? role.Permissions()
        : null;

    public static AccessAct ActOf(AuditEvent told) => told.Kind == AuditKind.Lock ? AccessAct.Lock : AccessAct.Unlock;

    private static (Opened, ExplainedBy) OfMotion(Circumstances given, AuditEvent told) =>
        told.Bolt switch
        {
            BoltState.Unlocked => (Opened.Yes, OfCause(given, told)),
            BoltState.Locked => (Opened.NotAsked, ExplainedBy.NoOpening),
            _ => (Opened.Unknown, OfCause(given, told)),
        };

    private static ExplainedBy OfCause(Circumstances given, AuditEvent told) =>
        told.Cause switch
        {
            MotionCause.Credential => told.Credential is null ? ExplainedBy.UnknownCredential : ExplainedBy.Credential,
            MotionCause.Remote => ExplainedBy.Remote,
            MotionCause.Manual => ExplainedBy.ByHand,
            MotionCause.Automatic => given.Lock?.OpenHours?.Contains(given.At) == true ? ExplainedBy.Server : ExplainedBy.ByItself,
            _ => ExplainedBy.NobodyKnows,
        };

    private static ExplainedBy OfFailure(AccessErrorCode? reason) =>
        reason switch
        {
            AccessErrorCode.NoLink => ExplainedBy.NoLink,
            AccessErrorCode.LinkOffline => ExplainedBy.LinkOffline,
            AccessErrorCode.DeviceOffline => ExplainedBy.DeviceOffline,
            AccessErrorCode.NotSentInTime => ExplainedBy.NotSentInTime,
            AccessErrorCode.DeviceRefused => ExplainedBy.DeviceRefused,
            AccessErrorCode.Jammed => ExplainedBy.Jammed,
            AccessErrorCode.OutcomeUnknown => ExplainedBy.OutcomeUnknown,
            _ => ExplainedBy.Failed,
        };

    private static ExplainedBy OfRefusal(Circumstances given, AuditEvent told) =>
        told.Proof is not null ? ExplainedBy.ProofRefused
        : told.Reason is AccessErrorCode.NoLink or AccessErrorCode.LinkOffline or AccessErrorCode.DeviceOffline ? OfFailure(told.Reason)
        : told.Reason is AccessErrorCode.TooManyAttempts or AccessErrorCode.RateLimited ? ExplainedBy.TooManyAttempts
        : told.Kind == AuditKind.OpenBox ? OfReason(told.Reason)
        : DecideAgain(given) is { } rule && rule.Code == told.Reason ? OfRule(rule, given)
        : OfReason(told.Reason);

    /// <summary>The same decision from what is known of then: where it says the same, its rule is the one that refused.</summary>
    private static AccessError? DecideAgain(Circumstances given)
    {
        if (given.Lock is not { ChangedAt: null } door)
        {
            return null;
        }

        // Where from is personal, and not looked at here: that reason speaks for itself.
        var facts = door.Facts with
        {
            PermittedAddresses = AddressList.Empty,
        };
        return given.Event.Kind == AuditKind.PresentCredential
            ? AccessDecision.RefuseShown(
                given.Credential?.ShownAt(given.At),
                facts,
                given.At,
                given.Event.By?.Kind == PrincipalKind.Tile ? IPAddress.None : null
            )
            : AccessDecision.Refuse(
                ActOf(given.Event),
                new AccessFacts
                {
                    Lock = facts,
                    Grant = given.Grant?.Grant,
                    Standing = StandingOf(given),
                    IsRemote = true,
                },
                given.At
            );
    }

    private static ExplainedBy OfRule(AccessError rule, Circumstances given) =>
        (rule.Code, rule.What) switch
        {
            (AccessErrorCode.NotFound, Noun.Lock) => ExplainedBy.NoRight,
            (AccessErrorCode.NotFound, _) => ExplainedBy.CredentialUnknown,
            (AccessErrorCode.Ended, Noun.Grant) => ExplainedBy.GrantEnded,
            (AccessErrorCode.Ended, _) => ExplainedBy.CredentialEnded,
            (AccessErrorCode.NotYet, Noun.Grant) => given.Grant?.Grant?.IsWaiting == true ? ExplainedBy.GrantNotAccepted : ExplainedBy.GrantNotYet,
            (AccessErrorCode.NotYet, _) => ExplainedBy.CredentialNotYet,
            (AccessErrorCode.Frozen, Noun.Grant) => ExplainedBy.GrantFrozen,
            (AccessErrorCode.Frozen, _) => ExplainedBy.LockFrozen,
            (AccessErrorCode.OutsideHours, Noun.Grant) => ExplainedBy.OutsideGrantHours,
            (AccessErrorCode.OutsideHours, Noun.Lock) => ExplainedBy.OutsideUsageHours,
            (AccessErrorCode.OutsideHours, _) => ExplainedBy.OutsideCredentialHours,
            (AccessErrorCode.Unsupported, _) => given.Lock!.Facts.IsRemoteUnlockOff ? ExplainedBy.RemoteUnlockOff : ExplainedBy.LockCannot,
            _ => OfReason(rule.Code),
        };

    /// <summary>As far as the reason alone tells.</summary>
    private static ExplainedBy OfReason(AccessErrorCode? reason) =>
        reason switch
        {
            AccessErrorCode.NotFound => ExplainedBy.NoRight,
            AccessErrorCode.NotAllowed => ExplainedBy.RightTooWeak,
            AccessErrorCode.NotAllowedRemotely => ExplainedBy.NotFromAfar,
            AccessErrorCode.AddressNotPermitted => ExplainedBy.AddressNotPermitted,
            AccessErrorCode.Ended => ExplainedBy.Ended,
            AccessErrorCode.NotYet => ExplainedBy.NotYet,
            AccessErrorCode.Frozen => ExplainedBy.Frozen,
            AccessErrorCode.OutsideHours => ExplainedBy.OutsideHours,
            AccessErrorCode.Unsupported => ExplainedBy.Unsupported,
            _ => ExplainedBy.Refused,
        };
}
