using Latchwork.Domain.Credentials;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Drivers;

namespace Latchwork.Domain.Simulation;

/// <summary>What can happen to the world from outside.</summary>
internal static class Chances
{
    private static readonly Fault[] AllFaults = Enum.GetValues<Fault>();

    public static void Next(World world, Seed chance)
    {
        var device = chance.Pick([.. world.Devices]);
        var node = chance.Pick(world.Nodes);
        switch (chance.Next(100))
        {
            case < 30:
                Open(world, device, chance);
                break;
            case < 38:
                Poll(world, device, node);
                break;
            case < 56:
                Edit(world, chance);
                break;
            case < 64:
                device.Faults = chance.Chance(0.4) ? Fault.None : chance.Pick(AllFaults) | chance.Pick(AllFaults);
                world.Trace(() => $"{device.Address}: faults {device.Faults}");
                break;
            case < 70:
                SetOnline(world, chance.Pick(world.Links), chance.Chance(0.6));
                break;
            case < 76:
                Use(world, device, chance);
                break;
            case < 80:
                Forget(device, chance);
                break;
            case < 83:
                Stranger(device, chance);
                break;
            case < 86:
                device.Reports.Enqueue((0, new EnrollmentEvent.Changed(SignOfChange.PoweredUp)));
                break;
            case < 89:
                world.Database.MayOpen[device] = chance.Chance(0.7);
                break;
            case < 91 when node.IsUp:
                node.Kill();
                break;
            case < 93 when node is { IsUp: true, IsFrozen: false }:
                node.Freeze(TimeSpan.FromMilliseconds(chance.Next(30_000)));
                break;
            case < 94 when node is { IsUp: true, IsFrozen: false }:
                node.Stop();
                break;
            case < 98 when !node.IsUp:
                node.Start();
                break;
            case 98:
                StepClock(world, chance);
                break;
        }
    }

    public static void StopFaults(World world)
    {
        world.Trace(() => "-- faults stop");
        world.Database.StepClock(TimeSpan.Zero);
        foreach (var device in world.Devices)
        {
            device.Faults = Fault.None;
        }

        foreach (var link in world.Links)
        {
            SetOnline(world, link, true);
        }

        foreach (var node in world.Nodes.Where(node => !node.IsUp))
        {
            node.Start();
        }
    }

    private static void Open(World world, SimDevice device, Seed chance)
    {
        var nodes = world.Nodes.Where(node => node is { IsUp: true, IsFrozen: false }).ToList();
        if (nodes.Count == 0 || !world.Database.MayOpen[device])
        {
            return;
        }

        world.Report.Motions++;
        var node = chance.Pick(nodes);
        var wait = TimeSpan.FromSeconds(chance.Pick([9, 14]));
        DeviceAct act = chance.Chance(0.7) ? new DeviceAct.Unlock() : new DeviceAct.Lock();
        var row = world.Database.Add(device, act, CommandClass.Motion, world.Database.Wall + wait);
        Submit(world, node, row);
        node.After(wait, () => StopWaiting(world, node, row));
    }

    /// <summary>On the node that holds the link it is claimed by the commit that decided it; on any other it is found by the holder.</summary>
    private static void Submit(World world, SimNode node, CommandRow row)
    {
        if (node.Holding(row.Link) is { } held && world.Database.MayWrite(row.Link, held.Lease.Epoch))
        {
            (row.State, row.Epoch) = (CommandState.Claimed, held.Lease.Epoch);
            row.WasToldNothingHappens = held.Submit(row, isClaimed: true) is not null;
        }
    }

    private static void StopWaiting(World world, SimNode node, CommandRow row)
    {
        if (row.State.IsEnded())
        {
            return;
        }

        if (row.State == CommandState.Pending)
        {
            row.WasToldNothingHappens = true;
            world.Database.Finish(row, CommandState.Withdrawn);
        }
        else if (node.Holding(row.Link) is { } held)
        {
            row.WasToldNothingHappens = held.Withdraw(row);
        }
    }

    private static void Poll(World world, SimDevice device, SimNode node)
    {
        if (node is { IsUp: true, IsFrozen: false })
        {
            Submit(world, node, world.Database.Add(device, new DeviceAct.ReadState(), CommandClass.Polling, null));
        }
    }

    private static void Edit(World world, Seed chance)
    {
        var row = chance.Pick(world.Database.Enrollments);
        var old = row.Wanted;
        var wall = world.Database.Wall;
        DateTimeOffset? from = chance.Chance(0.3) ? wall + TimeSpan.FromSeconds(chance.Next(200)) : null;
        DateTimeOffset? until = chance.Chance(0.3) ? (from ?? wall) + TimeSpan.FromSeconds(1 + chance.Next(300)) : null;
        world.Database.Ask(row, new Desired(chance.Chance(0.6), old.Revision + 1, from, until, (from ?? wall) + TimeSpan.FromMinutes(1)));
    }

    private static void SetOnline(World world, SimLink link, bool isOnline)
    {
        world.Trace(() => $"link {link.Number} online: {isOnline}");
        link.IsOnline = isOnline;
        foreach (var node in world.Nodes.Where(node => node.IsUp))
        {
            node.After(TimeSpan.FromMilliseconds(1), () => node.Holding(link)?.SetOnline(link.IsOnline));
        }
    }

    private static void Use(World world, SimDevice device, Seed chance)
    {
        var slot = 1 + chance.Next(device.Slots.Length - 1);
        if (device.Slots[slot] is > 0 and < 900_000 && device.Enrollments.Any(row => row.State.Slot == slot && row.Owns(device.Slots[slot])))
        {
            world.Trace(() => $"{device.Address} slot {slot} is used");
            device.Reports.Enqueue((slot, new EnrollmentEvent.Used(world.Database.Wall)));
        }
    }

    /// <summary>Locks whose memory can be read forget in silence; the others say so.</summary>
    private static void Forget(SimDevice device, Seed chance)
    {
        var slot = 1 + chance.Next(device.Slots.Length - 1);
        if (device.Slots[slot] is > 0 and < 900_000)
        {
            device.Put(slot, 0);
            if (device.BestProof < EvidenceRung.Occupied)
            {
                device.Reports.Enqueue((slot, new EnrollmentEvent.Changed(SignOfChange.Erased)));
            }
        }
    }

    private static void Stranger(SimDevice device, Seed chance)
    {
        var slot = 1 + chance.Next(device.Slots.Length - 1);
        if (device.BestProof == EvidenceRung.ReadBack && device.Slots.Count(code => code >= 900_000) < 2)
        {
            device.Put(slot, 900_002);
        }
    }

    private static void StepClock(World world, Seed chance)
    {
        foreach (var device in world.Devices)
        {
            device.DropUses();
        }

        world.Database.StepClock(TimeSpan.FromSeconds(chance.Next(41) - 20));
        world.Trace(() => $"the database's clock is off by {world.Database.Offset}");
    }
}
