using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Members;

namespace Latchwork.Operations.Installation;

/// <summary>Who is to own which tenant.</summary>
internal sealed record ComingOwner(TenantId Tenant, InviteMember.Ask Ask);

/// <summary>
/// The way of acts by which a tenant comes to its owner, for whoever looks after the installation. An owner comes as members come (<see cref="InviteMember"/>). What
/// is refused to an administrator belongs to no tenant; whoever is none reaches nothing but their own home, and the refusal is recorded there.
/// </summary>
internal sealed class OwnerTurns(CallerTurns turns, InviteMember members)
{
    private static readonly AccessError NoEmail = AccessError.Invalid("An owner is named by an e-mail address.", Noun.User);
    private static readonly AccessError Busy = new(AccessErrorCode.Taken, "That account is being made.", Noun.User);

    /// <param name="find">The tenant; null where there is none.</param>
    public async Task<Outcome<OwnedTenant>> RunAsync(
        Caller by,
        AuditKind kind,
        string email,
        Func<DateTimeOffset, ValueTask<TenantId?>> find,
        Func<CallerTurn, ComingOwner, Task<Outcome<OwnedTenant>>> act,
        CancellationToken cancel
    ) =>
        LoginName.Parse(email).IsRefused(out var invalid, out var name)
            ? invalid
            : await turns.RunAsync<ComingOwner?, OwnedTenant>(
                by,
                new TurnRules(kind, AccessError.NotFound(Noun.Tenant), Busy),
                async caller =>
                    InstallationRules.Refuse(caller) is null
                        ? await LocateAsync(name, await find(turns.Now), cancel)
                        : new Located<ComingOwner?>(caller.Home, null),
                async (turn, owner) =>
                    InstallationRules.Refuse(turn.By) is { } weak ? weak
                    : owner is null ? AccessError.NotFound(Noun.Tenant)
                    : name.Kind != LoginKind.Email ? NoEmail
                    : await act(turn, owner),
                cancel
            );

    /// <param name="there">The turn in the tenant.</param>
    /// <param name="told">What it is to the installation.</param>
    public async Task<Outcome<OwnedTenant>> InviteAsync(
        CallerTurn turn,
        CallerTurn there,
        ComingOwner owner,
        AuditKind told,
        CancellationToken cancel
    )
    {
        if ((await members.AdmitAsync(there, turn, owner.Ask, TenantRole.Owner, cancel)).IsRefused(out var refusal, out var invited))
        {
            return refusal;
        }

        there.Told.ForEach(there.Tell);
        turn.Told.Add(turn.Event(told, smartLock: null) with { On = new AuditObject(Noun.Tenant, owner.Tenant.Value) });
        var id = await WireIds.TextAsync(turn.Work, owner.Tenant, owner.Tenant.Value, WireIdKind.TenantUuid, cancel);
        return new OwnedTenant(id, invited.IsWaiting);
    }

    private async Task<Located<ComingOwner?>?> LocateAsync(LoginName name, TenantId? tenant, CancellationToken cancel)
    {
        if (tenant is not { } found)
        {
            return new Located<ComingOwner?>(TenantId.Installation, null);
        }

        var ask = await members.AskAsync(name, cancel);
        return new Located<ComingOwner?>(TenantId.Installation, new ComingOwner(found, ask)) { Also = [found, ask.NewHome] };
    }
}
