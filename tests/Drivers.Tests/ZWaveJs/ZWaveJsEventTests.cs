using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Locks;

namespace Latchwork.Drivers.Tests.ZWaveJs;

/// <summary>What the real server was recorded to tell, and the one report that comes of it.</summary>
public sealed class ZWaveJsEventTests
{
    private static readonly DeviceReport.BoltMoved ByCode = new("2", BoltState.Unlocked, MotionCause.Credential, CredentialKind.Passcode, 1);
    private static readonly DeviceReport.BoltMoved ByHand = new("2", BoltState.Locked, MotionCause.Manual);

    public static TheoryData<string, string> Recordings =>
        new()
        {
            { "keypad-unlock", $"{ByCode}" },
            { "keypad-unlock thumbturn-lock", $"{ByCode} {ByHand}" },
            { "autolock-when-locked", $"{new DeviceReport.BoltMoved("2", BoltState.Locked, MotionCause.Automatic)}" },
            { "unlock-acknowledged", $"{new DeviceReport.BoltMoved("2", BoltState.Unlocked, MotionCause.Remote)}" },
            { "jam", $"{new DeviceReport.Jammed("2")}" },
            { "door-open-and-closed", $"{new DeviceReport.DoorMoved("2", DoorState.Open)} {new DeviceReport.DoorMoved("2", DoorState.Closed)}" },
            {
                "wrong-code-five-times",
                $"{string.Join(' ', Enumerable.Repeat(new DeviceReport.CredentialRefused("2", CredentialKind.Passcode), 5))} {new DeviceReport.KeypadDisabled("2")}"
            },
            { "cover-removed", $"{new DeviceReport.Tampered("2")}" },
            { "battery-level-and-low", $"{new DeviceReport.BatteryReported("2", 17, false)} {new DeviceReport.BatteryReported("2", 17, true)}" },
            { "code-erased", $"{new DeviceReport.SlotChanged("2", CredentialKind.Passcode, SlotChange.Cleared, 4)}" },
            { "dead-and-alive", $"{new DeviceReport.DeviceWentOffline("2")} {new DeviceReport.DeviceCameOnline("2")}" },
        };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task What_a_lock_tells_in_many_frames_is_reported_once(string recordings, string reports)
    {
        await using var link = await RecordedLink.OnlineAsync();

        foreach (var recording in recordings.Split(' '))
        {
            await link.Line.PlayAsync(recording);
        }

        Assert.Equal(reports, string.Join(' ', await link.AllToldAsync()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(251)]
    public async Task A_code_that_the_lock_does_not_name_has_no_slot(int? user)
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync(Recorded.Notification(2, type: 6, @event: 6, user));

        var moved = await link.Heard.FirstAsync<DeviceReport.BoltMoved>();
        Assert.Equal((MotionCause.Credential, CredentialKind.Passcode, null), (moved.Cause, moved.Kind, moved.Slot));
    }

    [Fact]
    public async Task Where_users_own_credentials_the_slot_is_that_of_the_users_pin()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync(Recorded.Notification(3, type: 6, @event: 6, user: 4));

        Assert.Equal(7, (await link.Heard.FirstAsync<DeviceReport.BoltMoved>()).Slot);
    }

    [Fact]
    public async Task A_user_with_two_pins_is_not_guessed_at()
    {
        await using var link = await RecordedLink.OnlineAsync();
        await link.Line.SendAsync(Recorded.Event(3, "credential added", """{"userId":4,"credentialType":1,"credentialSlot":9,"data":"482913"}"""));

        await link.Line.SendAsync(Recorded.Notification(3, type: 6, @event: 6, user: 4));

        Assert.Null((await link.Heard.FirstAsync<DeviceReport.BoltMoved>()).Slot);
    }

    [Fact]
    public async Task A_change_that_nobody_explains_is_reported_bare_after_a_while_and_before_what_came_later()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync(Recorded.Updated(2, 98, "currentMode", "0", "255"));
        await link.Line.SendAsync(Recorded.Updated(2, 98, "doorStatus", "\"open\"", "\"closed\""));

        Assert.Empty(await link.AllHeardAsync());
        Assert.Equal(
            [new DeviceReport.BoltMoved("2", BoltState.Unlocked, MotionCause.Unknown), new DeviceReport.DoorMoved("2", DoorState.Open)],
            await link.AllToldAsync()
        );
    }

    /// <summary>Another client's command changes the server's memory in silence: the lock's report then has <c>newValue</c> = <c>prevValue</c>.</summary>
    [Fact]
    public async Task A_change_is_one_to_what_was_told_and_not_to_what_the_server_remembered()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync(Recorded.Updated(2, 98, "currentMode", "0", "0"));
        await link.Line.SendAsync(Recorded.Updated(2, 98, "currentMode", "0", "255"));

        Assert.IsType<DeviceReport.BoltMoved>(Assert.Single(await link.AllToldAsync()));
    }

    [Fact]
    public async Task All_codes_erased_and_a_duplicate_refused_are_reported()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.SendAsync(Recorded.Notification(2, type: 6, @event: 12));
        await link.Line.SendAsync(Recorded.Notification(2, type: 6, @event: 14, user: 5));
        await link.Line.SendAsync(Recorded.Notification(2, type: 6, @event: 15));

        Assert.Equal(
            [(SlotChange.AllCleared, null), (SlotChange.Set, 5), (SlotChange.DuplicateRefused, (int?)null)],
            (await link.AllHeardAsync()).Cast<DeviceReport.SlotChanged>().Select(report => (report.Change, report.Slot))
        );
    }

    [Fact]
    public async Task A_credential_that_somebody_taught_the_lock_is_reported()
    {
        await using var link = await RecordedLink.OnlineAsync();

        await link.Line.PlayAsync("credential-written");

        var changed = await link.Heard.FirstAsync<DeviceReport.SlotChanged>();
        Assert.Equal(("3", CredentialKind.Passcode, SlotChange.Set, 4), (changed.Address, changed.Kind, changed.Change, changed.Slot));
    }
}
