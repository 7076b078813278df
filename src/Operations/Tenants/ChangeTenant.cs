using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Tenants;

/// <summary>What is changed of a tenant; null: it stays.</summary>
/// <param name="Zone">IANA zone in which new sites and people of it begin: those that are there keep theirs.</param>
/// <param name="AsksBeforeOpening">As <see cref="SeenTenant.AsksBeforeOpening"/>.</param>
public sealed record TenantChange(string? Name, string? Zone, bool? AsksBeforeOpening);

/// <summary>Changes what a tenant is called, where it is, and what its people are asked.</summary>
public sealed class ChangeTenant
{
    private const int LongestName = 200;

    private readonly CallerTurns turns;

    internal ChangeTenant(CallerTurns turns) => this.turns = turns;

    public async Task<Outcome<Done>> RunAsync(Caller by, TenantId tenant, TenantChange change, CancellationToken cancel) =>
        Refuse(change) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                new TurnRules(AuditKind.TenantChanged, AccessError.NotFound(Noun.Tenant)),
                _ => ValueTask.FromResult<Located<TenantId>?>(new Located<TenantId>(tenant, tenant)),
                (turn, _) => ChangeAsync(turn, change with { Name = change.Name?.Trim() }, cancel),
                cancel
            );

    private static AccessError? Refuse(TenantChange change) =>
        change.Name?.Trim().Length is 0 or > LongestName
            ? AccessError.Invalid($"A tenant needs a name of at most {LongestName} characters.", Noun.Tenant)
        : change.Zone is { } zone && !ZoneDatabase.Knows(zone) ? AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Tenant)
        : null;

    private static async Task<Outcome<Done>> ChangeAsync(CallerTurn turn, TenantChange change, CancellationToken cancel)
    {
        if (AccessDecision.Refuse(Permission.TenantWrite, turn.By.StandingIn(turn.Tenant), Noun.Tenant) is { } weak)
        {
            return weak;
        }

        await turn.Work.DoAsync(
            """
            update tenant set name = coalesce($2::text, name), zone = coalesce($3::text, zone), asks_before_opening = coalesce($4::boolean, asks_before_opening)
            where tenant_id = $1
            """,
            [turn.Tenant.Value, change.Name, change.Zone, change.AsksBeforeOpening],
            cancel
        );
        if (change.AsksBeforeOpening is not null)
        {
            // Nodes remember what their people are asked.
            var members = await turn.Work.ListAsync(
                "select user_id from membership where tenant_id = $1",
                row => new UserId(row.GetGuid(0)),
                [turn.Tenant.Value],
                cancel
            );
            turn.Raised.UnionWith(members);
        }

        turn.Told.Add(
            turn.Event(AuditKind.TenantChanged, smartLock: null) with
            {
                On = new AuditObject(Noun.Tenant, turn.Tenant.Value),
                Changed = new[] { ("name", change.Name), ("zone", change.Zone), ("asksBeforeOpening", change.AsksBeforeOpening?.ToString()) }
                    .Where(one => one.Item2 is not null)
                    .ToDictionary(one => one.Item1, one => one.Item2!, StringComparer.Ordinal),
            }
        );
        return Done.Yes;
    }
}
