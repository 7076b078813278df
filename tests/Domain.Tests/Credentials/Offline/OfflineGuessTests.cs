using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Oracle;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>KR-4: how well codes can be guessed. The campaign <c>offline-guess</c> does the same at large.</summary>
public sealed class OfflineGuessTests(ITestOutputHelper output)
{
    private const int Entries = 4_000_000;

    [Fact]
    public void KR_4_A_lock_takes_at_most_5000_of_a_billion_codes_at_any_moment()
    {
        var seed = new Seed(1);
        var most = 0;
        foreach (var zone in new[] { "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata" })
        {
            var keypad = OfflineGuessing.Keypad(seed, zone, seed.Next(40));
            foreach (var moment in Moments(seed))
            {
                most = Math.Max(most, OfflineGuessing.AcceptedNear(keypad, moment));
            }
        }

        output.WriteLine($"At most {most}.");
        Assert.InRange(most, 4_000, OfflineGuessing.Bound);
    }

    [Fact]
    public void KR_4_Random_digits_open_as_seldom_as_was_counted()
    {
        var seed = new Seed(2);
        var keypad = OfflineGuessing.Keypad(seed, "Europe/London", 3);

        var (guessed, differences) = OfflineGuessing.GuessByTables(keypad, Locks.Noon, seed, 2, Entries, TestContext.Current.CancellationToken);

        var expected = Entries * (double)OfflineGuessing.AcceptedNear(keypad, Locks.Noon) / OfflineLayout.Codes;
        output.WriteLine($"{guessed.Accepted} of {guessed.Tries}, {expected:0.0} expected");
        Assert.Equal((Entries, 0), (guessed.Tries, differences));
        Assert.InRange(guessed.Accepted, 1, expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void KR_4_Five_wrong_entries_put_the_keypad_out_of_service_and_the_time_doubles()
    {
        var keypad = Locks.Keypad;
        var now = Locks.Noon;
        foreach (var minutes in new[] { 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440 })
        {
            keypad = Wrong(keypad, now, KeypadPatience.Limit);
            Assert.Equal(now.AddMinutes(minutes), keypad.Patience.OutUntil);
            Assert.Equal(OfflineVerdict.OutOfService, keypad.Try(Right, now.AddMinutes(minutes).AddTicks(-1)));
            now = now.AddMinutes(minutes);
            Assert.Equal(OfflineVerdict.Opens, keypad.Try(Right, now));
        }
    }

    [Fact]
    public void KR_4_A_right_entry_ends_the_row_and_not_the_doubling_which_a_quiet_day_ends()
    {
        var keypad = Wrong(Wrong(Locks.Keypad, Locks.Noon, 4).Enter(Right, Locks.Noon).Next, Locks.Noon, 4);
        Assert.False(keypad.Patience.IsOutAt(Locks.Noon));

        var out1 = Wrong(Locks.Keypad, Locks.Noon, 5);
        var later = Locks.Noon.AddMinutes(5);
        Assert.Equal(later.AddMinutes(10), Wrong(out1.Enter(Right, later).Next, later, 5).Patience.OutUntil);
        Assert.Equal(later.AddDays(1).AddMinutes(5), Wrong(out1, later.AddDays(1), 5).Patience.OutUntil);
    }

    [Fact]
    public void KR_4_Who_types_for_a_year_gets_a_few_thousand_tries()
    {
        var seed = new Seed(3);
        var keypad = OfflineGuessing.Keypad(seed, "Europe/London", 0);

        var guessed = OfflineGuessing.GuessPatiently(keypad, Locks.Noon, TimeSpan.FromDays(365), TimeSpan.FromSeconds(5), seed);

        output.WriteLine($"{guessed.Tries} tries in a year.");
        Assert.InRange(guessed.Tries, 1_000, 3_000);
    }

    private static PinDigits Right { get; } = Locks.Digits(Locks.Place(OfflineKind.Permanent, "2026-03-02 12:00"));

    private static OfflineKeypad Wrong(OfflineKeypad keypad, DateTimeOffset now, int times)
    {
        for (var i = 0; i < times; i++)
        {
            keypad = keypad.Enter(PinDigits.Parse("000000000").Value, now).Next;
        }

        return keypad;
    }

    /// <summary>Full hours are the worst, with the tolerance on both sides, and the turns of the clocks.</summary>
    private static IEnumerable<DateTimeOffset> Moments(Seed seed) =>
        [
            .. Enumerable.Range(0, 24).Select(hour => Locks.At("2026-03-04 00:00").AddHours(hour).AddMinutes(2)),
            .. Enumerable.Range(0, 24).Select(minute => Locks.At("2026-10-24 23:58").AddMinutes(10 * minute)),
            .. Enumerable.Range(0, 24).Select(minute => Locks.At("2026-03-28 23:58").AddMinutes(10 * minute)),
            .. Enumerable.Range(0, 10).Select(_ => Locks.Noon.AddMinutes(seed.Next(5_000_000))),
        ];
}
