using Latchwork.Dialects.Native.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Explanations;

namespace Latchwork.Dialects.Native.Events;

/// <summary>Why a door did, or did not, open: from what is recorded alone.</summary>
/// <param name="Opened"><c>unknown</c>: it may have. <c>notAsked</c>: the event is about something else.</param>
/// <param name="Verdict">
/// By what it opened: <c>role</c>, <c>scope</c>, <c>grant</c>, <c>credential</c> and so on; or the rule that refused it, or how far it came. A rule is named where the same
/// decision, made again from what stood then, gives it too; <c>ended</c>, <c>notYet</c>, <c>frozen</c>, <c>outsideHours</c> and <c>unsupported</c> say what the event says
/// where nobody can tell any more of what.
/// </param>
/// <param name="Facts">As a person would tell them: who, by what right as it stood then, what was looked at, how far it came, and what cannot be told any more.</param>
internal sealed record ExplanationBody(string EventId, Opened Opened, ExplainedBy Verdict, IReadOnlyList<ExplanationFactBody> Facts)
{
    public static ExplanationBody Of(ExplainedEvent explained) =>
        new(
            EventIds.Text(explained.Number),
            explained.Is.Opened,
            explained.Is.Verdict,
            [.. explained.Is.Facts.Select(fact => ExplanationFactBody.Of(fact, explained.Ids))]
        );
}

/// <summary>One thing that is known; what it says nothing of is absent, and so is the id of what has none here any more.</summary>
/// <param name="At">When it was so, or what was compared.</param>
/// <param name="From">A window; absent is no bound, and the end is not in it.</param>
/// <param name="Zone">The IANA zone in which people read it.</param>
/// <param name="LeaseId">Of a box.</param>
/// <param name="Surface">Where it was asked.</param>
/// <param name="Slot">Of the lock's memory.</param>
/// <param name="Command">Where the command is: <c>done</c>, <c>failed</c>, <c>unknown</c> or <c>withdrawn</c>.</param>
/// <param name="Outcome">As of an event.</param>
/// <param name="What">Of <c>changedSince</c> and <c>gone</c>.</param>
internal sealed record ExplanationFactBody(
    FactCode Code,
    DateTimeOffset? At,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    string? Zone,
    HoursBody? Hours,
    string? UserId,
    string? ClientId,
    string? GrantId,
    string? CredentialId,
    string? ReservationId,
    string? LeaseId,
    string? LockId,
    string? LinkId,
    TenantRole? Role,
    string? GrantRole,
    string? Surface,
    CredentialKind? Shown,
    int? Slot,
    EvidenceRung? Evidence,
    string? Command,
    string? Outcome,
    ExplainedThing? What
)
{
    public static ExplanationFactBody Of(ExplanationFact fact, IReadOnlyDictionary<Guid, string> ids)
    {
        return new ExplanationFactBody(
            fact.Code,
            fact.At,
            fact.From,
            fact.Until,
            fact.Zone,
            fact.Hours is { } hours ? HoursBody.Of(hours) : null,
            Id(fact.User),
            Id(fact.Client),
            Id(fact.Grant),
            Id(fact.Credential),
            Id(fact.Reservation),
            Id(fact.Lease),
            Id(fact.Lock),
            Id(fact.Link),
            fact.Role,
            fact.GrantRole is { } role ? NativeJson.Word(role) : null,
            fact.Surface is { } surface ? NativeJson.Word(surface) : null,
            fact.Shown,
            fact.Slot,
            fact.Evidence,
            fact.Command is { } command ? NativeJson.Word(command) : null,
            fact.Outcome is { } outcome ? NativeJson.Word(outcome) : null,
            fact.What
        );

        string? Id(Guid? row) => row is { } of ? ids.GetValueOrDefault(of) : null;
    }
}
