using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Applications;

/// <summary>Makes an application in the caller's home tenant; the caller is its first owner.</summary>
public sealed class AddApplication
{
    private const int MostApplications = 100;
    private const int LongestSlug = 60;

    private static readonly AccessError TooMany = new(AccessErrorCode.LimitReached, $"You have {MostApplications} applications.", Noun.Application);

    private readonly CallerTurns turns;
    private readonly WireIds ids;
    private readonly WireIdIndex index;

    internal AddApplication(CallerTurns turns, WireIds ids, WireIdIndex index) => (this.turns, this.ids, this.index) = (turns, ids, index);

    /// <returns>Its public UUID.</returns>
    public async Task<Outcome<string>> RunAsync(Caller by, ApplicationFields given, CancellationToken cancel)
    {
        var rules = new TurnRules(AuditKind.ApplicationChanged, ApplicationTurns.MissingFor(by));
        var added = await turns.RunAsync<AppId, OwnedApplication>(
            by,
            rules,
            caller => ValueTask.FromResult<Located<AppId>?>(OwnedApplications.OwnerOf(caller) is null ? null : Fresh(caller)),
            async (turn, id) => given.Refuse(isNew: true) ?? await AddAsync(turn, id, given, cancel),
            cancel
        );
        return added.IsRefused(out var refusal, out var made)
            ? refusal
            : await index.OfRowAsync(made.Tenant, made.Application.Value, WireIdKind.ApplicationUuid, cancel);
    }

    private Located<AppId> Fresh(Caller by) => new(by.Home, AppId.New(turns.Now));

    private async Task<Outcome<OwnedApplication>> AddAsync(CallerTurn turn, AppId id, ApplicationFields given, CancellationToken cancel)
    {
        var added = await turn.Work.DoAsync(
            """
            insert into application (tenant_id, application_id, name, slug, created_at, updated_at)
            select $1, $2, $3, $4, $5, $5 where (select count(*) from latchwork_applications_of($6)) < $7
            """,
            [turn.Tenant.Value, id.Value, given.Name!.Trim(), SlugOf(given.Name), turn.Now, turn.By.Principal.Id, MostApplications],
            cancel
        );
        if (added == 0)
        {
            return TooMany;
        }

        await ApplicationRows.SaveAsync(turn, id, given, cancel);
        await ApplicationRows.AddOwnerAsync(turn, id, turn.By.User!.Value, cancel);
        await ids.IssueAsync(turn.Work, turn.Tenant, id.Value, cancel, WireIdKind.ApplicationUuid);
        turn.Told.Add(ApplicationTurns.Told(turn, id, "added"));
        return new OwnedApplication(turn.Tenant, id);
    }

    /// <summary>The name in lower-case letters and digits, its words joined by hyphens.</summary>
    private static string SlugOf(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString()[..Math.Min(slug.Length, LongestSlug)].Trim('-');
    }
}
