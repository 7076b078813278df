using Latchwork.Domain;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Applications;

/// <summary>Ends what ties somebody to applications, before they are erased: that they own one, and that one's tokens told of them.</summary>
internal static class LeaveApplications
{
    private static readonly AccessError OnlyOwner = new(
        AccessErrorCode.Conflict,
        "An application has no other owner: add one or remove it first.",
        Noun.Application
    );

    private readonly record struct Left(TenantId Tenant, AppId Application, bool HasOthers);

    /// <summary>In a turn that holds the person's row and the chains of these tenants, all of those where something is kept of them.</summary>
    /// <returns>The refusal where an application would be left to nobody.</returns>
    public static async Task<AccessError?> RunAsync(CallerTurn turn, UserId person, IReadOnlyList<TenantId> tenants, CancellationToken cancel)
    {
        object[] values = [tenants.Select(tenant => tenant.Value).ToArray(), person.Value];
        var left = await turn.Work.ListAsync(
            LeaveSql,
            row => new Left(new TenantId(row.GetGuid(0)), new AppId(row.GetGuid(1)), row.GetBoolean(2)),
            values,
            cancel
        );
        if (left.Exists(application => !application.HasOthers))
        {
            return OnlyOwner;
        }

        foreach (var (tenant, application, _) in left)
        {
            turn.In(tenant).Tell(ApplicationTurns.Told(turn, application, "owner removed", person.Value.ToString()));
        }

        await turn.Work.DoAsync("delete from application_person where tenant_id = any ($1) and user_id = $2", values, cancel);
        return null;
    }

    private const string LeaveSql = """
        delete from application_owner own where own.tenant_id = any ($1) and own.user_id = $2
        returning own.tenant_id, own.application_id, exists (
            select from application_owner o
            where o.tenant_id = own.tenant_id and o.application_id = own.application_id and o.user_id <> own.user_id)
        """;
}
