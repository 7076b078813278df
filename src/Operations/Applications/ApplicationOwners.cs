using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Applications;

/// <param name="Id">Public UUID.</param>
/// <param name="Email">Empty for who has none.</param>
/// <param name="IsOrphan">Has never logged in: there is no password yet.</param>
public sealed record ApplicationOwner(string Id, string Email, string? DisplayName, bool IsOrphan);

/// <summary>The people who run an application: of this server's own pool, whatever their tenants. One is always left.</summary>
public sealed class ApplicationOwners
{
    private const int MostOwners = 100;

    private static readonly AccessError NobodyLeft = new(AccessErrorCode.Conflict, "An application keeps at least one owner.", Noun.Application);
    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"An application has at most {MostOwners} owners.");
    private static readonly AccessError Nobody = AccessError.NotFound(Noun.User);

    private readonly ApplicationTurns turns;
    private readonly OwnedApplications owned;
    private readonly CallerReads reads;
    private readonly WireIdIndex index;
    private readonly KeyRing ring;

    internal ApplicationOwners(ApplicationTurns turns, OwnedApplications owned, CallerReads reads, WireIdIndex index, KeyRing ring) =>
        (this.turns, this.owned, this.reads, this.index, this.ring) = (turns, owned, reads, index, ring);

    public async Task<Outcome<IReadOnlyList<ApplicationOwner>>> ListAsync(Caller by, WireId application, CancellationToken cancel)
    {
        if ((await owned.ReadAsync(by, application, cancel)).IsRefused(out var missing, out var its))
        {
            return missing;
        }

        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var found = await reads.ReadAsync(
            by,
            [its.Tenant],
            ListSql,
            row => new ApplicationOwner(
                row.GetString(0),
                PersonName.Read(row, 1).Account(installation) ?? "",
                PersonName.Read(row, 1).DisplayName,
                row.GetBoolean(4)
            ),
            _ => [its.Tenant.Value, its.Application.Value],
            cancel
        );
        return found.Then(read => (IReadOnlyList<ApplicationOwner>)read.Rows);
    }

    /// <summary>One who is already changes nothing.</summary>
    public Task<Outcome<Done>> AddAsync(Caller by, WireId application, WireId user, CancellationToken cancel) =>
        turns.RunAsync(by, application, (turn, id) => AddAsync(turn, id, user, cancel), cancel);

    public Task<Outcome<Done>> RemoveAsync(Caller by, WireId application, WireId user, CancellationToken cancel) =>
        turns.RunAsync(by, application, (turn, id) => RemoveAsync(turn, id, user, cancel), cancel);

    private async Task<Outcome<Done>> AddAsync(CallerTurn turn, AppId id, WireId user, CancellationToken cancel)
    {
        if (await index.FindAsync(user, cancel) is not { } row || !await HoldAsync(turn, row.Id, cancel))
        {
            return Nobody;
        }

        await ApplicationRows.AddOwnerAsync(turn, id, new UserId(row.Id), cancel);
        turn.Told.Add(ApplicationTurns.Told(turn, id, "owner added", row.Id.ToString()));
        return await CountAsync(turn, id, cancel) > MostOwners ? TooMany : Done.Yes;
    }

    private async Task<Outcome<Done>> RemoveAsync(CallerTurn turn, AppId id, WireId user, CancellationToken cancel)
    {
        if (await index.FindAsync(user, cancel) is not { } row || await ApplicationRows.RemoveOwnerAsync(turn, id, new UserId(row.Id), cancel) == 0)
        {
            return Nobody;
        }

        turn.Told.Add(ApplicationTurns.Told(turn, id, "owner removed", row.Id.ToString()));
        return await CountAsync(turn, id, cancel) == 0 ? NobodyLeft : Done.Yes;
    }

    private static async Task<bool> HoldAsync(CallerTurn turn, Guid user, CancellationToken cancel) =>
        await turn.Work.FirstAsync(
            "select true from app_user where user_id = $1 and pool = $2 and disabled_at is null for share",
            row => row.GetBoolean(0),
            [user, Guid.Empty],
            cancel
        );

    private static Task<long> CountAsync(CallerTurn turn, AppId id, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            "select count(*) from application_owner where tenant_id = $1 and application_id = $2",
            row => row.GetInt64(0),
            [turn.Tenant.Value, id.Value],
            cancel
        );

    private static readonly string ListSql = $"""
        select w.wire_id, {PersonName.ColumnsOf("its")}, u.password_hash is null
        from application_owner own join app_user u on u.user_id = own.user_id
        join public_id w on w.tenant_id = u.home_tenant_id and w.row_id = u.user_id and w.kind = {(int)WireIdKind.UserUuid}
        {PersonName.JoinOf("own.user_id", "its")}
        where own.tenant_id = $1 and own.application_id = $2 order by u.created_at, u.user_id
        """;
}
