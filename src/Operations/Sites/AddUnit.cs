using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Sites;

/// <summary>What a unit is called; of a change, what is null stays.</summary>
public sealed record UnitFields
{
    private const int LongestName = 200;
    private const int LongestNumber = 50;
    private const int LongestLabel = 100;

    public string? Name { get; init; }

    /// <summary>Empty: none.</summary>
    public string? Number { get; init; }

    /// <inheritdoc cref="Number"/>
    public string? Label { get; init; }

    public Business? Business { get; init; }

    public bool? IsClean { get; init; }

    internal AccessError? Refuse() =>
        Name?.Trim().Length is 0 or > LongestName ? AccessError.Invalid($"A unit needs a name of at most {LongestName} characters.", Noun.Unit)
        : Number?.Length > LongestNumber ? AccessError.Invalid($"A number has at most {LongestNumber} characters.", Noun.Unit)
        : Label?.Length > LongestLabel ? AccessError.Invalid($"A label has at most {LongestLabel} characters.", Noun.Unit)
        : Business is { } business && !Enum.IsDefined(business) ? AccessError.Invalid("There is no such kind of unit.", Noun.Unit)
        : null;

    internal IEnumerable<string> Names()
    {
        (string, object?)[] all = [("name", Name), ("number", Number), ("label", Label), ("business", Business), ("isClean", IsClean)];
        return all.Where(one => one.Item2 is not null).Select(one => one.Item1);
    }
}

/// <summary>Adds a unit to a site.</summary>
public sealed class AddUnit
{
    /// <summary>In a site.</summary>
    public const int Most = 10_000;

    private readonly TenantTurns turns;
    private readonly WireIds ids;

    internal AddUnit(TenantTurns turns, WireIds ids) => (this.turns, this.ids) = (turns, ids);

    /// <returns>Its public UUID.</returns>
    public Task<Outcome<string>> RunAsync(Caller by, WireId site, UnitFields fields, CancellationToken cancel) =>
        turns.RunAsync<string>(
            by,
            new TenantRules(AuditKind.UnitChanged, Permission.SitesWrite, Noun.Site),
            site,
            async (turn, row) =>
                fields.Name is null ? AccessError.Invalid("A unit needs a name.", Noun.Unit)
                : fields.Refuse() is { } invalid ? invalid
                : await AddAsync(turn, new SiteId(row), fields, cancel),
            cancel
        );

    private async Task<Outcome<string>> AddAsync(CallerTurn turn, SiteId site, UnitFields fields, CancellationToken cancel)
    {
        var unit = UnitId.New(turn.Now);
        var added = await turn.Work.DoAsync(
            $"""
            insert into unit (tenant_id, unit_id, site_id, name, number, label, business, is_clean, created_at, updated_at)
            select s.tenant_id, $3, s.site_id, $4, $5, $6, $7, $8, $9, $9 from site s
            where s.tenant_id = $1 and s.site_id = $2 and s.archived_at is null
                and (select count(*) from unit u where u.tenant_id = s.tenant_id and u.site_id = s.site_id and u.archived_at is null) < {Most}
            """,
            [
                turn.Tenant.Value,
                site.Value,
                unit.Value,
                fields.Name!.Trim(),
                NullIfEmpty(fields.Number),
                NullIfEmpty(fields.Label),
                (short)(fields.Business ?? Business.Housing),
                fields.IsClean ?? true,
                turn.Now,
            ],
            cancel
        );
        if (added == 0)
        {
            return new AccessError(AccessErrorCode.LimitReached, $"A site has at most {Most} units.", Noun.Unit);
        }

        await ids.IssueAsync(turn.Work, turn.Tenant, unit.Value, cancel, WireIdKind.UnitUuid, WireIdKind.KeyvoxUnit);
        turn.Made = unit.Value;
        turn.Told.Add(TenantTurns.Told(turn, AuditKind.UnitChanged, Noun.Unit, unit.Value, "added"));
        return await WireIds.TextAsync(turn.Work, turn.Tenant, unit.Value, WireIdKind.UnitUuid, cancel);
    }

    internal static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
