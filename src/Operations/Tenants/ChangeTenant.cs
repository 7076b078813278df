using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Tenants;

/// <summary>Changes what a tenant is called, and the zone in which new sites and people of it begin: those that are there keep theirs.</summary>
public sealed class ChangeTenant
{
    private const int LongestName = 200;

    private readonly CallerTurns turns;

    internal ChangeTenant(CallerTurns turns) => this.turns = turns;

    /// <param name="name">Null: it stays.</param>
    /// <param name="zone">IANA zone; null: it stays.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, string? name, string? zone, CancellationToken cancel) =>
        Refuse(name, zone) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                new TurnRules(AuditKind.TenantChanged, AccessError.NotFound(Noun.Tenant)),
                _ => ValueTask.FromResult<Located<TenantId>?>(new Located<TenantId>(tenant, tenant)),
                (turn, _) => ChangeAsync(turn, name?.Trim(), zone, cancel),
                cancel
            );

    private static AccessError? Refuse(string? name, string? zone) =>
        name?.Trim().Length is 0 or > LongestName ? AccessError.Invalid($"A tenant needs a name of at most {LongestName} characters.", Noun.Tenant)
        : zone is not null && !ZoneDatabase.Knows(zone) ? AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Tenant)
        : null;

    private static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, string? name, string? zone, CancellationToken cancel)
    {
        if (AccessDecision.Refuse(Permission.TenantWrite, turn.By.StandingIn(turn.Tenant), Noun.Tenant) is { } weak)
        {
            return weak;
        }

        await turn.Work.DoAsync(
            "update tenant set name = coalesce($2::text, name), zone = coalesce($3::text, zone) where tenant_id = $1",
            [turn.Tenant.Value, name, zone],
            cancel
        );
        turn.Told.Add(
            turn.Event(AuditKind.TenantChanged, smartLock: null) with
            {
                On = new AuditObject(Noun.Tenant, turn.Tenant.Value),
                Changed = new[] { ("name", name), ("zone", zone) }
                    .Where(one => one.Item2 is not null)
                    .ToDictionary(one => one.Item1, one => one.Item2!, StringComparer.Ordinal),
            }
        );
        return Done.Yes;
    }
}
