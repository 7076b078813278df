using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Drivers.Simulator;

namespace Latchwork.Testing.Kills;

/// <summary>Somebody for each door who makes and deletes passcodes, and waits each time for the lock to confirm it.</summary>
/// <param name="world">Of the demo's doors.</param>
internal sealed class PasscodeLoad(Seed seed, SimulatedWorld world) : IKillLoad
{
    /// <summary>Below what the plainest of the locks holds, so that those of unknown end find a place too.</summary>
    private const int MostEach = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<string> faults = new();
    private List<Keypad> keypads = [];

    public async Task PrepareAsync(KillHouse house)
    {
        var doors = (await house.ExpectAsync("v3/lock/list?pageSize=100"))["list"]!.AsArray();
        keypads =
        [
            .. new[] { ("Front door", "front-door"), ("Back gate", "back-gate"), ("Office", "office") }.Select(known => new Keypad(
                known.Item2,
                (long)doors.Single(door => (string)door!["lockName"]! == known.Item1)!["lockId"]!,
                seed.Fork(known.Item1)
            )),
        ];
    }

    public Task RunAsync(KillHouse house, CancellationToken ending) => Task.WhenAll(keypads.Select(keypad => RunAsync(house, keypad, ending)));

    public async Task<bool> IsSettledAsync(KillHouse house)
    {
        foreach (var keypad in keypads)
        {
            if (await ListAsync(house, keypad) is not { } listed || Unsettled(keypad, listed).Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    public async Task<LoadOutcome> CheckAsync(KillHouse house)
    {
        foreach (var keypad in keypads)
        {
            var listed = await ListAsync(house, keypad) ?? [];
            Unsettled(keypad, listed).ForEach(faults.Enqueue);
            var there = listed.Select(code => code.Number).ToHashSet();
            Tell(keypad.Kept.Where(code => !there.Contains(code)), keypad, "was acknowledged, and is not listed");
            Tell(keypad.Deleted.Where(there.Contains), keypad, "was acknowledged as deleted, and is listed");
        }

        return new LoadOutcome(
            "What is listed as active is in the lock, and nothing else; what was acknowledged is so",
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["codes made"] = keypads.Sum(keypad => keypad.Made),
                ["codes deleted"] = keypads.Sum(keypad => keypad.Deleted.Count),
                ["wishes refused or unanswered"] = keypads.Sum(keypad => keypad.Unsure),
            },
            [.. faults]
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell(IEnumerable<long> codes, Keypad keypad, string what)
    {
        foreach (var code in codes)
        {
            faults.Enqueue($"passcode {code} of {keypad.Address} {what}");
        }
    }

    private async Task RunAsync(KillHouse house, Keypad keypad, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            if (await ListAsync(house, keypad) is { } listed)
            {
                CheckActive(keypad, listed);
                await ActAsync(house, keypad, listed);
            }

            // Others use the links too.
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Also between the kills; nobody else makes or deletes codes of this door.</summary>
    private void CheckActive(Keypad keypad, List<ListedCode> listed)
    {
        var truth = Truth(keypad);
        Tell(
            listed.Where(code => code.IsActive && !truth.Contains(code.Digits)).Select(code => code.Number),
            keypad,
            "is listed as active, and not in the lock"
        );
    }

    private static Task ActAsync(KillHouse house, Keypad keypad, List<ListedCode> listed)
    {
        var active = listed.FindAll(code => code.IsActive);
        return listed.Count >= MostEach || (active.Count > 0 && keypad.Seed.Chance(0.4))
            ? DeleteAsync(house, keypad, keypad.Seed.Pick(listed).Number)
            : AddAsync(house, keypad);
    }

    private static async Task AddAsync(KillHouse house, Keypad keypad)
    {
        var digits = (100_000 + keypad.Seed.Next(900_000)).ToString(CultureInfo.InvariantCulture);
        var answer = await house.AskAsync(
            $"v3/keyboardPwd/add?lockId={keypad.Number}&keyboardPwd={digits}&keyboardPwdName=Guest&keyboardPwdType=2&addType=2"
        );
        if ((long?)answer?["keyboardPwdId"] is not { } number)
        {
            keypad.Unsure++;
            return;
        }

        keypad.Made++;
        keypad.Kept.Add(number);
    }

    private static async Task DeleteAsync(KillHouse house, Keypad keypad, long code)
    {
        keypad.Kept.Remove(code);
        var answer = await house.AskAsync($"v3/keyboardPwd/delete?lockId={keypad.Number}&keyboardPwdId={code}&deleteType=2");
        if (answer is null || KillHouse.CodeOf(answer) != 0)
        {
            keypad.Unsure++;
            return;
        }

        keypad.Deleted.Add(code);
    }

    /// <summary>Null where there is no answer, or none that is a list.</summary>
    private static async Task<List<ListedCode>?> ListAsync(KillHouse house, Keypad keypad) =>
        (await house.AskAsync($"v3/lock/listKeyboardPwd?lockId={keypad.Number}&pageSize=200"))?["list"] is JsonArray list
            ? [.. list.Select(code => new ListedCode((long)code!["keyboardPwdId"]!, (string)code["keyboardPwd"]!, (int)code["status"]! == 1))]
            : null;

    /// <summary>In what the list and the lock differ, or what is not at its end.</summary>
    private List<string> Unsettled(Keypad keypad, List<ListedCode> listed)
    {
        var truth = Truth(keypad);
        var foreign = truth.Except(listed.Select(code => code.Digits), StringComparer.Ordinal).Count();
        var differences = listed
            .Where(code => !code.IsActive || !truth.Contains(code.Digits))
            .Select(code => $"passcode {code.Number} of {keypad.Address} is {(code.IsActive ? "active and not in the lock" : "on its way")}")
            .ToList();
        return foreign == 0 ? differences : [.. differences, $"{keypad.Address} holds {foreign} codes that nothing lists"];
    }

    private HashSet<string> Truth(Keypad keypad) => [.. world.Control(new WorldControl.Look(keypad.Address)).Value.Passcodes.Values];

    private sealed record ListedCode(long Number, string Digits, bool IsActive)
    {
        public override string ToString() => $"passcode {Number}";
    }

    /// <summary>A door, and what its somebody was told.</summary>
    private sealed class Keypad(string address, long number, Seed seed)
    {
        public string Address => address;

        public long Number => number;

        public Seed Seed => seed;

        /// <summary>Codes that were made for certain, and that nobody has tried to delete.</summary>
        public HashSet<long> Kept { get; } = [];

        public HashSet<long> Deleted { get; } = [];

        public int Made { get; set; }

        public int Unsure { get; set; }
    }
}
