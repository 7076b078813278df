using System.Net;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Devices;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tests.Grants;
using Latchwork.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Latchwork.Operations.Tests.Audit;

/// <summary>Who did what at locks (10.4, 10.5).</summary>
public sealed class AuditTrailsTests
{
    private static readonly EventPattern[] Everything = Array.ConvertAll(Enum.GetValues<AuditKind>(), kind => new EventPattern(kind));

    [Fact]
    public async Task AZ_1_Who_runs_a_lock_reads_all_of_it_and_others_what_they_did()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, guest, stranger) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"), await house.PersonAsync("stranger"));
        await TellAsync(house, door, new(AuditKind.Unlock) { Outcome = AuditOutcome.Done }, desk, guest, null);

        Assert.Equal([null, "guest@example.com", "desk@example.com"], await IssuersAsync(house, desk, door, AuditKind.Unlock));
        Assert.Equal(["guest@example.com"], await IssuersAsync(house, guest, door, AuditKind.Unlock));
        Assert.Equal(AccessErrorCode.NotFound, (await OfLockAsync(house, stranger, door, AuditKind.Unlock)).Error?.Code);
    }

    [Theory]
    [InlineData("frozen_at = created_at")]
    [InlineData("starts_at = created_at + interval '1 day'")]
    public async Task A_deputy_whose_grant_does_not_hold_now_reads_what_they_did_alone(string state)
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, deputy) = (await house.DeskAsync(), await house.HolderAsync(door, "deputy", runsIt: true));
        await TellAsync(house, door, new(AuditKind.Unlock) { Outcome = AuditOutcome.Done }, desk, deputy);
        await house.DoAsync($"update access_grant set {state} where user_id = $1", deputy.User!.Value.Value);

        Assert.Equal(["deputy@example.com"], await IssuersAsync(house, deputy, door, AuditKind.Unlock));
        Assert.Empty((await OfPersonAsync(house, deputy, desk)).Value);
    }

    [Fact]
    public async Task AU_1_An_act_is_told_when_it_has_ended_and_with_the_address_from_which_it_was_asked()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync() with { Address = IPAddress.Parse("192.0.2.7"), UserAgent = "KMP SDK JVM - v1" };
        var unlock = house.Get<RemoteUnlock>().RunAsync(desk, door.Id, TimeSpan.FromSeconds(30), CancellationToken.None);
        await Poll.UntilAsync(async () => await house.AskAsync<long>("select count(*) from device_command") == 1);
        var command = new CommandId(await house.AskAsync<Guid>("select command_id from device_command"));

        Assert.Empty((await OfLockAsync(house, desk, door, AuditKind.Unlock)).Value);
        await house.Get<EndCommand>().RunAsync(new CommandEnding(house.Tenant, command, CommandState.Done));

        var told = Assert.Single((await OfLockAsync(house, desk, door, AuditKind.Unlock)).Value);
        Assert.Equal((AuditStage.Ended, AuditOutcome.Done), (told.Told.Stage, told.Told.Outcome));
        Assert.Equal(("192.0.2.7", "KMP SDK JVM - v1"), (told.Detail?.Address, told.Detail?.UserAgent));
        Assert.False(unlock.IsFaulted);
    }

    [Fact]
    public async Task The_subject_of_a_gift_is_who_got_it_and_a_changed_role_is_told_with_the_former_one()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var (desk, number) = (await house.DeskAsync(), await house.NumberAsync(door.Row));
        await house.HolderAsync(door, "guest");
        await house.GivenAsync(desk, number, "guest", request => request with { IsDeputy = true });

        var gifts = (await OfLockAsync(house, desk, door, AuditKind.GrantGiven)).Value;

        Assert.Equal(["guest@example.com", "guest@example.com"], gifts.Select(gift => gift.Subject?.Email));
        Assert.All(gifts, gift => Assert.Equal("desk@example.com", gift.Issuer?.Email));
        Assert.Equal([(GrantRole.Holder, GrantRole.Manager), null], gifts.Select(gift => gift.Roles));
    }

    [Fact]
    public async Task A_window_includes_its_start_and_excludes_its_end()
    {
        await using var house = await House.OpenAsync();
        var door = await house.DoorAsync();
        var desk = await house.DeskAsync();
        await TellAsync(house, door, new(AuditKind.Unlock) { Outcome = AuditOutcome.Done }, desk);
        var at = (await OfLockAsync(house, desk, door, AuditKind.Unlock)).Value[0].HappenedAt;

        Assert.Single((await OfLockAsync(house, desk, door, AuditKind.Unlock, at, at + TimeSpan.FromMicroseconds(1))).Value);
        Assert.Empty((await OfLockAsync(house, desk, door, AuditKind.Unlock, at - TimeSpan.FromHours(1), at)).Value);
        Assert.Empty((await OfLockAsync(house, desk, door, AuditKind.Lock)).Value);
    }

    [Fact]
    public async Task AZ_1_Of_another_person_only_what_they_did_at_locks_that_the_caller_runs_is_told()
    {
        await using var house = await House.OpenAsync();
        var (one, two) = (await house.DoorAsync(), await house.DoorAsync());
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(one, "guest"));
        var deputy = await house.HolderAsync(one, "deputy", runsIt: true);
        await TellAsync(house, one, new(AuditKind.Unlock) { Outcome = AuditOutcome.Done }, guest);
        await TellAsync(house, two, new(AuditKind.Unlock) { Outcome = AuditOutcome.Done }, guest);

        Assert.Equal([two.Id.Text, one.Id.Text], await LocksAsync(house, guest, guest));
        Assert.Equal([two.Id.Text, one.Id.Text], await LocksAsync(house, desk, guest));
        Assert.Equal([one.Id.Text], await LocksAsync(house, deputy, guest));
        Assert.Empty(await LocksAsync(house, guest, deputy));
        var unknown = await house.Get<AuditTrails>().OfPersonAsync(desk, new WireId(WireIdKind.UserUuid, ""), Filter(house), CancellationToken.None);
        Assert.Equal((AccessErrorCode.NotFound, Noun.User), (unknown.Error?.Code, unknown.Error?.What));
    }

    [Fact]
    public async Task AU_6_That_somebody_reads_histories_is_recorded_once_an_hour_on_whatever_node()
    {
        var clock = new ShiftedClock();
        clock.Stand();
        await using var house = await House.OpenAsync(clock);
        var door = await house.DoorAsync();
        var (desk, guest) = (await house.DeskAsync(), await house.HolderAsync(door, "guest"));
        var node = house.NewNode();
        var other = await house.LogInAsync("desk@example.com", node);

        await OfLockAsync(house, desk, door, AuditKind.Unlock);
        await node.GetRequiredService<AuditTrails>().OfLockAsync(other, door.Id, Filter(house), CancellationToken.None);
        await OfPersonAsync(house, desk, guest);
        await OfLockAsync(house, guest, door, AuditKind.Unlock);
        Assert.Equal((1, 1), (await ReadsAsync(house, desk), await ReadsAsync(house, guest)));

        clock.Forward(TimeSpan.FromHours(1));
        await OfLockAsync(house, desk, door, AuditKind.Unlock);
        Assert.Equal(2, await ReadsAsync(house, desk));
    }

    private static Task<long> ReadsAsync(House house, Caller of) =>
        house.AskAsync<long>(
            "select count(*) from audit_event where kind = $1 and principal_id = $2",
            (short)AuditKind.HistoryRead,
            of.User!.Value.Value
        );

    private static async Task TellAsync(House house, (LockId Row, WireId Id) door, EventPattern what, params Caller?[] people)
    {
        foreach (var by in people)
        {
            var now = house.Clock.Now();
            await using var work = await house.Get<AccessDb>().BeginAsync(TenantSet.Of(house.Tenant), CancellationToken.None);
            var told = Events.Any(now) with { Kind = what.Kind, Outcome = what.Outcome!.Value, Lock = door.Row.Value, By = by?.Audited };
            await work.CommitAsync(house.Tenant, now, CancellationToken.None, new AuditEntry(told));
        }
    }

    private static TrailFilter Filter(House house, EventPattern[]? patterns = null) =>
        new(patterns ?? Everything, house.Clock.Now() - TimeSpan.FromDays(1), house.Clock.Now() + TimeSpan.FromDays(1));

    private static Task<Outcome<TrailEvent[]>> OfLockAsync(
        House house,
        Caller by,
        (LockId Row, WireId Id) door,
        AuditKind kind,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null
    )
    {
        var usual = Filter(house, [new(kind)]);
        var filter = usual with { From = from ?? usual.From, Until = until ?? usual.Until };
        return house.Get<AuditTrails>().OfLockAsync(by, door.Id, filter, CancellationToken.None);
    }

    private static async Task<Outcome<TrailEvent[]>> OfPersonAsync(House house, Caller by, Caller of) =>
        await house
            .Get<AuditTrails>()
            .OfPersonAsync(by, await house.UserUuidAsync(of), Filter(house, [new(AuditKind.Unlock)]), CancellationToken.None);

    private static async Task<IEnumerable<string>> LocksAsync(House house, Caller by, Caller of) =>
        (await OfPersonAsync(house, by, of)).Value.Select(told => told.Lock);

    private static async Task<IEnumerable<string?>> IssuersAsync(House house, Caller by, (LockId Row, WireId Id) door, AuditKind kind) =>
        (await OfLockAsync(house, by, door, kind)).Value.Select(told => told.Issuer?.Email);
}
