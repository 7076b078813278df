using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Oracle;
using Latchwork.Domain.Users;

namespace Latchwork.Domain.Tests.Explanations;

/// <summary>Who could open a door at an instant: what the decision would have said.</summary>
public sealed class OpenersTests
{
    private const int Cases = 50_000;

    private static readonly DateTimeOffset At = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    /// <summary>All zones, with their springs and autumns.</summary>
    [Fact]
    public void A_grant_opens_where_the_oracle_says_so_and_nothing_stops_everybody()
    {
        var generator = new CaseGenerator(new Seed(29));
        var opened = 0;
        for (var n = 0; n < Cases; n++)
        {
            var asked = generator.Next();
            if (asked.Facts.Grant is not { } grant)
            {
                continue;
            }

            var door = asked.Facts.Lock with { PermittedAddresses = AddressList.Empty };
            var facts = asked.Facts with { Lock = door, Standing = null, IsRemote = true };
            var says =
                Openers.ByGrant(new GrantThen(grant, null), null, asked.Now)
                && Openers.ObstaclesAt(new LockThen(Guid.AllBitsSet, "Europe/London", door, null, null), asked.Now).Count == 0;
            Assert.True(
                DecisionTable.Refuse(AccessAct.Unlock, facts, asked.Now) is null == says,
                $"{asked with { Act = AccessAct.Unlock, Facts = facts }}"
            );
            opened += says ? 1 : 0;
        }

        Assert.True(opened > 1000, $"{opened} opened");
    }

    [Fact]
    public void Who_is_switched_off_opens_by_neither_role_nor_grant()
    {
        var member = new MemberThen(TenantRole.Owner, IsSwitchedOff: true, null);
        var grant = new AccessGrant
        {
            Id = default,
            Lock = default,
            User = default,
            Role = GrantRole.Owner,
        };

        Assert.False(Openers.ByRole(member, At));
        Assert.False(Openers.ByGrant(new GrantThen(grant, null), member, At));
        Assert.True(Openers.ByGrant(new GrantThen(grant, null), null, At));
        Assert.False(Openers.ByRole(member with { IsSwitchedOff = false, Role = TenantRole.Auditor }, At));
    }

    [Theory]
    [InlineData(-1, 1, true)]
    [InlineData(0, 1, true)]
    [InlineData(-1, 0, false)]
    [InlineData(1, 2, false)]
    public void The_window_of_a_code_has_its_start_and_not_its_end(int from, int until, bool opens) =>
        Assert.Equal(opens, Openers.ByCredential(Code(new TimeWindow(At.AddHours(from), At.AddHours(until))), At));

    [Fact]
    public void A_code_that_was_revoked_later_opened_then_and_one_whose_window_is_not_known_might_have()
    {
        var code = Code(TimeWindow.Always) with { RevokedAt = At };

        Assert.True(Openers.ByCredential(code, At.AddTicks(-1)));
        Assert.False(Openers.ByCredential(code, At));
        Assert.True(Openers.ByCredential(Code(new TimeWindow(At.AddHours(1), null)) with { ChangedAt = At.AddDays(1) }, At));
    }

    [Theory]
    [InlineData(EvidenceRung.ReadBack, -1, OnLock.Yes)]
    [InlineData(EvidenceRung.ReadBack, 1, OnLock.NotKnown)]
    [InlineData(EvidenceRung.Sent, -1, OnLock.NotKnown)]
    public void What_was_proven_later_was_perhaps_there_earlier(EvidenceRung evidence, int provenHours, OnLock expected)
    {
        var code = Code(TimeWindow.Always) with { Evidence = evidence, ProvenAt = At.AddHours(provenHours) };

        Assert.Equal(expected, Openers.WasOn(code, isPresent: true, At, now: At.AddDays(1)));
        Assert.Equal(OnLock.No, Openers.WasOn(code with { Evidence = EvidenceRung.None }, isPresent: false, At, At));
    }

    [Fact]
    public void What_stops_everybody_is_told_apart()
    {
        var facts = new LockFacts
        {
            Capabilities = Capabilities.Lock,
            IsFrozen = true,
            IsRemoteUnlockOff = true,
            UsageHours = [WeeklyHours.Create("Europe/London", [new LocalWindow(WeekDays.Monday, 600, 660)]).Value],
        };

        Assert.Equal(
            [Obstacle.CannotUnlock, Obstacle.Frozen, Obstacle.OutsideUsageHours, Obstacle.RemoteUnlockOff],
            Openers.ObstaclesAt(new LockThen(Guid.AllBitsSet, "Europe/London", facts, null, null), At)
        );
    }

    private static CredentialThen Code(TimeWindow window) => new(Guid.AllBitsSet, CredentialKind.Passcode, window, null, null, null);
}
