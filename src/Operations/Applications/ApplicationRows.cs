using System.Text.Json;
using System.Text.Json.Serialization;
using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Applications;

/// <summary>Writes what more than one act on applications writes.</summary>
internal static class ApplicationRows
{
    /// <summary>What was said; the rest stays.</summary>
    public static Task SaveAsync(CallerTurn turn, AppId id, ApplicationFields given, CancellationToken cancel) =>
        turn.Work.DoAsync(
            """
            update application set
                name = coalesce($3, name), company_name = coalesce($4, company_name), mailing_address = coalesce($5, mailing_address),
                privacy_policy = nullif(coalesce($6, privacy_policy), ''), support_contact = nullif(coalesce($7, support_contact), ''),
                app_link = nullif(coalesce($8, app_link), ''), logo_url = nullif(coalesce($9, logo_url), ''),
                sender_email = nullif(coalesce($10, sender_email), ''), sender_name = nullif(coalesce($11, sender_name), ''),
                primary_colour = nullif(coalesce($12, primary_colour), ''), secondary_colour = nullif(coalesce($13, secondary_colour), ''),
                only_essential_emails = coalesce($14, only_essential_emails),
                call_to_action = case when $15::boolean then $16::jsonb else call_to_action end
            where tenant_id = $1 and application_id = $2
            """,
            [
                turn.Tenant.Value,
                id.Value,
                given.Name?.Trim(),
                given.CompanyName?.Trim(),
                given.MailingAddress?.Trim(),
                given.PrivacyPolicy,
                given.SupportContact,
                given.AppLink,
                given.LogoUrl,
                given.Mail.SenderEmail?.Trim(),
                given.Mail.SenderName?.Trim(),
                given.Mail.PrimaryColour,
                given.Mail.SecondaryColour,
                given.Mail.OnlyEssential,
                given.Mail.CallToAction is not null,
                given.Mail.CallToAction is { IsNone: false } button ? JsonSerializer.Serialize(button, ApplicationJson.Default.CallToAction) : null,
            ],
            cancel
        );

    public static Task<int> AddOwnerAsync(CallerTurn turn, AppId id, UserId owner, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "insert into application_owner (tenant_id, application_id, user_id) values ($1, $2, $3) on conflict do nothing",
            [turn.Tenant.Value, id.Value, owner.Value],
            cancel
        );

    public static Task<int> RemoveOwnerAsync(CallerTurn turn, AppId id, UserId owner, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "delete from application_owner where tenant_id = $1 and application_id = $2 and user_id = $3",
            [turn.Tenant.Value, id.Value, owner.Value],
            cancel
        );

    /// <summary>
    /// Ends the sessions of tokens that came from there; every node refuses them from the commit on (AZ-5). It is no log-out: what another key or issuer
    /// vouches for goes on, so they do not count as ends of their <c>sid</c>.
    /// </summary>
    /// <param name="where">About the session's origin <c>a</c>; its one parameter is <c>$4</c>.</param>
    public static Task EndSessionsAsync(CallerTurn turn, AppId id, string where, string value, CancellationToken cancel) =>
        turn.Work.DoAsync(
            $"""
            update session s set revoked_at = $3, foreign_sid = null from application_session a
            where a.tenant_id = $1 and a.application_id = $2 and {where} and s.token_hash = a.token_hash and s.revoked_at is null
            """,
            [turn.Tenant.Value, id.Value, turn.Now, value],
            cancel
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CallToAction))]
internal sealed partial class ApplicationJson : JsonSerializerContext;
