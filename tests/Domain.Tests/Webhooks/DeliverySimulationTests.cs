using Latchwork.Domain.Webhooks;

namespace Latchwork.Domain.Tests.Webhooks;

/// <summary>
/// Receivers that fail at random, nodes that die in the middle of a try, endpoints that are paused and resumed: on virtual time, from seeds. What is claimed
/// is what <see cref="DeliverySchedule.HoldsBack"/> lets through.
/// </summary>
public sealed class DeliverySimulationTests
{
    private const int Seeds = 300;
    private const int Events = 120;
    private const int Locks = 4;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private static readonly RetrySchedule Schedule = new(
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)],
        OrderedTries: 3
    );

    [Fact]
    public void Nothing_is_lost_order_is_kept_as_promised_and_every_pause_is_told()
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var run = new Run(new Seed(seed));
            run.Play();
            Assert.True(run.Broken is null, $"Seed {seed}: {run.Broken}");
        }
    }

    private sealed class Queued(int number, int door, DateTimeOffset dueAt)
    {
        public int Number { get; } = number;

        public int Door { get; } = door;

        public DeliveryState State { get; set; } = DeliveryState.New(dueAt);

        public DateTimeOffset? ClaimedUntil { get; set; }

        public int Arrivals { get; set; }
    }

    private sealed class Run(Seed seed)
    {
        private readonly List<Queued> all = [];
        private readonly List<Queued> arrived = [];
        private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        private EndpointHealth health;
        private bool isPaused;
        private double faults;
        private int failuresInARow;

        public string? Broken { get; private set; }

        public void Play()
        {
            for (var round = 0; Broken is null && (round < 2000 || all.Exists(one => one.State.Phase == DeliveryPhase.Waiting)); round++)
            {
                if (round % 100 == 0)
                {
                    faults = seed.Pick([0.0, 0.2, 0.9, 1.0]);
                }

                // In the end the receiver mends, the owner resumes and replays.
                if (round > 20_000)
                {
                    faults = 0;
                    Resume();
                }

                Happen();
                Try();
                now += Tick;
            }

            Check(all.TrueForAll(one => one.State.Phase is DeliveryPhase.Delivered or DeliveryPhase.Parked), "an event is in no end");
            all.ForEach(one => one.State = DeliverySchedule.Step(Schedule, one.State, DeliveryEvent.Replayed, now));
            (faults, isPaused, health) = (0, false, default);
            for (var round = 0; round < 2000 && all.Exists(one => one.State.Phase != DeliveryPhase.Delivered); round++)
            {
                Try();
                now += Tick;
            }

            Check(all.TrueForAll(one => one.Arrivals > 0 && one.State.Phase == DeliveryPhase.Delivered), "an event was lost");
        }

        private void Happen()
        {
            if (all.Count < Events && seed.Chance(0.3))
            {
                all.Add(new Queued(all.Count, seed.Next(Locks), now));
            }

            if (isPaused && seed.Chance(0.01))
            {
                Resume();
            }
        }

        private void Resume() => (isPaused, health, failuresInARow) = isPaused ? (false, default, 0) : (isPaused, health, failuresInARow);

        private void Try()
        {
            foreach (var one in all.Where(IsFree).Take(seed.Next(3) + 1).ToList())
            {
                if (isPaused || health.RestsUntil > now || !IsFree(one))
                {
                    continue;
                }

                CheckOrder(one);
                one.ClaimedUntil = now + Lease;
                var arrives = !seed.Chance(faults);
                if (arrives)
                {
                    one.Arrivals++;
                    arrived.Add(one);
                }

                // The node dies: nobody hears the answer, and the claim runs out.
                if (!seed.Chance(0.1))
                {
                    Hear(one, arrives);
                }
            }
        }

        private void Hear(Queued one, bool acknowledged)
        {
            one.ClaimedUntil = null;
            one.State = DeliverySchedule.Step(Schedule, one.State, acknowledged ? DeliveryEvent.Acknowledged : DeliveryEvent.Failed, now);
            health = health.After(acknowledged, now);
            failuresInARow = acknowledged ? 0 : failuresInARow + 1;
            Check(health.IsToBePaused == failuresInARow >= 100, "a pause came at the wrong time");
            isPaused |= health.IsToBePaused;
        }

        private bool IsFree(Queued one) =>
            one.State.Phase == DeliveryPhase.Waiting
            && one.State.DueAt <= now
            && !(one.ClaimedUntil > now)
            && !all.Exists(o => o.Door == one.Door && o.Number < one.Number && DeliverySchedule.HoldsBack(Schedule, o.State, now));

        /// <summary>Whoever is overtaken had failed its quick retries.</summary>
        private void CheckOrder(Queued one) =>
            Check(
                all.TrueForAll(o => o.Door != one.Door || o.Number >= one.Number || o.Arrivals > 0 || o.State.Tries >= Schedule.OrderedTries),
                $"{one.Number} overtook an earlier event of its lock"
            );

        private void Check(bool isSo, string what)
        {
            if (!isSo)
            {
                Broken ??= what;
            }
        }
    }
}
