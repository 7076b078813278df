using Latchwork.Domain.Audit;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;

namespace Latchwork.Domain.Tests.Explanations;

/// <summary>A grant as it stood, from how it is now and what the list of events told of its changes.</summary>
public sealed class GrantThenTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WeeklyHours Mornings = WeeklyHours.Create("Europe/London", [new LocalWindow(WeekDays.Workdays, 480, 720)]).Value;

    [Fact]
    public void Every_state_that_was_told_is_found_again()
    {
        for (var seed = 1UL; seed <= 300; seed++)
        {
            var draw = new Seed(seed);
            List<AccessGrant> states = [Drawn(draw)];
            List<AuditEvent> told = [Event(0, AuditKind.GrantGiven, GrantStory.Told(null, states[0]))];
            for (var n = 1; n <= 6; n++)
            {
                states.Add(Drawn(draw));
                told.Add(Event(n, AuditKind.GrantChanged, GrantStory.Told(states[n - 1], states[n])));
            }

            for (var n = 0; n < states.Count; n++)
            {
                var at = told[n].ReceivedAt;
                var then = GrantThen.At(at, states[^1], Begin, Begin, new ToldValues(told[..(n + 1)], told[(n + 1)..]));
                Assert.Equal(new GrantThen(states[n], null), then);
            }
        }
    }

    [Fact]
    public void What_was_changed_and_never_told_before_is_not_known()
    {
        var now = Drawn(new Seed(1)) with { IsFrozen = true };
        var change = Event(5, AuditKind.GrantChanged, new() { [GrantStory.Frozen] = "True" });

        Assert.Equal(change.ReceivedAt, GrantThen.At(Begin.AddMinutes(1), now, Begin, Begin, new ToldValues([], [change])).ChangedAt);
        Assert.Null(GrantThen.At(Begin.AddMinutes(6), now, Begin, Begin, new ToldValues([change], [])).ChangedAt);
    }

    [Fact]
    public void Before_it_was_given_there_was_none() =>
        Assert.Null(GrantThen.At(Begin.AddMinutes(-1), Drawn(new Seed(1)), Begin, Begin, ToldValues.None).Grant);

    [Fact]
    public void One_that_was_revoked_or_accepted_later_was_not_yet_then()
    {
        var now = Drawn(new Seed(1)) with { RevokedAt = Begin.AddMinutes(10) };
        var early = GrantThen.At(Begin.AddMinutes(4), now, Begin, Begin.AddMinutes(5), ToldValues.None).Grant!;
        var late = GrantThen.At(Begin.AddMinutes(10), now, Begin, Begin.AddMinutes(5), ToldValues.None).Grant!;

        Assert.True(early is { IsWaiting: true, RevokedAt: null });
        Assert.True(late is { IsWaiting: false, RevokedAt: not null });
    }

    private static AccessGrant Drawn(Seed draw) =>
        new()
        {
            Id = new GrantId(Guid.AllBitsSet),
            Lock = new LockId(Guid.AllBitsSet),
            User = new UserId(Guid.AllBitsSet),
            Role = (GrantRole)(1 + draw.Next(3)),
            IsDeputy = draw.Next(2) == 0,
            Window = new TimeWindow(
                draw.Next(2) == 0 ? null : Begin.AddDays(draw.Next(3)),
                draw.Next(2) == 0 ? null : Begin.AddDays(4 + draw.Next(3))
            ),
            Hours = draw.Next(2) == 0 ? null : Mornings,
            CanUnlockRemotely = draw.Next(2) == 0,
            IsFrozen = draw.Next(2) == 0,
        };

    private static AuditEvent Event(int minute, AuditKind kind, Dictionary<string, string>? changed) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = Guid.AllBitsSet,
            ReceivedAt = Begin.AddMinutes(minute),
            Changed = changed,
        };
}
