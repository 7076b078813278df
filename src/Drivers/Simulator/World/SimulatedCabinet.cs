using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Simulator;

/// <summary>
/// A locker cabinet. An opened box stays open until somebody shuts its door. Its panel tells what it is shown and keeps nothing: the server decides.
/// </summary>
internal sealed class SimulatedCabinet : SimulatedDevice
{
    /// <summary>How many boxes one act opens (devices.md 7.7).</summary>
    private const int MostAtOnce = 8;

    private readonly Box[] boxes;

    /// <param name="columns">One text a sub-cabinet, in it one letter a box: S, M or L.</param>
    public SimulatedCabinet(SimulatedWorld world, string address, string name, IReadOnlyList<string> columns)
        : base(world, address, name) =>
        boxes = [
            .. columns
                .SelectMany((sizes, column) => sizes.Select(size => (size, column)))
                .Select((box, index) => new Box(index + 1, box.column, $"{box.size}")),
        ];

    /// <summary>It tells what is in its boxes.</summary>
    public bool SensesContent { get; init; }

    public override DiscoveredDevice Describe() =>
        Describe(DeviceKind.Locker, $"SIM-L{boxes.Length}", Capabilities.DoorSensor | Capabilities.JamSensor) with
        {
            BoxCount = boxes.Length,
            Boxes = [.. boxes.Select(box => box.Describe(SensesContent))],
        };

    public override DeviceTruth Look() => base.Look() with { Boxes = [.. boxes.Select(box => box.Look())] };

    public override SimulatedReply? Reject(DeviceAct act) =>
        act switch
        {
            DeviceAct.Ping or DeviceAct.SetClock => null,
            DeviceAct.OpenBox { Boxes.Count: < 1 or > MostAtOnce } => Invalid($"One act opens 1 to {MostAtOnce} boxes."),
            DeviceAct.OpenBox open => RejectNumbers(open.Boxes),
            DeviceAct.SetLed set => RejectNumbers(set.Boxes) ?? Led.Reject(set.Colour),
            _ => new SimulatedReply(ReplyKind.Unsupported),
        };

    public override SimulatedReply Perform(DeviceAct act, DeviceFaults faults)
    {
        switch (act)
        {
            case DeviceAct.OpenBox open:
                return Open(open, faults);
            case DeviceAct.SetLed set:
                foreach (var box in boxes.Where(box => set.Boxes.Count == 0 || set.Boxes.Contains(box.Number)))
                {
                    box.Led.Show(set, After);
                }

                return new SimulatedReply(ReplyKind.Done);
            case DeviceAct.SetClock:
                return SetClock();
            default:
                return new SimulatedReply(ReplyKind.Done);
        }
    }

    public override bool Happen(WorldControl control)
    {
        switch (control)
        {
            case WorldControl.MoveDoor { Box: >= 1 } moved when moved.Box <= boxes.Length:
                MoveDoor(boxes[moved.Box - 1], moved.To);
                return true;
            case WorldControl.FillBox { Box: >= 1 } filled when filled.Box <= boxes.Length:
                return Fill(boxes[filled.Box - 1], filled.To);
            case WorldControl.Present presented:
                Tell(presented);
                return true;
            case WorldControl.RemoveCover:
                Tell(new DeviceReport.Tampered(Address));
                return true;
            default:
                return false;
        }
    }

    private SimulatedReply Open(DeviceAct.OpenBox open, DeviceFaults faults)
    {
        var jams = TakeJam(faults);
        foreach (var (index, number) in open.Boxes.Index())
        {
            if (number == faults.StuckBox || (jams && index == open.Boxes.Count - 1))
            {
                Tell(new DeviceReport.BoxJammed(Address, number));
                return new SimulatedReply(ReplyKind.Jammed, Detail: $"Box {number} stayed shut.");
            }

            CountDone(open);
            boxes[number - 1].Openings++;
            MoveDoor(boxes[number - 1], DoorState.Open);
        }

        return new SimulatedReply(ReplyKind.Done);
    }

    private void MoveDoor(Box box, DoorState to)
    {
        if (box.Door != to)
        {
            box.Door = to;
            Tell(new DeviceReport.BoxMoved(Address, box.Number, to));
        }
    }

    private bool Fill(Box box, BoxContent to)
    {
        if (box.Door != DoorState.Open || to == BoxContent.Unknown)
        {
            return false;
        }

        var changes = box.Inside != to;
        box.Inside = to;
        if (changes && SensesContent)
        {
            Tell(new DeviceReport.BoxContentChanged(Address, box.Number, to));
        }

        return true;
    }

    private SimulatedReply? RejectNumbers(IReadOnlyList<int> numbers) =>
        numbers.All(number => number >= 1 && number <= boxes.Length) ? null : Invalid($"The boxes are numbered 1 to {boxes.Length}.");

    private static SimulatedReply Invalid(string detail) => new(ReplyKind.Invalid, Detail: detail);

    private sealed class Box(int number, int column, string size)
    {
        public int Number => number;

        public DoorState Door { get; set; } = DoorState.Closed;

        public BoxContent Inside { get; set; } = BoxContent.Empty;

        public int Openings { get; set; }

        public Led Led { get; } = new();

        public DiscoveredBox Describe(bool sensesContent) => new(number, column, SizeOf(size), Door, sensesContent ? Inside : BoxContent.Unknown);

        public BoxTruth Look() =>
            new(number, size, Door, Led.Colour, Led.Blinks)
            {
                SubCabinet = column,
                Inside = Inside,
                Openings = Openings,
            };

        private static BoxSize SizeOf(string letter) =>
            letter switch
            {
                "S" => BoxSize.Small,
                "M" => BoxSize.Medium,
                _ => BoxSize.Large,
            };
    }
}
