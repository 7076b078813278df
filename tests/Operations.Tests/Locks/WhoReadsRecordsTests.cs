using System.Globalization;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Grants;
using Xunit;

namespace Latchwork.Operations.Tests.Locks;

/// <summary>AZ-1, AZ-3: whose records somebody reads.</summary>
public sealed class WhoReadsRecordsTests
{
    private static readonly EventPattern[] Motions = [new(AuditKind.BoltMoved)];

    private const string Guest = "guest@example.com";

    [Fact]
    public async Task A_holder_reads_what_they_did_and_who_runs_the_lock_reads_everybodys()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, guest) = await DoorAsync(house, deputy: false);
        var deputy = await house.PersonAsync("deputy");
        await house.GivenAsync(desk, door, "deputy", request => request with { IsDeputy = true });

        Assert.Equal([Guest], await NamesAsync(house, guest, door));
        Assert.Equal(3, (await NamesAsync(house, desk, door)).Count);
        Assert.Equal(3, (await NamesAsync(house, deputy, door)).Count);
    }

    [Theory]
    [InlineData("frozen_at = created_at")]
    [InlineData("starts_at = created_at + interval '1 day'")]
    [InlineData("accepted_at = null")]
    public async Task A_deputy_whose_grant_does_not_hold_now_reads_what_they_did_alone(string state)
    {
        await using var house = await House.OpenAsync();
        var (door, _, deputy) = await DoorAsync(house, deputy: true);
        await house.DoAsync($"update access_grant set {state} where user_id = $1", deputy.User!.Value.Value);

        Assert.Equal([Guest], await NamesAsync(house, deputy, door));
    }

    [Fact]
    public async Task By_a_persons_number_only_what_that_person_did_is_found()
    {
        await using var house = await House.OpenAsync();
        var (door, desk, guest) = await DoorAsync(house, deputy: false);
        var number = await NumberAsync(house, guest);

        Assert.Equal([Guest], await NamesAsync(house, desk, door, number));
        Assert.Equal([Guest], await NamesAsync(house, guest, door, number));
        Assert.Empty(await NamesAsync(house, guest, door, await NumberAsync(house, desk)));
    }

    /// <summary>A door at which its owner, somebody whom they gave a grant, and nobody that is known were.</summary>
    private static async Task<(WireId Door, Caller Desk, Caller Guest)> DoorAsync(House house, bool deputy)
    {
        var door = await house.AddLockAsync();
        var (desk, guest, number) = (await house.DeskAsync(), await house.PersonAsync("guest"), await house.NumberAsync(door));
        await house.GivenAsync(desk, number, "guest", request => request with { IsDeputy = deputy });
        AuditPrincipal?[] people = [desk.Audited, guest.Audited, null];
        var now = house.Clock.Now();
        await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), CancellationToken.None);
        var moved = people.Select(by => new AuditEntry(Events.Any(now) with { Kind = AuditKind.BoltMoved, Lock = door.Value, By = by }));
        await work.CommitAsync(house.Tenant, now, CancellationToken.None, [.. moved]);
        return (number, desk, guest);
    }

    private static async Task<int> NumberAsync(House house, Caller of) =>
        int.Parse(
            await house.AskAsync<string>(
                "select wire_id from public_id where row_id = $1 and kind = $2",
                of.User!.Value.Value,
                (short)WireIdKind.UserNumber
            ),
            CultureInfo.InvariantCulture
        );

    private static async Task<IReadOnlyList<string?>> NamesAsync(House house, Caller by, WireId door, int? of = null)
    {
        var filter = new RecordsFilter(Motions, new PageRequest(1, 20)) { UserNumber = of };
        var listed = (await house.Get<LockRecords>().ListAsync(by, door, filter, CancellationToken.None)).Value;
        Assert.Equal(listed.Items.Count, listed.Total);
        return [.. listed.Items.Select(record => record.UserName)];
    }
}
