using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Alerts;

/// <summary>A subscription under somebody's hands; its row is held, so nothing is planned or told for it meanwhile.</summary>
internal readonly record struct HeldAlert(TenantId Tenant, Guid Id, UserId User);

/// <summary>The way of every act on a subscription that is there: one's own, or another's with the right to manage people.</summary>
internal sealed class AlertTurns(CallerWrites writes, WireIdIndex index)
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.Alert);

    /// <param name="act">Answers with what it changed; a refusal before anything was written.</param>
    public async Task<Outcome<Done>> RunAsync(
        Caller by,
        WireId alert,
        AuditKind kind,
        Func<CallerWork, HeldAlert, Task<Outcome<Dictionary<string, string>>>> act,
        CancellationToken cancel
    )
    {
        var row = await index.FindAsync(alert, by.Tenants, cancel);
        var tenant = row?.Tenant ?? by.Home;
        var begun = await writes.BeginAsync(by, tenant, Permission.AlertsWrite, Noun.Alert, kind, cancel);
        if (begun.IsRefused(out var weak, out var write))
        {
            return weak;
        }

        await using (write)
        {
            // All are others' to who is no person.
            if (by.User is null && AccessDecision.Refuse(Permission.PeopleWrite, by.StandingIn(tenant), Noun.User) is { } nobodys)
            {
                return await write.RefuseAsync(nobodys);
            }

            if (row is not { } known || await HoldAsync(write, tenant, known.Id, cancel) is not { } held)
            {
                return await write.RefuseAsync(Missing);
            }

            if (held.User != by.User && AccessDecision.Refuse(Permission.PeopleWrite, by.StandingIn(tenant), Noun.User) is { } notTheirs)
            {
                return await write.RefuseAsync(notTheirs);
            }

            if ((await act(write, held)).IsRefused(out var refusal, out var changed))
            {
                return await write.RefuseAsync(refusal);
            }

            await write.CommitAsync(new AuditObject(Noun.Alert, held.Id), changed, cancel);
            return Done.Yes;
        }
    }

    private static async Task<HeldAlert?> HoldAsync(CallerWork write, TenantId tenant, Guid alert, CancellationToken cancel)
    {
        var found = await write.Work.ListAsync(
            "select user_id from alert where tenant_id = $1 and alert_id = $2 and removed_at is null for update",
            row => new HeldAlert(tenant, alert, new UserId(row.GetGuid(0))),
            [tenant.Value, alert],
            cancel
        );
        return found.Count == 0 ? null : found[0];
    }
}
