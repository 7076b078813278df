using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Grants;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Imports;

/// <summary>The way of a file of people: the addresses in it are looked up, then all of it is done in one turn, or tried in one that leaves nothing behind.</summary>
internal sealed class ImportTurns(CallerTurns turns, Receivers receivers, ImportActs acts, KeyRing ring)
{
    private static readonly AccessError Weak = new(AccessErrorCode.NotAllowed, "You may give nobody access here.", Noun.Grant);

    private static readonly AccessError AnotherIsTried = new(
        AccessErrorCode.RateLimited,
        "Another file of this tenant is being looked at: ask again in a moment."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

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

    /// <summary>One of a tenant at a time, on all nodes: nobody waits for it but those whom it would change, and one is enough for them.</summary>
    public Task<Outcome<ImportPlan>> RehearseAsync(Caller by, TenantId tenant, ImportFile file, CancellationToken cancel) =>
        turns.RehearseAsync(
            by,
            async _ => await LocateAsync(tenant, file, cancel),
            async (turn, people) =>
                await ClusterLock.TryTakeAsync(turn.Work, ClusterLock.ImportPreview, tenant, cancel)
                    ? await PlanAsync(turn, people, file, cancel)
                    : AnotherIsTried,
            cancel
        );

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

        await Receivers.HoldAsync(turn, [.. people.Known.Values.Select(person => person.User)], cancel);
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var run = new ImportRun(
            turn,
            await ImportDoors.LoadAsync(turn, cancel),
            new ImportPeople(acts, new(people.Known), people.Homes),
            new ImportCredentials(acts, keys)
        );
        return (await run.RunAsync(file.Rows, cancel)).Then(rows => ImportPlan.Of(file, rows));
    }
}
