using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Lockers;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Lockers;
using Latchwork.Operations.Tests.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Lockers;

public sealed class LeaseBoxTests
{
    private static readonly TimeSpan Now = TimeSpan.Zero;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_lease_gives_a_code_a_QR_and_ids_for_both_wires_and_takes_the_box()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);

        var lease = await cabinet.LeaseAsync("00-01", Now, Hour);

        Assert.Equal((6, 43), (lease.Passcode!.Digits!.Value.Length, lease.Passcode.Token!.QrText.Length));
        Assert.Matches("^[0-9a-f]{24}$", lease.Passcode.KeyvoxId);
        Assert.Equal("00-01", lease.Number.ToString());
        Assert.Equal(BoxStatus.InUse, (await cabinet.LookAsync("00-01")).Status);
        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-02")).Status);
        Assert.Equal(["00-00", "00-02", "01-00", "01-01", "01-02"], await cabinet.AvailableAsync(Now, Hour));
    }

    [Fact]
    public async Task Two_windows_that_only_touch_do_not_overlap()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Hour, 2 * Hour);

        Assert.Null((await cabinet.TryLeaseAsync(cabinet.Request("00-00", 3 * Hour, 4 * Hour))).Error);
        Assert.Equal((AccessErrorCode.Taken, Noun.Box), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("00-00", 1.5 * Hour, 2.5 * Hour))));
    }

    [Fact]
    public async Task A_taken_box_is_reassigned_to_the_next_free_one_of_its_size_and_told()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("01-00", Now, Hour);

        var other = await cabinet.LeaseAsync(cabinet.Request("01-00", Now, Hour) with { Reassigns = true });
        Assert.Equal("01-01", other.Number.ToString());
        Assert.Equal(
            (AccessErrorCode.Taken, Noun.Box),
            ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("01-00", Now, Hour) with { Reassigns = true }))
        );
        Assert.Equal("01-02", (await cabinet.LeaseAsync(cabinet.Request(null, Now, Hour) with { Size = BoxSize.Large })).Number.ToString());
    }

    [Fact]
    public async Task Digits_mean_one_box_of_a_cabinet_at_a_time_and_may_be_used_again_later()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", Now, Hour, "482913");

        Assert.Equal((AccessErrorCode.Taken, Noun.Passcode), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("00-01", Now, Hour, "482913"))));
        Assert.Null((await cabinet.TryLeaseAsync(cabinet.Request("00-01", Hour, 2 * Hour, "482913"))).Error);
    }

    [Fact]
    public async Task Digits_of_an_ended_lease_are_free_at_once()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");

        Assert.Null((await house.Get<EndLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), CancellationToken.None)).Error);

        Assert.Null((await cabinet.TryLeaseAsync(cabinet.Request("00-01", Now, Hour, "482913"))).Error);
        Assert.Equal(BoxStatus.Free, (await cabinet.LookAsync("00-00")).Status);
        Assert.Equal(
            (AccessErrorCode.Removed, Noun.Passcode),
            ErrorOf(await house.Get<EndLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), CancellationToken.None))
        );
    }

    [Fact]
    public async Task A_card_opens_one_box_of_a_cabinet_at_a_time_too()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var card = CardNumber.Parse("66778899").Value;
        var request = cabinet.Request("00-00", Now, Hour) with { HasPasscode = false, Card = card };

        var lease = await cabinet.LeaseAsync(request);
        Assert.Null(lease.Passcode);
        Assert.Equal(CredentialKind.Card, lease.Card!.Kind);
        Assert.Equal((AccessErrorCode.Taken, Noun.Card), ErrorOf(await cabinet.TryLeaseAsync(request with { Number = Cabinet.Number("00-01") })));
    }

    [Fact]
    public async Task A_change_moves_the_window_of_the_code_with_that_of_the_lease()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Hour, 2 * Hour, "482913");
        var now = house.Clock.GetUtcNow();
        var byPin = new WireId(WireIdKind.KeyvoxCredential, lease.Passcode!.KeyvoxId);

        var changed = await house
            .Get<ChangeLease>()
            .RunAsync(cabinet.Desk, byPin, new LeaseChanges(StartsAt: now + Day, EndsAt: now + (2 * Day)), CancellationToken.None);

        Assert.Equal("482913", changed.Value.Passcode!.Digits!.Value.Reveal());
        Assert.Equal(lease.Passcode.Token!.QrText, changed.Value.Passcode.Token!.QrText);
        Assert.Null((await cabinet.TryLeaseAsync(cabinet.Request("00-01", Hour, 2 * Hour, "482913"))).Error);
        Assert.Equal((AccessErrorCode.Taken, Noun.Passcode), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("00-02", Day, 2 * Day, "482913"))));
        Assert.Equal(1, await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.CredentialRevealed));
    }

    [Fact]
    public async Task A_change_into_the_time_of_another_is_refused_and_changes_nothing()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        await cabinet.LeaseAsync("00-00", 3 * Hour, 4 * Hour);
        var lease = await cabinet.LeaseAsync("00-00", Hour, 2 * Hour);

        var changed = await house
            .Get<ChangeLease>()
            .RunAsync(
                cabinet.Desk,
                Cabinet.IdOf(lease),
                new LeaseChanges(EndsAt: house.Clock.GetUtcNow() + (3.5 * Hour), Name: "Late"),
                CancellationToken.None
            );

        Assert.Equal((AccessErrorCode.Taken, Noun.Box), ErrorOf(changed));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from box_lease where name = 'Late'"));
    }

    [Fact]
    public async Task New_digits_take_the_place_of_the_old_ones()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");

        var changed = await house
            .Get<ChangeLease>()
            .RunAsync(cabinet.Desk, Cabinet.IdOf(lease), new LeaseChanges(PinDigits.Parse("7105").Value), CancellationToken.None);

        Assert.Equal("7105", changed.Value.Passcode!.Digits!.Value.Reveal());
        Assert.Null((await cabinet.TryLeaseAsync(cabinet.Request("00-01", Now, Hour, "482913"))).Error);
        Assert.Equal((AccessErrorCode.Taken, Noun.Passcode), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("00-02", Now, Hour, "7105"))));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(2, 1)]
    [InlineData(-3, -2)]
    public async Task A_window_without_time_in_it_is_no_lease(int from, int until)
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);

        Assert.Equal(AccessErrorCode.Invalid, (await cabinet.TryLeaseAsync(cabinet.Request("00-00", from * Hour, until * Hour))).Error?.Code);
    }

    /// <summary>AZ-2, AZ-3: nobody has grants to cabinets; a standing that is too weak is told, another tenant's is not there.</summary>
    [Fact]
    public async Task Who_may_not_make_codes_leases_nothing()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var reader = cabinet.Desk with
        {
            Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = PermissionSet.Of(Permission.LockersRead) },
        };
        var stranger = Caller.Server(await house.AddTenantAsync("other"));

        Assert.Equal(AccessErrorCode.NotAllowed, (await cabinet.TryLeaseAsync(cabinet.Request("00-00", Now, Hour), reader)).Error?.Code);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Locker), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("00-00", Now, Hour), stranger)));
        Assert.Equal((AccessErrorCode.NotFound, Noun.Box), ErrorOf(await cabinet.TryLeaseAsync(cabinet.Request("05-00", Now, Hour))));
        Assert.Equal(3, await house.AskAsync<long>("select count(*) from audit_event where kind = $1 and outcome = 2", (short)AuditKind.BoxLeased));
    }

    /// <summary>KR-3: what opened a box is erased within a day of its end.</summary>
    [Fact]
    public async Task Digits_and_QR_of_a_lease_are_erased_within_a_day_of_its_end()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour);
        clock.Advance(2 * Hour);
        await house.Get<EndLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), CancellationToken.None);

        Assert.Equal(0, await house.Get<EraseRemovedCodes>().RunAsync(CancellationToken.None));
        clock.Advance(12 * Hour);
        Assert.Equal(1, await house.Get<EraseRemovedCodes>().RunAsync(CancellationToken.None));
        Assert.Equal(0, await house.AskAsync<long>("select count(*) from credential where num_nonnulls(value_sealed, qr_sealed, token_hash) > 0"));
    }

    [Fact]
    public async Task An_overdue_lease_that_gets_more_time_opens_with_what_it_had_however_late()
    {
        var clock = new SettableClock();
        await using var house = await House.OpenAsync(clock);
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        clock.Advance(2 * Day);
        await cabinet.TickAsync();
        Assert.Equal(0, await house.Get<EraseRemovedCodes>().RunAsync(CancellationToken.None));

        var changes = new LeaseChanges(EndsAt: clock.GetUtcNow() + Hour);
        var changed = await house.Get<ChangeLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), changes, CancellationToken.None);

        var now = changed.Value.Passcode!;
        Assert.Equal(("482913", lease.Passcode!.Token!.QrText), (now.Digits?.Reveal(), now.Token?.QrText));
        Assert.Equal(
            1,
            await house.AskAsync<long>("select count(*) from box_code where value_index is not null and upper(during) > $1", clock.GetUtcNow())
        );
    }

    /// <summary>KR-3: the QR opens the box too, and was somebody's before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_gives_new_digits_is_told_the_QR_only_with_the_right_to_see_codes_and_that_is_recorded(bool mayReveal)
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync("00-00", Now, Hour, "482913");
        PermissionSet rights = mayReveal
            ? PermissionSet.Of(Permission.CredentialsWrite, Permission.PinsReveal)
            : PermissionSet.Of(Permission.CredentialsWrite);
        var by = cabinet.Desk with { Standings = new Dictionary<TenantId, PermissionSet> { [house.Tenant] = rights } };

        var changes = new LeaseChanges(PinDigits.Parse("7105").Value);
        var changed = await house.Get<ChangeLease>().RunAsync(by, Cabinet.IdOf(lease), changes, CancellationToken.None);

        Assert.Equal("7105", changed.Value.Passcode?.Digits?.Reveal());
        Assert.Equal(mayReveal ? lease.Passcode!.Token!.QrText : null, changed.Value.Passcode?.Token?.QrText);
        Assert.Equal(
            mayReveal ? 1 : 0,
            await house.AskAsync<long>("select count(*) from audit_event where kind = $1", (short)AuditKind.CredentialRevealed)
        );
    }

    [Fact]
    public async Task Another_name_of_a_lease_is_that_of_its_codes_too()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var lease = await cabinet.LeaseAsync(cabinet.Request("00-00", Now, Hour) with { Name = "Anna", Card = CardNumber.Parse("66778899").Value });

        var renamed = new LeaseChanges(Name: "Berta");
        Assert.Null((await house.Get<ChangeLease>().RunAsync(cabinet.Desk, Cabinet.IdOf(lease), renamed, CancellationToken.None)).Error);

        Assert.Equal("Berta Berta", await house.AskAsync<string>("select string_agg(name, ' ') from credential"));
    }

    [Fact]
    public async Task A_card_that_is_moved_into_its_time_at_another_box_is_told_as_a_card()
    {
        await using var house = await House.OpenAsync();
        var cabinet = await Cabinet.OfAsync(house);
        var card = CardNumber.Parse("66778899").Value;
        var request = cabinet.Request("00-00", Now, Hour) with { HasPasscode = false, RegisteredCard = new(null, card) };
        await cabinet.LeaseAsync(request);
        await cabinet.LeaseAsync(request with { Number = Cabinet.Number("00-01"), StartsAt = request.EndsAt!.Value, EndsAt = request.EndsAt + Hour });

        var place = new BoxPlace(cabinet.Id, "00-01");
        var changes = new LeaseChanges(StartsAt: request.StartsAt);
        var by = cabinet.Desk with { Home = house.Tenant };
        var moved = await house.Get<UpdateBoxCard>().RunAsync(by, new(null, card), place, changes, CancellationToken.None);

        Assert.Equal((AccessErrorCode.Taken, Noun.Card), ErrorOf(moved));
    }

    private static (AccessErrorCode?, Noun?) ErrorOf<T>(Outcome<T> outcome) => (outcome.Error?.Code, outcome.Error?.What);
}
