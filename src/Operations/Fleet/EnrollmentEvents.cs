using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Fleet;

/// <summary>The news of plans as events of the audit.</summary>
internal static class EnrollmentEvents
{
    public static IEnumerable<Func<DateTimeOffset, AuditEvent>> Of(PlanStep step) =>
        step.News.Where(news => KindOf(news) is not null).Select(news => (Func<DateTimeOffset, AuditEvent>)(now => Told(step, news, now)));

    private static AuditEvent Told(PlanStep step, EnrollmentNews news, DateTimeOffset now) =>
        new()
        {
            Kind = KindOf(news)!.Value,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            Lock = step.Of.Row.Lock.Value,
            Shown = step.Of.Row.Kind,
            Slot = step.Plan.State!.Slot,
            Credential = step.Of.Row.Credential.Value,
            Evidence = step.Plan.State.Rung,
            Changed = BecauseOf(step, news) is { } because ? new Dictionary<string, string> { ["because"] = because } : null,
        };

    /// <summary>Null for what is a matter between the plan and its slot.</summary>
    private static AuditKind? KindOf(EnrollmentNews news) =>
        news switch
        {
            EnrollmentNews.Proven => AuditKind.CredentialProven,
            EnrollmentNews.AtRisk or EnrollmentNews.UsedAfterRemoval => AuditKind.CredentialAtRisk,
            EnrollmentNews.Drifted or EnrollmentNews.Forgotten => AuditKind.CredentialForgotten,
            EnrollmentNews.Suspended => AuditKind.SlotSuspended,
            EnrollmentNews.Removed => AuditKind.CredentialGone,
            EnrollmentNews.NeedsSlot => null,
        };

    private static string? BecauseOf(PlanStep step, EnrollmentNews news) =>
        news switch
        {
            EnrollmentNews.UsedAfterRemoval => nameof(EnrollmentNews.UsedAfterRemoval),
            EnrollmentNews.Drifted => nameof(EnrollmentNews.Drifted),
            EnrollmentNews.AtRisk or EnrollmentNews.Suspended => step.Plan.State!.Trouble.ToString(),
            EnrollmentNews.Proven or EnrollmentNews.Forgotten or EnrollmentNews.NeedsSlot or EnrollmentNews.Removed => null,
        };
}
