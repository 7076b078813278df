using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// Takes over cabinets that were found behind a link: new ones get rows and public ids; boxes that were added to known ones too, and boxes that are there no
/// more are marked gone. A box keeps its number: it stands on its door. Who has a box hears what went in or out, or which door was shut, while nobody listened.
/// </summary>
internal sealed class AdoptedLockers(Work work, LinkKey link, WireIds ids, DateTimeOffset now)
{
    /// <summary>A cabinet that tells of more is taken over with these.</summary>
    private const int MostBoxes = 1000;

    public async Task SaveAsync(List<AdoptedDevice> cabinets, ChainBatch chain, CancellationToken cancel)
    {
        if (cabinets.Count == 0)
        {
            return;
        }

        var made = await AddAsync(cabinets, cancel);
        await ids.IssueAsync(work, link.Tenant, made, cancel, WireIdKind.LockerUuid, WireIdKind.KeyvoxLocker);
        foreach (var locker in made)
        {
            chain.Append(link.Tenant, Found(locker), now);
        }

        foreach (var (device, locker) in await LockersAsync(cabinets, cancel))
        {
            await SaveBoxesAsync(locker, BoxesOf(cabinets.Find(cabinet => cabinet.Id.Value == device)!.Found), cancel);
        }
    }

    /// <summary>At the link's site, else at the tenant's first.</summary>
    private Task<List<Guid>> AddAsync(List<AdoptedDevice> cabinets, CancellationToken cancel) =>
        work.ListAsync(
            """
            insert into locker (tenant_id, locker_id, site_id, device_id, link_id, device_address, name, created_at)
            select $1, f.locker_id, coalesce(k.site_id, (select site_id from site where tenant_id = $1 order by created_at limit 1)), f.device_id, $2, f.address,
                f.name, $3
            from link k, unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) as f (locker_id, device_id, address, name)
            where k.tenant_id = $1 and k.link_id = $2
                and not exists (select from locker o where o.tenant_id = $1 and o.device_id = f.device_id and o.decommissioned_at is null)
            returning locker_id
            """,
            row => row.GetGuid(0),
            [
                link.Tenant.Value,
                link.Link.Value,
                now,
                cabinets.Select(_ => LockerId.New(now).Value).ToArray(),
                cabinets.Select(cabinet => cabinet.Id.Value).ToArray(),
                cabinets.Select(cabinet => cabinet.Found.Address).ToArray(),
                cabinets.Select(cabinet => cabinet.Found.Name).ToArray(),
            ],
            cancel
        );

    private Task<List<(Guid Device, Guid Locker)>> LockersAsync(List<AdoptedDevice> cabinets, CancellationToken cancel) =>
        work.ListAsync(
            "select device_id, locker_id from locker where tenant_id = $1 and device_id = any ($2) and decommissioned_at is null",
            row => (row.GetGuid(0), row.GetGuid(1)),
            [link.Tenant.Value, cabinets.Select(cabinet => cabinet.Id.Value).ToArray()],
            cancel
        );

    private async Task SaveBoxesAsync(Guid locker, List<DiscoveredBox> found, CancellationToken cancel)
    {
        var known = await work.ListAsync(
            "select position, number from locker_box where tenant_id = $1 and locker_id = $2",
            row => (Position: (int)row.GetInt16(0), Number: BoxNumber.Parse(row.GetString(1)).Value),
            [link.Tenant.Value, locker],
            cancel
        );
        var numbers = BoxNumbers.Give(found, known.ToDictionary(box => box.Position, box => box.Number));
        await work.DoAsync(
            $"""
            with before as (select box_id, door, content from locker_box where tenant_id = $1 and locker_id = $2),
            gone as (
                update locker_box set gone_at = $3, changed_at = $3 where tenant_id = $1 and locker_id = $2 and gone_at is null and not (position = any ($5))),
            saved as (
                insert into locker_box (tenant_id, box_id, locker_id, number, position, column_number, size, door, door_at, content, content_at, changed_at)
                select $1, f.box_id, $2, f.number, f.position, f.column_number, f.size, f.door, $3, f.content, $3, $3
                from unnest($4::uuid[], $5::smallint[], $6::text[], $7::smallint[], $8::smallint[], $9::smallint[], $10::smallint[])
                    as f (box_id, position, number, column_number, size, door, content)
                on conflict (tenant_id, locker_id, position) do update set gone_at = null, door = excluded.door, door_at = $3, content = excluded.content, content_at = $3
                returning tenant_id, box_id, door, content),
            moved as (
                select s.* from saved s join before b on b.box_id = s.box_id
                where s.content <> {(int)BoxContent.Unknown} and (s.door, s.content) <> (b.door, b.content))
            {BoxEffects.TellLease}
            """,
            [
                link.Tenant.Value,
                locker,
                now,
                found.Select(_ => BoxId.New(now).Value).ToArray(),
                found.Select(box => (short)box.Position).ToArray(),
                found.Select(box => numbers[box.Position].ToString()).ToArray(),
                found.Select(box => (short)box.SubCabinet).ToArray(),
                found.Select(box => (short)box.Size).ToArray(),
                found.Select(box => (short)box.Door).ToArray(),
                found.Select(box => (short)box.Inside).ToArray(),
            ],
            cancel
        );
    }

    /// <summary>Of a cabinet that only tells how many: one column of small ones.</summary>
    private static List<DiscoveredBox> BoxesOf(DiscoveredDevice cabinet) =>
        [
            .. (cabinet.Boxes.Count > 0 ? cabinet.Boxes : Enumerable.Range(1, Math.Clamp(cabinet.BoxCount, 0, MostBoxes)).Select(Plain))
                .Where(box => box.Position is >= 1 and <= short.MaxValue)
                .DistinctBy(box => box.Position)
                .Take(MostBoxes),
        ];

    private static DiscoveredBox Plain(int position) => new(position, 0, BoxSize.Small);

    private AuditEvent Found(Guid locker) =>
        new()
        {
            Kind = AuditKind.LockerChanged,
            Outcome = AuditOutcome.Reported,
            Operation = OperationId.New(now).Value,
            On = new AuditObject(Noun.Locker, locker),
            Changed = new Dictionary<string, string> { ["what"] = "found" },
        };
}
