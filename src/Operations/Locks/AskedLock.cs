using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>What a read decides by: a lock, called <c>l</c> in its statement, and the caller's grant to it, called <c>g</c>.</summary>
internal sealed record AskedLock(TenantId Tenant, LockFacts Facts, AccessGrant? Grant)
{
    public const int Width = 6 + GrantRow.Width;

    public const string Columns =
        "l.tenant_id, l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, " + GrantRow.Columns;

    public static AskedLock Read(NpgsqlDataReader row, int column) =>
        new(new TenantId(row.GetGuid(column)), LockRow.ReadFacts(row, column + 1), GrantRow.ReadOptional(row, column + 6));

    public AccessFacts FactsFor(Caller by) =>
        new()
        {
            Lock = Facts,
            Grant = Grant,
            Standing = by.StandingIn(Tenant),
            CallerAddress = by.Address,
            IsRemote = true,
        };

    public AccessError? Refuse(AccessAct act, Caller by, DateTimeOffset now) => AccessDecision.Refuse(act, FactsFor(by), now);
}
