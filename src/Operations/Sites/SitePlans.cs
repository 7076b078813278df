using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Applications;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Sites;

/// <summary>The plan of a site: one picture, of which nothing is kept but its bytes and its type. Where doors are on it outlives it.</summary>
public sealed class SitePlans
{
    public const int LargestPicture = 512 * 1024;

    private const int LongestSide = 8192;

    private static readonly AccessError NoPicture = AccessError.Invalid(
        $"A plan is a PNG or a JPEG as its type says, with at most {LargestPicture / 1024} KiB and {LongestSide} pixels to a side.",
        Noun.Site
    );

    private static readonly AccessError NoPlan = new(AccessErrorCode.NotFound, "This site has no plan.", Noun.Site);

    private readonly TenantTurns turns;
    private readonly CallerReads reads;

    internal SitePlans(TenantTurns turns, CallerReads reads) => (this.turns, this.reads) = (turns, reads);

    public Task<Outcome<Done>> PutAsync(Caller by, WireId site, Picture plan, CancellationToken cancel) =>
        RunAsync(
            by,
            site,
            async (turn, row) =>
                !IsGood(plan) ? NoPicture
                : await turn.Work.DoAsync(SaveSql, [turn.Tenant.Value, row, (short)plan.Type, plan.Bytes, turn.Now], cancel) == 0
                    ? AccessError.NotFound(Noun.Site)
                : null,
            cancel
        );

    /// <summary>Twice is once, and refused the second time.</summary>
    public Task<Outcome<Done>> RemoveAsync(Caller by, WireId site, CancellationToken cancel) =>
        RunAsync(
            by,
            site,
            async (turn, row) =>
                await turn.Work.DoAsync("delete from site_plan where tenant_id = $1 and site_id = $2", [turn.Tenant.Value, row], cancel) == 0
                    ? NoPlan
                    : null,
            cancel
        );

    public async Task<Outcome<Picture>> FindAsync(Caller by, WireId site, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            OneSql,
            row =>
                (
                    Tenant: new TenantId(row.GetGuid(0)),
                    Plan: row.IsDBNull(1) ? null : new Picture((PictureType)row.GetInt16(1), row.GetFieldValue<byte[]>(2))
                ),
            _ => [(short)site.Kind, site.Text],
            cancel
        );
        return found.IsRefused(out var refusal, out var read) ? refusal
            : read.Rows is not [var (tenant, plan)] ? AccessError.NotFound(Noun.Site)
            : AccessDecision.Refuse(Permission.SitesRead, read.By.StandingIn(tenant), Noun.Site) is { } weak ? weak
            : plan is null ? NoPlan
            : plan;
    }

    private static bool IsGood(Picture plan) =>
        plan.Bytes.Length <= LargestPicture
        && (plan.Type == PictureType.Png ? PictureSize.OfPng(plan.Bytes) : PictureSize.OfJpeg(plan.Bytes))
            is { Width: <= LongestSide, Height: <= LongestSide };

    private Task<Outcome<Done>> RunAsync(Caller by, WireId site, Func<CallerTurn, Guid, Task<AccessError?>> change, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            new TenantRules(AuditKind.SiteChanged, Permission.SitesWrite, Noun.Site),
            site,
            async (turn, row) =>
            {
                if (await change(turn, row) is { } refusal)
                {
                    return refusal;
                }

                turn.Told.Add(TenantTurns.Told(turn, AuditKind.SiteChanged, Noun.Site, row, ["plan"]));
                return Done.Yes;
            },
            cancel
        );

    private const string SaveSql = """
        insert into site_plan (tenant_id, site_id, content_type, picture, updated_at)
        select s.tenant_id, s.site_id, $3, $4, $5 from site s where s.tenant_id = $1 and s.site_id = $2 and s.archived_at is null
        on conflict (tenant_id, site_id) do update set content_type = excluded.content_type, picture = excluded.picture, updated_at = excluded.updated_at
        """;

    private const string OneSql = """
        select s.tenant_id, p.content_type, p.picture from public_id i
        join site s on s.tenant_id = i.tenant_id and s.site_id = i.row_id and s.archived_at is null
        left join site_plan p on p.tenant_id = s.tenant_id and p.site_id = s.site_id
        where i.kind = $1 and i.wire_id = $2
        """;
}
