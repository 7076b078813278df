using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Fleet;

namespace Latchwork.Operations.Tests.Fleet;

/// <summary>Passcodes on locks as an operation leaves them: desired, and due.</summary>
internal static class DueEnrollments
{
    public static Task AddDueAsync(this House house, LockId door, int count, DateTimeOffset dueAt) =>
        house.DoAsync(
            """
            with made as (
                insert into credential (tenant_id, credential_id, kind, created_at, updated_at)
                select $1, gen_random_uuid(), $2, $5, $5 from generate_series(1, $4) returning credential_id)
            insert into enrollment (tenant_id, enrollment_id, credential_id, lock_id, kind, desired_present, valid, plan, due_at, asked_at, created_at, updated_at)
            select $1, credential_id, credential_id, $3, $2, true, tstzrange(null, null), '{}', $5, $5, $5, $5 from made
            """,
            house.Tenant.Value,
            (short)CredentialKind.Passcode,
            door.Value,
            count,
            dueAt
        );

    public static async Task<LockId> AddDoorAsync(this House house, LinkKey link, long epoch = 0)
    {
        await house.Get<AdoptDevices>().RunAsync(new GrantedLease(link, epoch), Links.Devices(1), default);
        return new LockId(await house.AskAsync<Guid>("select lock_id from smart_lock where link_id = $1", link.Link.Value));
    }
}
