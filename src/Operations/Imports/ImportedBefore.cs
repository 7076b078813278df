using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Imports;

/// <summary>What a row wants and its doors have already: a card by its number, a code by its name, since no file has its digits.</summary>
internal static class ImportedBefore
{
    /// <summary>The windows at each door that has it.</summary>
    public static Task<Dictionary<LockId, List<TimeWindow>>> WindowsAsync(
        CallerTurn turn,
        CredentialKind kind,
        WantedRow wanted,
        IReadOnlyList<ListedDoor> at,
        TenantKeys keys,
        CancellationToken cancel
    ) => kind == CredentialKind.Card ? OfCardAsync(turn, wanted.Card!.Value, at, keys, cancel) : OfNameAsync(turn, kind, wanted.Name!, at, cancel);

    private static async Task<Dictionary<LockId, List<TimeWindow>>> OfCardAsync(
        CallerTurn turn,
        CardNumber card,
        IReadOnlyList<ListedDoor> at,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var there = new Dictionary<LockId, List<TimeWindow>>();
        foreach (var door in at)
        {
            var live = await LiveCredentials.LoadAsync(turn, CredentialKind.Card, door.Lock, cancel);
            List<TimeWindow> windows = [.. live.WindowsOf(keys.ValueIndexes(door.Lock, CredentialValue.Of(card)))];
            if (windows.Count > 0)
            {
                there[door.Lock] = windows;
            }
        }

        return there;
    }

    private static async Task<Dictionary<LockId, List<TimeWindow>>> OfNameAsync(
        CallerTurn turn,
        CredentialKind kind,
        string name,
        IReadOnlyList<ListedDoor> at,
        CancellationToken cancel
    )
    {
        var found = await turn.Work.ListAsync(
            """
            select e.lock_id, c.starts_at, c.ends_at from enrollment e
            join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
            where e.tenant_id = $1 and e.lock_id = any ($2) and e.kind = $3 and e.gone_at is null and e.desired_present and c.name = $4
            """,
            row => (Lock: new LockId(row.GetGuid(0)), Window: new TimeWindow(row.GetInstant(1), row.GetInstant(2))),
            [turn.Tenant.Value, at.Select(door => door.Lock.Value).ToArray(), (short)kind, name],
            cancel
        );
        return found.GroupBy(one => one.Lock).ToDictionary(of => of.Key, of => of.Select(one => one.Window).ToList());
    }
}
