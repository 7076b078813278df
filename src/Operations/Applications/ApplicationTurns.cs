using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications;

/// <summary>
/// The way of every act on an application. Only its owners know that it is there, whichever tenant its row is of, and only while they use a token of this
/// server. The row is held: what the application vouches with does not change while a token of it is admitted.
/// </summary>
internal sealed class ApplicationTurns(OwnedApplications owned, CallerTurns turns)
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.Application);
    private static readonly AccessError OnlyPeople = new(AccessErrorCode.NotAllowed, "This takes a token of this server, not of an application.");

    /// <summary>What somebody is told who does not own it.</summary>
    public static AccessError MissingFor(Caller by) => OwnedApplications.OwnerOf(by) is null ? OnlyPeople : Missing;

    /// <param name="whenTaken">As for <see cref="TurnRules"/>.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        WireId id,
        Func<CallerTurn, AppId, Task<Outcome<T>>> act,
        CancellationToken cancel,
        AccessError? whenTaken = null
    ) =>
        turns.RunAsync<AppId, T>(
            by,
            new TurnRules(AuditKind.ApplicationChanged, MissingFor(by), whenTaken),
            async caller => await owned.FindAsync(caller, id, cancel) is { } found ? new Located<AppId>(found.Tenant, found.Application) : null,
            async (turn, application) => await HoldAsync(turn, application, cancel) ? await act(turn, application) : Missing,
            cancel
        );

    public static AuditEvent Told(CallerTurn turn, AppId application, string what, string? value = null) =>
        turn.Event(AuditKind.ApplicationChanged, smartLock: null) with
        {
            On = new AuditObject(Noun.Application, application.Value),
            Changed = new Dictionary<string, string> { [what] = value ?? "" },
        };

    private static async Task<bool> HoldAsync(CallerTurn turn, AppId application, CancellationToken cancel) =>
        await turn.Work.DoAsync(
            """
            update application a set updated_at = $4 from application_owner o
            where a.tenant_id = $1 and a.application_id = $2 and a.removed_at is null
                and o.tenant_id = a.tenant_id and o.application_id = a.application_id and o.user_id = $3
            """,
            [turn.Tenant.Value, application.Value, turn.By.Principal.Id, turn.Now],
            cancel
        ) > 0;
}

internal readonly record struct OwnedApplication(TenantId Tenant, AppId Application);

/// <summary>Which applications are somebody's: asked before a tenant is known.</summary>
internal sealed class OwnedApplications(AccessDb db, ConfirmCaller confirm)
{
    /// <summary>An application's own token owns nothing (doordeck.md 11.3).</summary>
    public static UserId? OwnerOf(Caller by) => by.SessionKind == SessionKind.ApplicationToken ? null : by.User;

    /// <summary>For reads, which confirm the caller where they find it: who finds nothing is told so only while they still are one (AZ-5).</summary>
    public async Task<Outcome<OwnedApplication>> ReadAsync(Caller by, WireId id, CancellationToken cancel) =>
        await FindAsync(by, id, cancel) is { } its ? its : await MissingAsync(by, cancel);

    public async Task<AccessError> MissingAsync(Caller by, CancellationToken cancel) =>
        (await confirm.RunAsync(by, cancel)).Error ?? ApplicationTurns.MissingFor(by);

    public async Task<OwnedApplication?> FindAsync(Caller by, WireId id, CancellationToken cancel)
    {
        var found = await ListAsync(
            by,
            """
            select a.tenant_id, a.application_id from public_id p
            join latchwork_applications_of($1) a on a.tenant_id = p.tenant_id and a.application_id = p.row_id
            where p.kind = $2 and p.wire_id = $3
            """,
            [(short)id.Kind, id.Text],
            cancel
        );
        return found.Count == 0 ? null : found[0];
    }

    public Task<List<OwnedApplication>> AllAsync(Caller by, CancellationToken cancel) =>
        ListAsync(by, "select a.tenant_id, a.application_id from latchwork_applications_of($1) a", [], cancel);

    private async Task<List<OwnedApplication>> ListAsync(Caller by, string sql, object[] values, CancellationToken cancel) =>
        OwnerOf(by) is { } owner
            ? await db.ListAsync(
                TenantSet.None,
                sql,
                row => new OwnedApplication(new TenantId(row.GetGuid(0)), new AppId(row.GetGuid(1))),
                [owner.Value, .. values],
                cancel
            )
            : [];
}
