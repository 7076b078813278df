using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using static Latchwork.Domain.AccessErrorCode;
using static Latchwork.Domain.Tests.Grants.Given;

namespace Latchwork.Domain.Tests.Grants;

/// <summary>What is shown at a door is decided by the one function (AZ-1).</summary>
public sealed class ShownCredentialTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(1);
    private static readonly TimeWindow Window = new(Now, Now + TimeSpan.FromHours(1));

    [Fact]
    public void AZ_2_What_is_none_of_the_lock_opens_nothing() => Assert.Equal(NotFound, Refusal(null, Door(), Now));

    [Fact]
    public void AZ_6_A_shown_credential_includes_its_start_and_excludes_its_end()
    {
        var shown = Shown() with { Window = Window };

        Assert.Equal(NotYet, Refusal(shown, Door(), Now - Moment));
        Assert.Null(Refusal(shown, Door(), Now));
        Assert.Null(Refusal(shown, Door(), Now + TimeSpan.FromHours(1) - Moment));
        Assert.Equal(Ended, Refusal(shown, Door(), Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void AZ_5_One_that_is_not_to_be_on_the_lock_any_more_is_over_whatever_its_window_says()
    {
        Assert.Equal(Ended, Refusal(Shown() with { IsDesired = false }, Door(), Now));
        Assert.Equal(Ended, Refusal(Shown() with { IsDesired = false, Window = Window }, Door(), Now - Moment));
    }

    [Fact]
    public void Outside_its_hours_it_opens_nothing()
    {
        var mornings = Shown() with { Hours = Hours("UTC 1234567@06:00-12:00") };

        Assert.Null(Refusal(mornings, Door(), Now - Moment));
        Assert.Equal(OutsideHours, Refusal(mornings, Door(), Now));
    }

    [Fact]
    public void A_frozen_lock_opens_for_nobody_who_stands_at_it() => Assert.Equal(Frozen, Refusal(Shown(), Door() with { IsFrozen = true }, Now));

    [Fact]
    public void A_lock_that_cannot_be_opened_by_the_server_is_not_asked() =>
        Assert.Equal(Unsupported, Refusal(Shown(), new LockFacts { Capabilities = Capabilities.None }, Now));

    [Fact]
    public void The_hours_of_the_lock_count_at_its_reader_too() =>
        Assert.Equal(OutsideHours, Refusal(Shown(), Door() with { UsageHours = [Hours("UTC 1234567@06:00-12:00")] }, Now));

    [Fact]
    public void Who_stands_at_the_door_is_not_far_away() => Assert.Null(Refusal(Shown(), Door() with { IsRemoteUnlockOff = true }, Now));

    [Fact]
    public void Who_shows_it_by_a_page_may_be_anywhere_so_the_rules_of_remote_opening_count()
    {
        var here = System.Net.IPAddress.Parse("192.0.2.7");
        var permitted = AddressList.Parse(["192.0.2.0/24"]).Value;

        Assert.Equal(Unsupported, Refusal(Shown(), Door() with { IsRemoteUnlockOff = true }, Now, here));
        Assert.Equal(AddressNotPermitted, Refusal(Shown(), Door() with { PermittedAddresses = permitted }, Now, System.Net.IPAddress.Loopback));
        Assert.Null(Refusal(Shown(), Door() with { PermittedAddresses = permitted }, Now, here));
        Assert.Null(Refusal(Shown(), Door() with { PermittedAddresses = permitted }, Now));
    }

    private static ShownCredential Shown() => new() { Id = CredentialId.New(Now), IsDesired = true };

    private static AccessErrorCode? Refusal(ShownCredential? shown, LockFacts door, DateTimeOffset now, System.Net.IPAddress? from = null) =>
        AccessDecision.RefuseShown(shown, door, now, from)?.Code;
}
