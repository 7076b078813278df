using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <param name="Name">Null leaves it; an empty one takes it away. So with <paramref name="Size"/>, which cannot be taken away.</param>
public sealed record BoxChange(BoxNumber Number, string? Name = null, BoxSize? Size = null);

/// <summary>Names a cabinet, and names and sizes its boxes: all of it or nothing.</summary>
public sealed class ChangeLocker
{
    private const int LongestName = 200;

    private readonly LockerTurns turns;

    internal ChangeLocker(LockerTurns turns) => this.turns = turns;

    /// <param name="name">Null leaves it.</param>
    public async Task<Outcome<Done>> RunAsync(Caller by, WireId locker, string? name, IReadOnlyList<BoxChange> boxes, CancellationToken cancel) =>
        RefuseInput(name, boxes) is { } invalid
            ? invalid
            : await turns.RunAsync(
                by,
                locker,
                AuditKind.LockerChanged,
                Permission.LockersWrite,
                (turn, named) => ChangeAsync(turn, named, name?.Trim(), boxes, cancel),
                cancel
            );

    private static AccessError? RefuseInput(string? name, IReadOnlyList<BoxChange> boxes) =>
        name?.Trim() is { Length: 0 or > LongestName } ? AccessError.Invalid($"A locker has a name of 1 to {LongestName} characters.", Noun.Locker)
        : boxes.Any(box => box.Name?.Trim().Length > LongestName)
            ? AccessError.Invalid($"A box has a name of at most {LongestName} characters.", Noun.Box)
        : boxes.Any(box => box.Size is { } size && !Enum.IsDefined(size)) ? AccessError.Invalid("A box is small, medium or large.", Noun.Box)
        : boxes.DistinctBy(box => box.Number).Count() < boxes.Count ? AccessError.Invalid("A box is there twice.", Noun.Box)
        : null;

    private static async Task<Outcome<Done>> ChangeAsync(
        CallerTurn turn,
        NamedLocker locker,
        string? name,
        IReadOnlyList<BoxChange> changes,
        CancellationToken cancel
    )
    {
        var boxes = (await NamedBox.AllAsync(turn, locker, cancel)).ToDictionary(box => box.Number);
        if (changes.Any(change => !boxes.ContainsKey(change.Number)))
        {
            return LockerTurns.NoBox;
        }

        if (name is not null)
        {
            await turn.Work.DoAsync(
                "update locker set name = $3 where tenant_id = $1 and locker_id = $2",
                [turn.Tenant.Value, locker.Id.Value, name],
                cancel
            );
            turn.Told.Add(
                turn.Event(AuditKind.LockerChanged, null) with
                {
                    On = new AuditObject(Noun.Locker, locker.Id.Value),
                    Changed = new Dictionary<string, string> { ["name"] = name },
                }
            );
        }

        await SaveAsync(turn, boxes, changes, cancel);
        turn.Told.AddRange(
            changes.Select(change => turn.Event(AuditKind.BoxChanged, null) with { On = boxes[change.Number].Audited, Changed = Told(change) })
        );
        return Done.Yes;
    }

    private static Task<int> SaveAsync(
        CallerTurn turn,
        Dictionary<BoxNumber, NamedBox> boxes,
        IReadOnlyList<BoxChange> changes,
        CancellationToken cancel
    ) =>
        turn.Work.DoAsync(
            """
            update locker_box b set name = case when c.name is null then b.name else nullif(c.name, '') end, size = coalesce(c.size, b.size), changed_at = $2
            from unnest($3::uuid[], $4::text[], $5::smallint[]) as c (box_id, name, size)
            where b.tenant_id = $1 and b.box_id = c.box_id
            """,
            [
                turn.Tenant.Value,
                turn.Now,
                changes.Select(change => boxes[change.Number].Id.Value).ToArray(),
                changes.Select(change => change.Name?.Trim()).ToArray(),
                changes.Select(change => (short?)change.Size).ToArray(),
            ],
            cancel
        );

    private static Dictionary<string, string> Told(BoxChange change)
    {
        var told = new Dictionary<string, string>();
        if (change.Name is { } name)
        {
            told["name"] = name.Trim();
        }

        if (change.Size is { } size)
        {
            told["size"] = $"{size}";
        }

        return told;
    }
}
