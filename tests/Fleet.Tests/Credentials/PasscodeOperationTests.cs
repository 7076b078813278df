using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Credentials;

public sealed class PasscodeOperationTests
{
    private const string Pin = "482916";
    private const string Other = "730158";

    [Fact]
    public async Task A_code_that_the_lock_has_in_the_window_is_taken_and_free_again_after_it()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(BackGate);
        var noon = at.House.Clock.GetUtcNow() + TimeSpan.FromDays(3);
        await at.House.SetAsync(door, Pin, new TimeWindow(noon, noon + TimeSpan.FromDays(1)));
        var overlapping = await at.House.TrySetAsync(door, Pin, new TimeWindow(noon + TimeSpan.FromHours(23), null));
        Assert.Equal((AccessErrorCode.Taken, Noun.Passcode), (overlapping.Error!.Code, overlapping.Error.What));
        Assert.Null((await at.House.TrySetAsync(door, Pin, new TimeWindow(noon + TimeSpan.FromDays(1), null))).Error);
        Assert.Equal("100 100 100", await at.House.AuditAsync());
    }

    [Fact]
    public async Task A_full_memory_takes_no_more_codes()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var gate = await at.House.LockAsync(BackGate);
        for (var i = 0; i < 10; i++)
        {
            await at.House.SetAsync(gate, $"48291{i}");
        }

        Assert.Equal(AccessErrorCode.LimitReached, (await at.House.TrySetAsync(gate, Other)).Error!.Code);
    }

    [Fact]
    public async Task Digits_are_checked_by_the_lock_that_gets_them_and_by_their_weakness_where_that_is_asked()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var create = at.House.First.Get<CreatePasscode>();
        var weak = new CreatePasscodeRequest
        {
            Locks = [door],
            Digits = PinDigits.Parse("1212").Value,
            RefusesWeak = true,
        };
        Assert.Equal(AccessErrorCode.Invalid, (await create.RunAsync(at.House.Desk, weak, CancellationToken.None)).Error!.Code);
        Assert.Null((await create.RunAsync(at.House.Desk, weak with { RefusesWeak = false }, CancellationToken.None)).Error);
        var drawn = (await create.RunAsync(at.House.Desk, new CreatePasscodeRequest { Locks = [door] }, CancellationToken.None)).Value;
        Assert.Equal(6, drawn.Digits.Length);
    }

    [Fact]
    public async Task A_lock_without_a_link_gets_its_code_by_telephone_and_one_without_a_keypad_gets_none()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var shed = await AddAsync(at.House, "Shed", Capabilities.Passcodes);
        var pin = await at.House.SetAsync(shed, Pin);
        var view = (await at.House.LookAsync(pin))!;
        Assert.Equal((EnrollmentPath.Phone, EvidenceRung.None, Readiness.AtRisk), (view.Path, view.Evidence, view.Verdict.Readiness));
        await at.House.RevokeAsync(pin);
        Assert.Null(await at.House.LookAsync(pin));

        var bolt = await AddAsync(at.House, "Bolt", Capabilities.Unlock);
        Assert.Equal(AccessErrorCode.Unsupported, (await at.House.TrySetAsync(bolt, Pin)).Error!.Code);
    }

    [Fact]
    public async Task One_code_for_two_doors_is_taken_off_one_of_them_alone()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var (door, gate) = (await at.House.LockAsync(FrontDoor), await at.House.LockAsync(BackGate));
        var request = new CreatePasscodeRequest { Locks = [door, gate], Digits = at.House.Canary(Pin) };
        var pin = (await at.House.First.Get<CreatePasscode>().RunAsync(at.House.Desk, request, CancellationToken.None)).Value;
        await at.House.UntilReadBackAsync(pin);
        await at.House.RevokeAsync(pin);
        await at.House.UntilGoneAsync(pin);
        Assert.Equal("1", await at.House.AskAsync("select count(*) from credential where revoked_at is null and value_sealed is not null"));
        Assert.Equal("1", await at.House.AskAsync("select count(*) from enrollment where gone_at is null and desired_present"));
        var again = await at
            .House.First.Get<RevokePasscode>()
            .RunAsync(at.House.Desk, House.IdOf(pin), null, needsLink: false, CancellationToken.None);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Passcode), (again.Error!.Code, again.Error.What));
    }

    /// <summary>KR-3, AU-1.</summary>
    [Fact]
    public async Task Digits_are_shown_sixty_times_an_hour_each_in_the_audit_and_a_list_of_them_once_an_hour()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var pin = await at.House.SetAsync(door, Pin);
        var key = (await at.House.First.Get<Callers>().AuthenticateAsync(at.House.NativeKey, Surface.Native, default, CancellationToken.None)).Value;
        var list = at.House.First.Get<PasscodeQueries>();
        for (var i = 0; i < 2; i++)
        {
            var page = (await list.OnLockWithDigitsAsync(key, door, new(new PageRequest(1, 20)), CancellationToken.None)).Value;
            Assert.Equal(Pin, Assert.Single(page.Items).Digits!.Value.Reveal());
        }

        Assert.Equal("1", await RevealsAsync(at.House));
        Assert.Null(Assert.Single((await list.OnLockAsync(key, door, new(new PageRequest(1, 20)), CancellationToken.None)).Value.Items).Digits);
        var reveal = at.House.First.Get<RevealPasscode>();
        for (var i = 1; i < RevealPasscode.MostAnHour; i++)
        {
            Assert.Equal(Pin, (await reveal.RunAsync(key, House.IdOf(pin), CancellationToken.None)).Value.Digits.Reveal());
        }

        Assert.Equal(AccessErrorCode.RateLimited, (await reveal.RunAsync(key, House.IdOf(pin), CancellationToken.None)).Error!.Code);
        Assert.Equal("60", await RevealsAsync(at.House));
    }

    [Fact]
    public async Task A_push_that_the_lock_did_not_take_is_revoked_and_its_removal_stays_visible()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var push = at.House.First.Get<PushPasscode>();
        var request = new CreatePasscodeRequest { Locks = [door], Digits = at.House.Canary(Pin) };
        Assert.Null((await push.CreateAsync(at.House.Desk, request, TimeSpan.FromSeconds(14), CancellationToken.None)).Error);
        Assert.Equal(Pin, at.Codes(FrontDoor)[1]);

        at.Break(FrontDoor, new DeviceFaults { RefuseNext = true });
        var refused = await push.CreateAsync(
            at.House.Desk,
            request with
            {
                Digits = at.House.Canary(Other),
            },
            TimeSpan.FromSeconds(14),
            CancellationToken.None
        );
        Assert.Equal(AccessErrorCode.DeviceRefused, refused.Error!.Code);
        Assert.Equal("1", await at.House.AskAsync("select count(*) from credential where revoked_at is not null"));
    }

    [Fact]
    public async Task A_change_that_the_lock_did_not_take_leaves_the_former_digits_desired()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var pin = await at.House.SetAsync(await at.House.LockAsync(FrontDoor), Pin);
        await at.House.UntilReadBackAsync(pin);
        at.Break(FrontDoor, new DeviceFaults { RefuseNext = true });
        var changes = new PasscodeChanges { Digits = at.House.Canary(Other) };
        var refused = await at
            .House.First.Get<PushPasscode>()
            .ChangeAsync(at.House.Desk, House.IdOf(pin), null, changes, TimeSpan.FromSeconds(14), CancellationToken.None);
        Assert.Equal(AccessErrorCode.DeviceRefused, refused.Error!.Code);
        await at.House.UntilReadBackAsync(pin);
        Assert.Equal(Pin, Assert.Single(at.Codes(FrontDoor)).Value);
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_not_found_and_recorded()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await at.House.LockAsync(FrontDoor);
        var stranger = Caller.Server();
        var request = new CreatePasscodeRequest { Locks = [door], Digits = at.House.Canary(Pin) };
        var refused = await at.House.First.Get<CreatePasscode>().RunAsync(stranger, request, CancellationToken.None);
        Assert.Equal((AccessErrorCode.NotFound, Noun.Lock), (refused.Error!.Code, refused.Error.What));
        Assert.Equal($"{(int)AuditOutcome.Refused}", await at.House.AskAsync("select outcome from audit_event where kind = 100"));
    }

    private static Task<string> RevealsAsync(House house) =>
        house.AskAsync($"select count(*) from audit_event where kind = 103 and outcome = {(int)AuditOutcome.Done}");

    private static async Task<WireId> AddAsync(House house, string name, Capabilities capabilities)
    {
        var site = new SiteId(Guid.Parse(await house.AskAsync("select site_id from site limit 1")));
        var id = await house.First.Get<AddLock>().RunAsync(house.Desk, house.Tenant, site, name, capabilities, CancellationToken.None);
        return new WireId(
            WireIdKind.LockNumber,
            await house.AskAsync($"select wire_id from public_id where kind = 1 and row_id = '{id.Value.Value}'")
        );
    }
}
