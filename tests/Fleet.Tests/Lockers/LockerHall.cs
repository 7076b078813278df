using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Readers;
using Latchwork.Testing;

namespace Latchwork.Fleet.Tests.Lockers;

/// <summary>A house with the simulated cabinet of the scene <c>lockers</c>: two columns, and it senses what is in its boxes.</summary>
internal sealed class LockerHall(SimulatedHouse doors, WireId locker, LockerId row, DeviceId panel) : IAsyncDisposable
{
    private const string Address = "cabinet-1";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(9);

    public House House => doors.House;

    public WireId Locker => locker;

    /// <summary>Of all boxes.</summary>
    public int Openings => doors.Do(new WorldControl.Look(Address)).Boxes.Sum(box => box.Openings);

    public static async Task<LockerHall> BuildAsync()
    {
        var doors = await SimulatedHouse.BuildAsync(scene: "lockers");
        var ids = "";
        await Poll.UntilAsync(async () =>
            (
                ids = await doors.House.AskAsync(
                    $"select p.wire_id || ' ' || k.locker_id || ' ' || k.device_id from locker k join public_id p on p.row_id = k.locker_id and p.kind = {(int)WireIdKind.LockerUuid}"
                )
            ).Length > 0
        );
        var parts = ids.Split(' ');
        return new LockerHall(
            doors,
            new WireId(WireIdKind.LockerUuid, parts[0]),
            new LockerId(Guid.Parse(parts[1])),
            new DeviceId(Guid.Parse(parts[2]))
        );
    }

    public T Get<T>()
        where T : notnull => House.First.Get<T>();

    public BoxName Name(string box) => new(locker, BoxNumber.Parse(box).Value);

    public Task<Outcome<Done>> OpenAsync(string box) => Get<OpenBox>().RunAsync(House.Desk, Name(box), Wait, CancellationToken.None);

    public async Task<LeasedBox> LeaseAsync(
        string box,
        BoxLeaseKind kind,
        CardNumber? card = null,
        TimeSpan after = default,
        TimeSpan? lasting = null
    ) =>
        (
            await Get<LeaseBox>()
                .RunAsync(
                    House.Desk,
                    new LeaseBoxRequest
                    {
                        Locker = locker,
                        Number = BoxNumber.Parse(box).Value,
                        Kind = kind,
                        StartsAt = House.Clock.GetUtcNow() + after,
                        EndsAt = House.Clock.GetUtcNow() + after + (lasting ?? TimeSpan.FromHours(1)),
                        Card = card,
                    },
                    CancellationToken.None
                )
        ).Value;

    /// <param name="later">It is heard so much later than now.</param>
    /// <param name="epoch">Of the lease under which it was heard; null: of the one that stands.</param>
    public async Task<Outcome<Presented>> PresentAsync(CredentialKind kind, string value, TimeSpan later = default, long? epoch = null)
    {
        var held = await House.AskAsync(
            $"select d.link_id || ' ' || l.epoch from device d join link_lease l using (link_id) where d.device_id = '{panel.Value}'"
        );
        var lease = new GrantedLease(
            new LinkKey(House.Tenant, new LinkId(Guid.Parse(held.Split(' ')[0]))),
            epoch ?? long.Parse(held.Split(' ')[1], CultureInfo.InvariantCulture)
        );
        var shown = new Presentation(lease, Address, kind, value, House.Clock.GetUtcNow() + later);
        return await Get<PresentAtLocker>().RunAsync(shown, row, panel, CancellationToken.None);
    }

    public async Task<SeenBox> LookAsync(string box) =>
        (await Get<LockerQueries>().FindAsync(House.Desk, locker, CancellationToken.None)).Value.Boxes.Single(one => $"{one.Number}" == box);

    public Task UntilAsync(string box, Func<SeenBox, bool> holds) => Poll.UntilAsync(async () => holds(await LookAsync(box)));

    public DeviceTruth Do(WorldControl control) => doors.Do(control);

    public void Break(DeviceFaults faults) => doors.Break(Address, faults);

    public void Fill(string box, BoxContent to) => Do(new WorldControl.FillBox(Address, PositionOf(box), to));

    public void Shut(string box) => Do(new WorldControl.MoveDoor(Address, DoorState.Closed, PositionOf(box)));

    public BoxTruth Truth(string box) => Do(new WorldControl.Look(Address)).Boxes[PositionOf(box) - 1];

    public Task<string> StagesAsync(AuditKind kind) =>
        House.AskAsync($"select string_agg(stage::text, ' ' order by sequence) from audit_event where kind = {(int)kind}");

    public ValueTask DisposeAsync() => doors.DisposeAsync();

    /// <summary>Three boxes in each column.</summary>
    private static int PositionOf(string box) => BoxNumber.Parse(box).Value is var number ? (number.Cabinet * 3) + number.Box + 1 : 0;
}
