using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Locks;
using Latchwork.Drivers.Simulator;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Ids;
using Latchwork.Testing;
using static Latchwork.Fleet.Tests.SimulatedHouse;

namespace Latchwork.Fleet.Tests.Credentials;

/// <summary>Offline codes from the server to a simulated keypad and back (18).</summary>
public sealed class OfflinePasscodeTests
{
    [Fact]
    public async Task A_lock_gets_its_secret_once_and_takes_a_code_with_no_line_to_the_server()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await ReadyAsync(at);
        at.Do(new WorldControl.SetLink(false));

        var issued = await IssueAsync(at.House, door, OfflineKind.OneTime);
        Assert.Equal(BoltState.Unlocked, Type(at, issued).Bolt);
        Assert.Equal("1", await at.House.AskAsync("select offline_orders_held from smart_lock where device_address = 'front-door'"));
    }

    [Fact]
    public async Task A_use_at_the_door_is_the_only_evidence_and_names_its_credential()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await ReadyAsync(at);
        var issued = await IssueAsync(at.House, door, OfflineKind.Period, TimeSpan.FromHours(6));
        var before = (await LookAsync(at.House, issued))!;
        Assert.Equal((EnrollmentStatus.Active, EvidenceRung.None, Readiness.AtRisk), (before.Status, before.Evidence, before.Verdict.Readiness));

        Type(at, issued);

        await Poll.UntilAsync(async () => (await LookAsync(at.House, issued))!.Evidence == EvidenceRung.UsedAtDoor);
        Assert.Equal(EnrollmentStatus.Active, (await LookAsync(at.House, issued))!.Status);
        Assert.Equal(
            issued.Credential.Value.ToString(),
            await at.House.AskAsync(
                $"select convert_from(bytes, 'UTF8')::jsonb ->> 'credential' from audit_event where kind = {(int)AuditKind.BoltMoved} limit 1"
            )
        );
    }

    [Fact]
    public async Task A_used_one_time_code_is_over()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var issued = await IssueAsync(at.House, await ReadyAsync(at), OfflineKind.OneTime);

        Type(at, issued);

        await Poll.UntilAsync(async () => (await LookAsync(at.House, issued))!.Status == EnrollmentStatus.Gone);
        Assert.Equal(EvidenceRung.UsedAtDoor, (await LookAsync(at.House, issued))!.Evidence);
    }

    [Fact]
    public async Task A_revoked_code_may_open_until_the_lock_has_heard_of_it_and_that_is_seen()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await ReadyAsync(at);
        var issued = await IssueAsync(at.House, door, OfflineKind.Permanent);
        var other = await IssueAsync(at.House, door, OfflineKind.Permanent);
        at.Break(FrontDoor, new DeviceFaults { Offline = true });

        await RevokeAsync(at.House, issued);
        var revoked = (await LookAsync(at.House, issued))!;
        Assert.Equal((EnrollmentStatus.Deleting, Readiness.AtRisk), (revoked.Status, revoked.Verdict.Readiness));
        Assert.Equal(BoltState.Unlocked, Type(at, issued).Bolt);

        at.Mend(FrontDoor);
        await Poll.UntilAsync(async () => await LookAsync(at.House, issued) is null, TimeSpan.FromSeconds(30));
        at.Do(new WorldControl.TurnBolt(FrontDoor, BoltState.Locked));
        Assert.Equal(BoltState.Locked, Type(at, issued).Bolt);
        Assert.Equal(BoltState.Unlocked, Type(at, other).Bolt);
    }

    [Fact]
    public async Task A_lock_whose_secret_cannot_be_opened_keeps_no_other_from_hearing_of_its_codes()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        await ReadyAsync(at);
        await at.House.AskAsync(
            """
            update smart_lock set offline_orders = 2, offline_orders_held = 1,
                offline_secret_sealed = case when device_address = 'front-door' then offline_secret_sealed else '\x00' end
            where offline_orders > 0
            """
        );

        await Poll.UntilAsync(async () =>
            await at.House.AskAsync("select offline_orders_held from smart_lock where device_address = 'front-door'") == "2"
        );
        Assert.NotEqual("0", await at.House.AskAsync("select count(*) from smart_lock where offline_orders > offline_orders_held"));
    }

    [Fact]
    public async Task An_erase_code_that_was_entered_ends_the_codes_before_it_in_the_books_too()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var door = await ReadyAsync(at);
        var guest = await IssueAsync(at.House, door, OfflineKind.Permanent);
        var erase = await IssueAsync(at.House, door, OfflineKind.Erase);
        var next = await IssueAsync(at.House, door, OfflineKind.Permanent);
        Assert.Equal(BoltState.Unlocked, Type(at, guest).Bolt);
        at.Do(new WorldControl.TurnBolt(FrontDoor, BoltState.Locked));

        Type(at, erase);

        await Poll.UntilAsync(async () => (await LookAsync(at.House, guest))!.Status == EnrollmentStatus.Gone);
        Assert.Equal(BoltState.Locked, Type(at, guest).Bolt);
        Assert.Equal(BoltState.Unlocked, Type(at, next).Bolt);
        Assert.Equal(EnrollmentStatus.Active, (await LookAsync(at.House, next))!.Status);
    }

    [Fact]
    public async Task The_digits_are_nowhere_in_the_log()
    {
        await using var at = await SimulatedHouse.BuildAsync();
        var issued = await IssueAsync(at.House, await ReadyAsync(at), OfflineKind.Permanent);
        at.House.Canary(issued.Digits.Reveal());
        Type(at, issued);

        await Poll.UntilAsync(async () => (await LookAsync(at.House, issued))!.Evidence == EvidenceRung.UsedAtDoor);
    }

    private static async Task<WireId> ReadyAsync(SimulatedHouse at)
    {
        var door = await at.House.LockAsync(FrontDoor);
        await Poll.UntilAsync(() => Task.FromResult(at.Do(new WorldControl.Look(FrontDoor)).OfflineEpoch is not null), TimeSpan.FromSeconds(20));
        await Poll.UntilAsync(async () =>
            await at.House.AskAsync("select offline_orders_held from smart_lock where device_address = 'front-door'") == "1"
        );
        return door;
    }

    private static async Task<IssuedOfflinePasscode> IssueAsync(House house, WireId door, OfflineKind kind, TimeSpan? lasts = null)
    {
        var now = house.Clock.GetUtcNow();
        var request = new OfflinePasscodeRequest
        {
            Lock = door,
            Kind = kind,
            StartsAt = now,
            EndsAt = now + lasts,
        };
        return (await house.First.Get<IssueOfflinePasscode>().RunAsync(house.Desk, request, CancellationToken.None)).Value;
    }

    private static DeviceTruth Type(SimulatedHouse at, IssuedOfflinePasscode issued) =>
        at.Do(new WorldControl.Present(FrontDoor, CredentialKind.Passcode, issued.Digits.Reveal()));

    private static async Task<CredentialView?> LookAsync(House house, IssuedOfflinePasscode issued)
    {
        var found = await house.First.Get<PasscodeQueries>().OneAsync(house.Desk, IdOf(issued), CancellationToken.None);
        return found.Error is null ? found.Value : null;
    }

    private static async Task RevokeAsync(House house, IssuedOfflinePasscode issued) =>
        Assert.Null(
            (await house.First.Get<RevokePasscode>().RunAsync(house.Desk, IdOf(issued), null, needsLink: false, CancellationToken.None)).Error
        );

    private static WireId IdOf(IssuedOfflinePasscode issued) => WireId.Number(WireIdKind.EnrollmentNumber, issued.Number);
}
