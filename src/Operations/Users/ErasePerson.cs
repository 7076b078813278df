using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Webhooks;

namespace Latchwork.Operations.Users;

/// <summary>
/// Takes a person out of the installation, in a turn that holds the chains of all their tenants: what they may, how they get in, how they are reached and
/// what they are called. The chain keeps their id and says nothing of them any more (AU-7).
/// </summary>
internal static class ErasePerson
{
    /// <param name="turn">One whose caller leaves no personal detail, where it is the person, and that holds their row.</param>
    /// <param name="tenants">As <see cref="PersonTenants.WithTracesAsync"/> tells them.</param>
    /// <returns>The refusal where an application would be left without an owner.</returns>
    public static async Task<AccessError?> RunAsync(CallerTurn turn, UserId person, IReadOnlyList<TenantId> tenants, CancellationToken cancel)
    {
        if (await LeaveApplications.RunAsync(turn, person, tenants, cancel) is { } refusal)
        {
            return refusal;
        }

        // Whoever gives them something holds this row, and finds nobody from here on.
        await turn.Work.DoAsync(
            """
            update app_user set disabled_at = $2, display_name = null, password_hash = null, totp_sealed = null, locale = null, version = version + 1
            where user_id = $1
            """,
            [person.Value, turn.Now],
            cancel
        );
        foreach (var tenant in tenants)
        {
            var there = turn.In(tenant);
            await GrantChanges.RevokeAsync(there, await GrantsAsync(there, person, cancel), cancel);
        }

        await PersonAccess.EndSessionsAsync(turn.Work, person, but: null, turn.Now, cancel);
        await PersonAccess.RevokeSigningKeysAsync(turn.Work, person, turn.Now, cancel);
        await RemoveWebhook.EndAllAsync(turn.Work, tenants, person, turn.Now, cancel);
        await ForgetAsync(turn, person, tenants, cancel);
        return null;
    }

    private static Task<List<AccessGrant>> GrantsAsync(CallerTurn turn, UserId person, CancellationToken cancel) =>
        turn.Work.ListAsync(
            $"select {GrantRow.Columns} from access_grant g where g.tenant_id = $1 and g.user_id = $2 and g.revoked_at is null",
            row => GrantRow.ReadOptional(row, 0)!,
            [turn.Tenant.Value, person.Value],
            cancel
        );

    private static async Task ForgetAsync(CallerTurn turn, UserId person, IReadOnlyList<TenantId> tenants, CancellationToken cancel)
    {
        Guid[] set = [.. tenants.Select(tenant => tenant.Value)];
        await turn.Work.DoAsync("select latchwork_erase_details($1)", [person.Value], cancel);
        await NotificationOutbox.ForgetAsync(turn.Work, person, cancel);
        await turn.Work.DoAsync("select latchwork_forget_alerts($1)", [person.Value], cancel);
        foreach (var table in WaysIn)
        {
            await turn.Work.DoAsync($"delete from {table} where user_id = $1", [person.Value], cancel);
        }

        foreach (var statement in Rows)
        {
            await turn.Work.DoAsync(statement, [set, person.Value], cancel);
        }

        await turn.Work.DoAsync(
            "update api_client set revoked_at = $3, key_sealed = null, version = version + 1 where tenant_id = any ($1) and user_id = $2 and revoked_at is null",
            [set, person.Value, turn.Now],
            cancel
        );
    }

    private static readonly string[] WaysIn = ["login", "passkey", "passkey_challenge", "totp_offer", "recovery_code"];

    private static readonly string[] Rows =
    [
        "update access_grant set name = null, remarks = null where tenant_id = any ($1) and user_id = $2",
        "delete from one_time_code where tenant_id = any ($1) and user_id = $2",
        "delete from invitation where tenant_id = any ($1) and user_id = $2",
        "delete from lock_preference where tenant_id = any ($1) and user_id = $2",
        "delete from lock_group where tenant_id = any ($1) and user_id = $2",
        "delete from membership where tenant_id = any ($1) and user_id = $2",
    ];
}
