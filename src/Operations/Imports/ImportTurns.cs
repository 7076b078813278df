using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Imports;

/// <summary>The way of a file of people: the addresses in it are looked up, then all of it is done in one turn, or tried in one that leaves nothing behind.</summary>
internal sealed class ImportTurns(CallerTurns turns, Receivers receivers, ImportActs acts, KeyRing ring)
{
    private static readonly AccessError Weak = new(AccessErrorCode.NotAllowed, "You may give nobody access here.", Noun.Grant);

    public Task<Outcome<T>> RunAsync<T>(
        Caller by,
        TenantId tenant,
        ImportFile file,
        Func<CallerTurn, ImportPlan, Outcome<T>> end,
        CancellationToken cancel
    ) =>
        turns.RunAsync<People, T>(
            by,
            new TurnRules(AuditKind.GrantGiven, Weak),
            async _ => await LocateAsync(tenant, file, cancel),
            async (turn, people) =>
                (await PlanAsync(turn, people, file, cancel)).IsRefused(out var refusal, out var plan) ? refusal : end(turn, plan),
            cancel
        );

    public Task<Outcome<ImportPlan>> RehearseAsync(Caller by, TenantId tenant, ImportFile file, CancellationToken cancel) =>
        turns.RehearseAsync(by, async _ => await LocateAsync(tenant, file, cancel), (turn, people) => PlanAsync(turn, people, file, cancel), cancel);

    private sealed record People(IReadOnlyDictionary<LoginName, Receiver> Known, IReadOnlyDictionary<LoginName, TenantId> Homes);

    private async Task<Located<People>> LocateAsync(TenantId tenant, ImportFile file, CancellationToken cancel)
    {
        HashSet<LoginName> addresses =
        [
            .. file
                .Rows.Select(row => row.Cells.GetValueOrDefault(ImportColumn.Email))
                .OfType<string>()
                .Select(LoginName.Parse)
                .Where(parsed => parsed is { Error: null, Value.Kind: LoginKind.Email })
                .Select(parsed => parsed.Value),
        ];
        var known = await receivers.FindAsync(addresses, cancel);
        var homes = addresses.Where(address => !known.ContainsKey(address)).ToDictionary(address => address, _ => TenantId.New(turns.Now));
        return new Located<People>(tenant, new People(known, homes)) { Also = [.. homes.Values] };
    }

    private async Task<Outcome<ImportPlan>> PlanAsync(CallerTurn turn, People people, ImportFile file, CancellationToken cancel)
    {
        if (AccessDecision.Refuse(Permission.GrantsWrite, turn.By.StandingIn(turn.Tenant), Noun.Grant) is { } weak)
        {
            return weak;
        }

        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var run = new ImportRun(acts, turn, await ImportDoors.LoadAsync(turn, cancel), keys, new(people.Known), people.Homes);
        return ImportPlan.Of(file, await run.RunAsync(file.Rows, cancel));
    }
}
