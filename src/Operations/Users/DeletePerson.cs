using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Members;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Users;

/// <summary>
/// Deletes the caller's account for good (AU-7). Who still owns locks hands them on or deletes them first: a door without an owner is nobody's to give, and
/// one that others use does not go with its owner's account. The same for a tenant with other members, and for an application, whose only owner they are.
/// </summary>
public sealed class DeletePerson
{
    private static readonly AccessError OwnsLocks = new(AccessErrorCode.Conflict, "You still own locks: transfer or delete these first.", Noun.User);

    private static readonly AccessError OwnsTenant = new(
        AccessErrorCode.Conflict,
        "Others still belong to a tenant that only you own: make one of them its owner first.",
        Noun.User
    );

    private static readonly AccessError Changing = new(AccessErrorCode.Unavailable, "Rights are changing too fast.");

    private readonly AccessDb db;
    private readonly CallerTurns turns;

    internal DeletePerson(AccessDb db, CallerTurns turns) => (this.db, this.turns) = (db, turns);

    public async Task<Outcome<Done>> RunAsync(Caller by, CancellationToken cancel)
    {
        TenantId[] traces = by.User is { } caller ? await PersonTenants.WithTracesAsync(db, caller, cancel) : [];
        return await OwnAccount.RunAsync(
            turns,
            by,
            AuditKind.UserDisabled,
            (turn, person) => DeleteAsync(turn, person, TenantsOf(turn.By), cancel),
            cancel,
            also: TenantsOf
        );

        TenantId[] TenantsOf(Caller now) => [.. now.Tenants.All.Append(now.Home).Union(traces)];
    }

    private static async Task<Outcome<Done>> DeleteAsync(CallerTurn turn, UserId person, TenantId[] tenants, CancellationToken cancel)
    {
        await OwnAccount.HoldAsync(turn, person, cancel);
        if (await RefuseAsync(turn, person, tenants, cancel) is { } refusal)
        {
            return refusal;
        }

        var untraced = turn with { By = turn.By with { Address = null, UserAgent = null } };
        if (await ErasePerson.RunAsync(untraced, person, tenants, cancel) is { } ownsApplication)
        {
            return ownsApplication;
        }

        untraced.Tell(OwnAccount.Event(turn, AuditKind.UserDisabled, person, "erased"));
        return Done.Yes;
    }

    private static async Task<AccessError?> RefuseAsync(CallerTurn turn, UserId person, TenantId[] tenants, CancellationToken cancel) =>
        !await PersonTenants.AreAllWithTracesAsync(turn.Work, person, tenants, cancel) ? Changing
        : await IsAsync(turn, OwnsLocksSql, person, (short)GrantRole.Owner, tenants, cancel) ? OwnsLocks
        : await IsAsync(turn, OwnsTenantSql, person, (short)TenantRole.Owner, tenants, cancel) ? OwnsTenant
        : null;

    private static Task<bool> IsAsync(CallerTurn turn, string sql, UserId person, short role, TenantId[] tenants, CancellationToken cancel) =>
        turn.Work.FirstAsync(sql, row => row.GetBoolean(0), [person.Value, role, tenants.Select(tenant => tenant.Value).ToArray()], cancel);

    private const string OwnsLocksSql = """
        select exists (
            select from access_grant g join smart_lock l on l.tenant_id = g.tenant_id and l.lock_id = g.lock_id
            where g.user_id = $1 and g.tenant_id = any ($3) and g.role = $2 and g.revoked_at is null and l.decommissioned_at is null)
        """;

    private const string OwnsTenantSql = $"""
        select exists (
            select from membership own where own.user_id = $1 and own.tenant_id = any ($3) and own.role = $2
                and exists (select from membership m where m.tenant_id = own.tenant_id and m.user_id <> own.user_id)
                and not exists (
                    select from membership m where m.tenant_id = own.tenant_id and m.user_id <> own.user_id and m.role = $2 and {SwitchedOff.MemberIsOn}))
        """;
}
