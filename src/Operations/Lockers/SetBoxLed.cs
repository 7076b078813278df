using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Lockers;

/// <param name="Boxes">At least one, each once.</param>
/// <param name="For">How long; null until it is changed. The cabinet counts it.</param>
public sealed record BoxLight(IReadOnlyList<BoxNumber> Boxes, LedColour Colour, bool Blinks = false, TimeSpan? For = null);

/// <summary>Lights boxes of a cabinet. The cabinet is asked at once; what it shows is known to this server when it said so.</summary>
public sealed class SetBoxLed
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly LockerTurns turns;
    private readonly BoxCommands commands;

    internal SetBoxLed(LockerTurns turns, BoxCommands commands) => (this.turns, this.commands) = (turns, commands);

    public async Task<Outcome<Done>> RunAsync(Caller by, WireId locker, BoxLight light, TimeSpan wait, CancellationToken cancel)
    {
        if (light.Boxes.Count == 0 || light.For is { } time && (time <= TimeSpan.Zero || time > Longest))
        {
            return AccessError.Invalid($"A light is for one box at least, and for at most {Longest.TotalHours:0} hours.", Noun.Box);
        }

        var decided = await turns.RunAsync(
            by,
            locker,
            AuditKind.BoxChanged,
            Permission.LockersOpen,
            (turn, named) => DecideAsync(turn, named, light, wait, cancel),
            cancel
        );
        return (await commands.AwaitAsync(decided, by.Home, wait, cancel)).Then(_ => Done.Yes);
    }

    private async Task<Outcome<SavedCommand>> DecideAsync(
        CallerTurn turn,
        NamedLocker locker,
        BoxLight light,
        TimeSpan wait,
        CancellationToken cancel
    )
    {
        var wanted = light.Boxes.ToHashSet();
        var boxes = (await NamedBox.AllAsync(turn, locker, cancel)).FindAll(box => wanted.Contains(box.Number));
        if (boxes.Count < wanted.Count)
        {
            return LockerTurns.NoBox;
        }

        if (locker.RefuseLink() is { } refusal)
        {
            return refusal;
        }

        var act = new DeviceAct.SetLed([.. boxes.Select(box => box.Position)], light.Colour.Hex, light.Blinks, light.For);
        var command = commands.Of(turn.Tenant, turn.Operation, locker, act, wait, box: null);
        await BoxCommands.SaveAsync(turn.Work, command, turn.By, turn.Now, cancel);
        turn.Told.AddRange(boxes.Select(box => turn.Event(AuditKind.BoxChanged, null) with { On = box.Audited, Changed = Told(light) }));
        turn.Made = command.Id.Value;
        return command;
    }

    private static Dictionary<string, string> Told(BoxLight light) =>
        new()
        {
            ["light"] = light.Colour.ToString(),
            ["mode"] = light.Blinks ? "blink" : "on",
            ["seconds"] = ((int)(light.For?.TotalSeconds ?? 0)).ToString(CultureInfo.InvariantCulture),
        };
}
