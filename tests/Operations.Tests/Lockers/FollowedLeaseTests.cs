using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Lockers;

/// <summary>Leases of one box one after the other: whoever's time begins has it, and the one before is over.</summary>
public sealed class FollowedLeaseTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SettableClock clock = new();

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(185)]
    public async Task Of_two_that_meet_in_one_second_the_first_is_over_when_the_second_begins(int minutes)
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        await cabinet.LeaseAsync("00-00", Hour, 3 * Hour, "482914");
        await cabinet.TickAsync();

        clock.Advance(TimeSpan.FromMinutes(minutes));
        await cabinet.TickAsync();

        Assert.Equal($"4 5|{(minutes > 180 ? 3 : 2)} ", await StagesAsync(house));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.BoxLeaseEnded));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from box_code where ended_at is null"));
    }

    [Fact]
    public async Task Of_many_back_to_back_that_nobody_emptied_one_is_overdue_however_late_the_clock_looks()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        for (var i = 0; i < 6; i++)
        {
            await cabinet.LeaseAsync("00-00", i * Hour, (i + 1) * Hour);
        }

        foreach (var hours in (double[])[1, 2.5, 2.5, 3])
        {
            clock.Advance(hours * Hour);
            await cabinet.TickAsync();
            Assert.True(await house.AskAsync<long>("select count(*) from box_lease where stage in (2, 3)") <= 1);
        }

        Assert.Equal(BoxStatus.Overdue, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(5, await house.AskAsync<long>("select count(*) from box_lease where ended_because = 5"));
    }

    [Fact]
    public async Task A_lease_that_is_moved_to_now_has_the_box_of_one_that_is_overdue()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        var later = await cabinet.LeaseAsync("00-00", 3 * Hour, 4 * Hour);
        clock.Advance(2 * Hour);
        await cabinet.TickAsync();

        var moved = await house
            .Get<ChangeLease>()
            .RunAsync(cabinet.Desk, Cabinet.IdOf(later), new LeaseChanges(StartsAt: clock.GetUtcNow()), CancellationToken.None);

        Assert.Null(moved.Error);
        Assert.Equal("4 5|2 ", await StagesAsync(house));
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task One_that_checked_in_before_its_time_ends_who_is_overdue_when_that_begins()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync(cabinet.Request("00-00", 3 * Hour, 4 * Hour) with { IsInUseNow = true });
        await cabinet.LeaseAsync("00-00", Hour, 2 * Hour);
        clock.Advance(2 * Hour);
        await cabinet.TickAsync();
        Assert.Equal("3 |2 ", await StagesAsync(house));

        clock.Advance(Hour);
        await cabinet.TickAsync();

        Assert.Equal("4 5|2 ", await StagesAsync(house));
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
    }

    [Fact]
    public async Task A_card_whose_time_is_moved_to_now_has_the_box_too()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        var card = CardNumber.Parse("66778899").Value;
        var request = cabinet.Request("00-00", 3 * Hour, 4 * Hour) with { HasPasscode = false, RegisteredCard = new(null, card) };
        await cabinet.LeaseAsync(request);
        clock.Advance(2 * Hour);

        var moved = await house
            .Get<UpdateBoxCard>()
            .RunAsync(AtHome(house), new(null, card), default, new LeaseChanges(StartsAt: clock.GetUtcNow()), CancellationToken.None);

        Assert.Null(moved.Error);
        Assert.Equal("4 5|2 ", await StagesAsync(house));
    }

    [Fact]
    public async Task Said_to_be_in_use_a_box_is_held_and_who_is_overdue_has_it_no_more()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        clock.Advance(2 * Hour);
        await cabinet.TickAsync();

        Assert.Null((await cabinet.SetAsync("00-00", BoxStatus.InUse)).Error);

        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal("4 1|2 ", await StagesAsync(house));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from box_code where ended_at is null"));
    }

    [Theory]
    [InlineData(BoxStatus.InUse)]
    [InlineData(BoxStatus.Overdue)]
    public async Task A_box_can_be_held_also_before_the_clock_has_looked_at_who_had_it(BoxStatus status)
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour);
        await cabinet.LeaseAsync("00-00", 5 * Hour, 6 * Hour);
        await cabinet.HearAsync(new DeviceReport.BoxContentChanged(Cabinet.Address, 1, BoxContent.Empty));
        await cabinet.TickAsync();
        clock.Advance(2 * Hour);

        Assert.Null((await cabinet.SetAsync("00-00", status)).Error);

        Assert.Equal(status, (await cabinet.LookAsync("00-00")).Status);
        Assert.True(
            status != BoxStatus.InUse
                || await house.AskAsync<bool>("select ends_at = $1 from box_lease where kind = 5", clock.GetUtcNow() + (3 * Hour))
        );
    }

    [Fact]
    public async Task An_ended_lease_is_there_no_more_for_those_who_would_change_it()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        var pin = new WireId(WireIdKind.KeyvoxCredential, lease.Passcode!.KeyvoxId);
        await house.Get<EndLease>().RunAsync(cabinet.Desk, pin, CancellationToken.None);

        var changed = await house.Get<ChangeLease>().RunAsync(cabinet.Desk, pin, new LeaseChanges(Name: "Anna"), CancellationToken.None);
        var ended = await house.Get<EndLease>().RunAsync(cabinet.Desk, pin, CancellationToken.None);

        Assert.Equal((AccessErrorCode.Removed, AccessErrorCode.Removed), (changed.Error?.Code, ended.Error?.Code));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_from_its_lease_ended_or_not_and_writes_nothing()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        await house.Get<EndLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), CancellationToken.None);
        var row = await house.AskAsync<Guid>("select lease_id from box_lease");
        var told = await house.AskAsync<long>("select count(*) from audit_event");

        var again = await house.Get<RepeatedLease>().RunAsync(AtHome(house), row, new RepeatedGift(MadeLease: true), CancellationToken.None);

        Assert.Equal((lease.Passcode!.KeyvoxId, "482913"), (again.Value.Passcode!.KeyvoxId, again.Value.Passcode.Digits?.Reveal()));
        Assert.Equal(told, await house.AskAsync<long>("select count(*) from audit_event"));
    }

    /// <summary>KR-3: what somebody else has changed since is not the request's own.</summary>
    [Fact]
    public async Task A_repeated_request_is_told_digits_of_others_only_with_the_right_and_that_is_recorded()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        var row = await house.AskAsync<Guid>("select lease_id from box_lease");
        var others = new LeaseChanges(PinDigits.Parse("7105").Value);
        Assert.Null((await house.Get<ChangeLease>().RunAsync(Maker(house), Cabinet.IdOf(lease), others, CancellationToken.None)).Error);

        var (made, brought, reader) = (
            await AgainAsync(Maker(house), new RepeatedGift(MadeLease: true, PinDigits.Parse("482913").Value)),
            await AgainAsync(Maker(house), new RepeatedGift(Digits: others.Digits)),
            await AgainAsync(AtHome(house), new RepeatedGift(MadeLease: true))
        );

        Assert.Equal((null, lease.Passcode!.Token!.QrText), (made.Digits, made.Token?.QrText));
        Assert.Equal(("7105", null), (brought.Digits?.Reveal(), brought.Token));
        Assert.Equal("7105", reader.Digits?.Reveal());
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.CredentialRevealed));

        async Task<BoxCode> AgainAsync(Caller by, RepeatedGift gift) =>
            (await house.Get<RepeatedLease>().RunAsync(by, row, gift, CancellationToken.None)).Value.Passcode!;
    }

    [Fact]
    public async Task A_box_that_stayed_shut_is_given_to_nobody_until_it_opens()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        await house.DoAsync("update locker_box set is_jammed = true where number = '00-00'");

        Assert.Equal(AccessErrorCode.Taken, (await cabinet.TryLeaseAsync(cabinet.Request("00-00", Now, Hour))).Error?.Code);
        Assert.Equal("00-01", $"{(await cabinet.LeaseAsync(cabinet.Request("00-00", Now, Hour) with { Reassigns = true })).Number}");
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(90_000)]
    public async Task A_lease_lies_within_ten_years(int days)
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);

        var leased = await cabinet.TryLeaseAsync(cabinet.Request("00-00", Now, TimeSpan.FromDays(days)));

        Assert.Equal(days > 3660 ? AccessErrorCode.Invalid : null, leased.Error?.Code);
    }

    [Fact]
    public async Task A_card_may_have_a_box_until_somebody_ends_it_and_a_passcode_may_not()
    {
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var endless = cabinet.Request("00-00", Now, Hour) with { EndsAt = null };
        var card = CardNumber.Parse("66778899").Value;

        Assert.Equal(AccessErrorCode.Invalid, (await cabinet.TryLeaseAsync(endless)).Error?.Code);
        Assert.Null((await cabinet.TryLeaseAsync(endless with { HasPasscode = false, RegisteredCard = new(null, card) })).Error);

        clock.Advance(TimeSpan.FromDays(400));
        await cabinet.TickAsync();
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-00")).Status);
        Assert.DoesNotContain("00-00", await cabinet.AvailableAsync(5000 * Hour, 5001 * Hour));
        Assert.Null((await cabinet.SetAsync("00-00", BoxStatus.Free)).Error);
        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
    }

    private static Caller AtHome(House house) => Caller.Server(house.Tenant) with { Home = house.Tenant };

    /// <summary>Who may make codes and see no others'.</summary>
    private static Caller Maker(House house) =>
        AtHome(house) with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.Of(Permission.CredentialsWrite) },
        };

    /// <summary>Stage and reason of each, the first to begin first.</summary>
    private static Task<string> StagesAsync(House house) =>
        house.AskAsync<string>("select string_agg(stage || ' ' || coalesce(ended_because::text, ''), '|' order by starts_at) from box_lease");
}
