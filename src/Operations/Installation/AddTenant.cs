using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Sites;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.Installation;

/// <param name="Zone">IANA zone of the tenant and its first site.</param>
/// <param name="OwnerEmail">Of somebody with an account or without.</param>
public sealed record NewTenantRequest(string Name, string Zone, string OwnerEmail)
{
    public override string ToString() => nameof(NewTenantRequest);
}

/// <param name="Id">The tenant's public UUID.</param>
/// <param name="IsOwnerWaiting">They were invited, and own it with the password that they set.</param>
public sealed record OwnedTenant(string Id, bool IsOwnerWaiting);

/// <summary>Makes a further tenant with a first site and an owner, for whoever looks after the installation; they do not belong to it by that.</summary>
public sealed class AddTenant
{
    private readonly OwnerTurns turns;
    private readonly NewTenant tenants;
    private readonly NewSite sites;

    internal AddTenant(OwnerTurns turns, NewTenant tenants, NewSite sites) => (this.turns, this.tenants, this.sites) = (turns, tenants, sites);

    public Task<Outcome<OwnedTenant>> RunAsync(Caller by, NewTenantRequest request, CancellationToken cancel) =>
        turns.RunAsync(
            by,
            AuditKind.TenantCreated,
            request.OwnerEmail,
            now => ValueTask.FromResult<TenantId?>(TenantId.New(now)),
            async (turn, owner) =>
                TenantFounding.Refuse(request.Name, request.Zone) is { } invalid
                    ? invalid
                    : await turns.InviteAsync(turn, await AddAsync(turn, owner.Tenant, request, cancel), owner, AuditKind.TenantCreated, cancel),
            cancel
        );

    private async Task<CallerTurn> AddAsync(CallerTurn turn, TenantId tenant, NewTenantRequest request, CancellationToken cancel)
    {
        await tenants.WriteAsync(turn.Work, tenant, request.Name.Trim(), request.Zone, turn.Now, cancel);
        await sites.WriteAsync(turn.Work, tenant, request.Name.Trim(), request.Zone, turn.Now, cancel);
        await turn.HoldNewAsync(tenant, cancel);
        var there = turn.In(tenant);
        there.Tell(there.Event(AuditKind.TenantCreated, smartLock: null));
        return there;
    }
}
