using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>KR-4, and §18 of the Sifely wire: the numbering and the permutation.</summary>
public sealed class OfflineSchemeTests
{
    private const int Cases = 20_000;

    [Fact]
    public void A_code_means_again_what_it_was_made_for()
    {
        var seed = new Seed(18);
        for (var i = 0; i < Cases; i++)
        {
            var code = Any(seed);
            var digits = Locks.Secret.Encode(code);

            Assert.Equal(9, digits.Length);
            Assert.Equal(code, Locks.Secret.Decode(digits, code.Block));
        }
    }

    [Fact]
    public void Two_numbers_of_a_block_never_share_digits()
    {
        var seed = new Seed(19);
        var seen = new Dictionary<string, OfflineMark>(StringComparer.Ordinal);
        for (var i = 0; i < Cases; i++)
        {
            var code = Any(seed) with { Epoch = seed.Next(OfflineLayout.EpochsInBlock) };
            var digits = Locks.Secret.Encode(code).Reveal();
            Assert.Equal(code.Mark, seen.GetValueOrDefault(digits, code.Mark));
            seen[digits] = code.Mark;
        }
    }

    [Fact]
    public void The_numbering_names_every_window_once_and_fits_nine_digits()
    {
        var next = 0;
        foreach (var shelf in Enum.GetValues<OfflineShelf>())
        {
            var size = OfflineLayout.SizeOf(shelf);
            Assert.Equal(next, new OfflinePlace(shelf, 0, 0).Code(0, 0).Mark.Number);
            next += size.Plaintexts;
            var last = new OfflinePlace(shelf, size.Starts - 1, size.Variants - 1).Code(0, size.Sequences - 1);
            Assert.Equal(next - 1, last.Mark.Number);
        }

        Assert.Equal((47_262_201, 47_262_201), (next, OfflineLayout.InEpoch));
        Assert.True(OfflineLayout.InEpoch * OfflineLayout.EpochsInBlock <= OfflineLayout.Codes);
        Assert.Null(OfflineCode.At(0, OfflineLayout.InEpoch * OfflineLayout.EpochsInBlock));
    }

    [Fact]
    public void Leading_zeros_are_part_of_a_code()
    {
        var place = Locks.Place(OfflineKind.Permanent, "2026-03-02 12:00");
        var epoch = Enumerable.Range(0, 200).First(epoch => Locks.Digits(place, epoch).Reveal()[0] == '0');
        var digits = Locks.Digits(place, epoch).Reveal();
        var keypad = OfflineKeypad.From(new OfflineOrders(Locks.Secret, Locks.Rules, epoch, []));

        Assert.Equal(OfflineVerdict.Opens, keypad.Try(PinDigits.Parse(digits).Value, Locks.Noon));
        Assert.Equal(OfflineVerdict.Unknown, keypad.Try(PinDigits.Parse(digits.TrimStart('0')).Value, Locks.Noon));
    }

    /// <summary>Neither the lock nor the hour makes a code: another secret has others, and so has the next epoch's block.</summary>
    [Fact]
    public void The_same_window_has_other_digits_under_another_secret_and_in_another_epoch()
    {
        var code = Locks.Place(OfflineKind.Period, "2026-03-02 12:00", "2026-03-02 18:00").Code(3, 0);
        var other = new OfflineSecret(new byte[OfflineSecret.Size]);

        string[] digits =
        [
            Locks.Secret.Encode(code).Reveal(),
            other.Encode(code).Reveal(),
            Locks.Secret.Encode(code with { Epoch = 4 }).Reveal(),
            Locks.Secret.Encode(code with { Epoch = 3 + OfflineLayout.EpochsInBlock }).Reveal(),
        ];

        Assert.Equal(digits.Length, digits.Distinct().Count());
        Assert.Equal(code.Mark.Number, (code with { Epoch = 3 + OfflineLayout.EpochsInBlock }).Mark.Number);
    }

    [Fact]
    public void KR_2_A_secret_shows_nothing_of_itself() => Assert.DoesNotContain("0", Locks.Secret.ToString(), StringComparison.Ordinal);

    private static OfflineCode Any(Seed seed)
    {
        var shelf = seed.Pick(Enum.GetValues<OfflineShelf>());
        var size = OfflineLayout.SizeOf(shelf);
        return new OfflinePlace(shelf, seed.Next(size.Starts), seed.Next(size.Variants)).Code(seed.Next(100), seed.Next(size.Sequences));
    }
}
