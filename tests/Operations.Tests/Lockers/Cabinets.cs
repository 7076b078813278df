using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Tests.Fleet;

namespace Latchwork.Operations.Tests.Lockers;

/// <summary>A cabinet of the house behind a link that is up: two columns, SSS and MML.</summary>
internal sealed class Cabinet(House house, LinkKey link)
{
    public const string Address = "cabinet";

    public House House => house;

    public LinkKey Link => link;

    public WireId Id { get; private set; }

    public LockerId Row { get; private set; }

    public Caller Desk => Caller.Server(house.Tenant);

    public static async Task<Cabinet> OfAsync(House house)
    {
        var cabinet = new Cabinet(house, await house.AddLinkAsync());
        await cabinet.FindAsync([.. Boxes(3, 0, BoxSize.Small), .. Boxes(2, 1, BoxSize.Medium, from: 4), new DiscoveredBox(6, 1, BoxSize.Large)]);
        cabinet.Row = new LockerId(await house.AskAsync<Guid>("select locker_id from locker"));
        cabinet.Id = await house.UuidAsync(cabinet.Row.Value, WireIdKind.LockerUuid);
        return cabinet;
    }

    public static IEnumerable<DiscoveredBox> Boxes(int count, int column, BoxSize size, int from = 1) =>
        Enumerable.Range(from, count).Select(position => new DiscoveredBox(position, column, size, DoorState.Closed));

    public Task FindAsync(IReadOnlyList<DiscoveredBox> boxes) =>
        house
            .Get<AdoptDevices>()
            .RunAsync(
                new GrantedLease(link, 0),
                [
                    new DiscoveredDevice(Address, DeviceKind.Locker, "Lockers", "L6", null, Capabilities.None, null, IsOnline: true)
                    {
                        BoxCount = boxes.Count,
                        Boxes = boxes,
                    },
                ],
                default
            );

    public static BoxNumber Number(string text) => BoxNumber.Parse(text).Value;

    public LeaseBoxRequest Request(string? box, TimeSpan from, TimeSpan until, string? digits = null) =>
        new()
        {
            Locker = Id,
            Number = box is null ? null : Number(box),
            Kind = BoxLeaseKind.Rental,
            StartsAt = house.Clock.GetUtcNow() + from,
            EndsAt = house.Clock.GetUtcNow() + until,
            Digits = digits is null ? null : PinDigits.Parse(digits).Value,
        };

    public Task<Outcome<LeasedBox>> TryLeaseAsync(LeaseBoxRequest request, Caller? by = null) =>
        house.Get<LeaseBox>().RunAsync(by ?? Desk, request, CancellationToken.None);

    public async Task<LeasedBox> LeaseAsync(LeaseBoxRequest request) => (await TryLeaseAsync(request)).Value;

    public Task<LeasedBox> LeaseAsync(string box, TimeSpan from, TimeSpan until, string? digits = null) =>
        LeaseAsync(Request(box, from, until, digits));

    public static WireId IdOf(LeasedBox lease) => new(WireIdKind.BoxLeaseUuid, lease.Uuid);

    public async Task<SeenBox> LookAsync(string box) =>
        (await house.Get<LockerQueries>().FindAsync(Desk, Id, CancellationToken.None)).Value.Boxes.Single(one => one.Number == Number(box));

    public async Task<IEnumerable<string>> AvailableAsync(TimeSpan from, TimeSpan until, BoxSize? size = null)
    {
        var now = house.Clock.GetUtcNow();
        var free = await house.Get<LockerQueries>().AvailableAsync(Desk, Id, now + from, now + until, size, CancellationToken.None);
        return free.Value.Select(box => box.Number.ToString());
    }

    public Task<Outcome<Done>> SetAsync(string box, BoxStatus status) =>
        house.Get<SetBoxStatus>().RunAsync(Desk, new BoxName(Id, Number(box)), status, CancellationToken.None);

    public Task TickAsync() => house.Get<LeaseClock>().RunAsync(CancellationToken.None);

    /// <summary>The cabinet tells something.</summary>
    public Task HearAsync(DeviceReport report) => house.Get<RecordReport>().RunAsync(new HeardReport(link, report, 0));

    /// <summary>Kinds of the audit about boxes, in its order.</summary>
    public async Task<string> AuditAsync() =>
        await house.AskAsync<string>(
            "select coalesce(string_agg(kind || ':' || stage || ':' || outcome, ' ' order by sequence), '') from audit_event where kind in (3, 4, 33, 140, 141, 142, 143, 144, 145)"
        );
}
