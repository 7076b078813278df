using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>KR-4: what a lock takes, and what it remembers.</summary>
public sealed class OfflineKeypadTests
{
    private static readonly PinDigits Stay = Locks.Digits(Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 18:00"));
    private static readonly PinDigits Once = Locks.Digits(Locks.Place(OfflineKind.OneTime, "2026-03-02 12:00"));

    [Fact]
    public void A_one_time_code_opens_once()
    {
        var first = Locks.Keypad.Enter(Once, Locks.Noon);

        Assert.Equal(OfflineVerdict.Opens, first.Verdict);
        Assert.Equal(OfflineVerdict.Spent, first.Next.Try(Once, Locks.Noon));
        Assert.Equal(OfflineVerdict.Spent, first.Next.Try(Once, Locks.Noon.AddHours(24)));
    }

    [Fact]
    public void A_used_one_time_code_stays_used_when_the_limits_are_turned_off()
    {
        var limited = Locks.Keypad with { Rules = new OfflineRules(Locks.London, true) };
        var used = limited.Enter(Once, Locks.Noon).Next.Enter(Stay, Locks.Noon.AddHours(7)).Next;

        var after = used.Obeying(new OfflineOrders(Locks.Secret, Locks.Rules, 0, [])).Enter(Digits(OfflineKind.OneTime, 1), Locks.Noon.AddHours(8));

        Assert.Equal(OfflineVerdict.Spent, after.Next.Try(Once, Locks.Noon.AddHours(8)));
    }

    [Fact]
    public void A_period_code_opens_again_and_again_and_says_which_it_is()
    {
        var place = Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 18:00");
        var second = Locks.Keypad.Enter(Stay, Locks.Noon).Next.Enter(Stay, Locks.Noon.AddHours(1));

        Assert.Equal((OfflineVerdict.Opens, place.Code(0, 0).Mark), (second.Verdict, second.Mark));
    }

    [Fact]
    public void No_code_opens_a_year_or_a_lifetime_of_the_numbering_later()
    {
        var never = Enumerable.Range(1, 120).Select(years => Locks.Keypad.Try(Stay, Locks.Noon.AddYears(years)));

        Assert.All(never, verdict => Assert.Equal(OfflineVerdict.Over, verdict));
    }

    [Fact]
    public void A_code_of_the_next_epoch_ends_the_one_before()
    {
        var next = Digits(OfflineKind.Permanent, 0, epoch: 1);
        var carried = Locks.Keypad.Enter(next, Locks.Noon);

        Assert.Equal((OfflineVerdict.Opens, 1), (carried.Verdict, carried.Next.Epoch));
        Assert.Equal(OfflineVerdict.WrongEpoch, carried.Next.Try(Stay, Locks.Noon));
        Assert.Equal(OfflineVerdict.Opens, carried.Next.Try(next, Locks.Noon));
    }

    [Fact]
    public void A_code_two_epochs_ahead_is_not_taken_but_an_erase_code_is()
    {
        var far = Digits(OfflineKind.Permanent, 0, epoch: 2);
        var erase = Digits(OfflineKind.Erase, 0, epoch: 2);

        Assert.Equal(OfflineVerdict.WrongEpoch, Locks.Keypad.Try(far, Locks.Noon));
        var erased = Locks.Keypad.Enter(erase, Locks.Noon);
        Assert.Equal((OfflineVerdict.Erases, 2), (erased.Verdict, erased.Next.Epoch));
        Assert.Equal(OfflineVerdict.Opens, erased.Next.Try(far, Locks.Noon));
        Assert.Equal(OfflineVerdict.WrongEpoch, erased.Next.Try(Stay, Locks.Noon));
        Assert.Equal(OfflineVerdict.WrongEpoch, erased.Next.Try(erase, Locks.Noon));
    }

    [Theory]
    [InlineData(15, 16)]
    [InlineData(16, 17)]
    [InlineData(31, 32)]
    [InlineData(47, 63)]
    public void Epochs_go_on_from_block_to_block_and_never_come_back(int epoch, int next)
    {
        var keypad = OfflineKeypad.From(new OfflineOrders(Locks.Secret, Locks.Rules, epoch, []));
        var after = keypad.Enter(Digits(OfflineKind.Erase, 0, next), Locks.Noon);

        Assert.Equal((OfflineVerdict.Erases, next), (after.Verdict, after.Next.Epoch));
        Assert.All(
            Enumerable.Range(0, 200).Where(other => other != next && other != next + 1),
            other => Assert.NotEqual(OfflineVerdict.Opens, after.Next.Try(Digits(OfflineKind.Permanent, 0, other), Locks.Noon))
        );
    }

    [Fact]
    public void A_denied_code_opens_no_more_and_its_neighbours_do()
    {
        var mark = Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 18:00").Code(0, 0).Mark;
        var keypad = Locks.Keypad.Obeying(new OfflineOrders(Locks.Secret, Locks.Rules, 0, [mark]));

        Assert.Equal(OfflineVerdict.Denied, keypad.Try(Stay, Locks.Noon));
        Assert.Equal(
            OfflineVerdict.Opens,
            keypad.Try(Locks.Digits(Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 18:00"), sequence: 1), Locks.Noon)
        );
    }

    [Fact]
    public void Orders_may_come_twice_and_never_lead_back()
    {
        var used = Locks.Keypad.Enter(Once, Locks.Noon).Next.Enter(Digits(OfflineKind.Erase, 0, 1), Locks.Noon).Next;
        var late = new OfflineOrders(Locks.Secret, Locks.Rules, 0, []);

        Assert.Equal(1, used.Obeying(late).Obeying(late).Epoch);
        Assert.Equal(OfflineVerdict.Spent, Locks.Keypad.Enter(Once, Locks.Noon).Next.Obeying(late).Try(Once, Locks.Noon));
    }

    [Fact]
    public void With_another_secret_no_old_code_opens()
    {
        var other = new OfflineSecret(new byte[OfflineSecret.Size]);

        Assert.NotEqual(OfflineVerdict.Opens, Locks.Keypad.Obeying(new OfflineOrders(other, Locks.Rules, 0, [])).Try(Stay, Locks.Noon));
    }

    [Theory]
    [InlineData(23, OfflineVerdict.Opens)]
    [InlineData(25, OfflineVerdict.Suspended)]
    public void Where_first_uses_are_limited_a_period_begins_within_a_day(int hours, OfflineVerdict verdict)
    {
        var limited = Locks.Keypad with { Rules = new OfflineRules(Locks.London, true) };
        var week = Locks.Digits(Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-09 12:00"));

        var first = limited.Enter(week, Locks.Noon.AddHours(hours));
        Assert.Equal(verdict, first.Verdict);
        Assert.Equal(verdict, first.Next.Try(week, Locks.Noon.AddDays(6)));
        Assert.Equal(OfflineVerdict.Opens, Locks.Keypad.Try(week, Locks.Noon.AddDays(6)));
    }

    [Fact]
    public void A_one_time_code_lasts_for_a_day_or_where_first_uses_are_limited_for_six_hours()
    {
        var limited = Locks.Keypad with { Rules = new OfflineRules(Locks.London, true) };

        Assert.Equal(OfflineVerdict.Opens, Locks.Keypad.Try(Once, Locks.Noon.AddHours(23)));
        Assert.Equal(OfflineVerdict.Opens, limited.Try(Once, Locks.Noon.AddHours(6)));
        Assert.Equal(OfflineVerdict.Over, limited.Try(Once, Locks.Noon.AddHours(6.1)));
    }

    private static PinDigits Digits(OfflineKind kind, int sequence, int epoch = 0) =>
        Locks.Digits(Locks.Place(kind, "2026-03-02 12:00"), epoch, sequence);
}
