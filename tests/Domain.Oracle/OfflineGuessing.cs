using System.Globalization;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Oracle;

/// <param name="Tries">Codes that were typed, each of nine random digits.</param>
/// <param name="Accepted">Those that the keypad took.</param>
public readonly record struct GuessCount(long Tries, long Accepted)
{
    /// <summary>Of 10^9 codes.</summary>
    public double PerBillion => Tries == 0 ? 0 : Accepted * 1e9 / Tries;
}

/// <summary>How easily a code is guessed (KR-4): counted over all plaintexts, over those near a moment, and by typing.</summary>
public static class OfflineGuessing
{
    public const int Bound = 5_000;

    /// <summary>A keypad with codes of its secret live in both epochs that it follows.</summary>
    public static OfflineKeypad Keypad(Seed seed, string zone, int epoch)
    {
        var secret = new byte[OfflineSecret.Size];
        for (var i = 0; i < secret.Length; i++)
        {
            secret[i] = (byte)seed.Next();
        }

        return OfflineKeypad.From(new OfflineOrders(new OfflineSecret(secret), new OfflineRules(zone), epoch, []));
    }

    /// <summary>Every code of every shelf whose window can be open: a window lasts for a year and a day at most.</summary>
    public static int AcceptedNear(OfflineKeypad keypad, DateTimeOffset now)
    {
        var accepted = 0;
        for (var ahead = 0; ahead <= OfflineRules.MostEpochsAhead; ahead++)
        {
            accepted += Near(now, erases: ahead > 1).Sum(place => Accepted(keypad, place, keypad.Epoch + ahead, now));
        }

        return accepted;
    }

    /// <summary>All 10^9 of one block of epochs, and nothing left to reason.</summary>
    public static long AcceptedOfAll(OfflineKeypad keypad, int block, DateTimeOffset now, CancellationToken cancel)
    {
        var accepted = 0L;
        Parallel.For(
            0,
            OfflineLayout.Codes / 1_000_000,
            new ParallelOptions { CancellationToken = cancel },
            million =>
            {
                var taken = 0;
                for (var i = 0; i < 1_000_000; i++)
                {
                    taken += OfflineCode.At(block, (million * 1_000_000) + i) is { } code && IsTaken(keypad.Judge(code, now)) ? 1 : 0;
                }

                Interlocked.Add(ref accepted, taken);
            }
        );
        return accepted;
    }

    /// <summary>
    /// Random codes for a keypad whose patience has no end. The digits are read by tables of the secret's round functions, which is a hundred times as
    /// fast, and one of 10,000 is typed.
    /// </summary>
    /// <returns>And how often table and keypad said another thing.</returns>
    public static (GuessCount Count, long Differences) GuessByTables(
        OfflineKeypad keypad,
        DateTimeOffset now,
        Seed seed,
        int parts,
        long tries,
        CancellationToken cancel
    )
    {
        var block = keypad.Epoch / OfflineLayout.EpochsInBlock;
        (int Block, OfflineTables Tables)[] blocks = [(block, new(keypad.Secret, block)), (block + 1, new(keypad.Secret, block + 1))];
        Seed[] seeds = [.. Enumerable.Range(0, parts).Select(part => seed.Fork($"{part}"))];
        var (tried, accepted, differences) = (0L, 0L, 0L);
        Parallel.ForEach(
            seeds,
            own =>
            {
                var (n, taken, other) = (0L, 0L, 0L);
                for (; n < tries / parts && !(n % 4096 == 0 && cancel.IsCancellationRequested); n++)
                {
                    var digits = own.Next(OfflineLayout.Codes);
                    var isTaken = blocks.Any(one =>
                        OfflineCode.At(one.Block, one.Tables.Decrypt(digits)) is { } code && IsTaken(keypad.Judge(code, now))
                    );
                    taken += isTaken ? 1 : 0;
                    other += n % 10_000 == 0 && isTaken != IsTaken(keypad.Enter(Digits(digits), now).Verdict) ? 1 : 0;
                }

                Interlocked.Add(ref tried, n);
                Interlocked.Add(ref accepted, taken);
                Interlocked.Add(ref differences, other);
            }
        );
        return (new GuessCount(tried, accepted), differences);
    }

    /// <summary>Types for a time as somebody at the door does, who knows when the keypad is in service again.</summary>
    /// <param name="pause">Between two entries.</param>
    public static GuessCount GuessPatiently(OfflineKeypad keypad, DateTimeOffset from, TimeSpan time, TimeSpan pause, Seed seed)
    {
        var (tried, accepted) = (0L, 0L);
        for (var now = from; now < from + time; now += pause)
        {
            if (keypad.Patience.OutUntil is { } until && now < until)
            {
                now = until;
            }

            var entry = keypad.Enter(Any(seed), now);
            tried++;
            accepted += IsTaken(entry.Verdict) ? 1 : 0;
            keypad = keypad with { Patience = entry.Next.Patience };
        }

        return new GuessCount(tried, accepted);
    }

    private static bool IsTaken(OfflineVerdict verdict) => verdict is OfflineVerdict.Opens or OfflineVerdict.Erases;

    private static PinDigits Any(Seed seed) => Digits(seed.Next(OfflineLayout.Codes));

    private static PinDigits Digits(int number) => PinDigits.Parse(number.ToString("D9", CultureInfo.InvariantCulture)).Value;

    private static int Accepted(OfflineKeypad keypad, OfflinePlace place, int epoch, DateTimeOffset now) =>
        IsTaken(keypad.Judge(place.Code(epoch, 0), now)) ? place.Sequences : 0;

    private static IEnumerable<OfflinePlace> Near(DateTimeOffset now, bool erases)
    {
        var hour = (int)(now - OfflineWindow.FirstHour).TotalHours;
        return erases
            ? [new OfflinePlace(OfflineShelf.Erase, 0, 0)]
            :
            [
                new OfflinePlace(OfflineShelf.Erase, 0, 0),
                new OfflinePlace(OfflineShelf.Permanent, 0, 0),
                .. Around(OfflineShelf.OneTime, hour, back: 26),
                .. Around(OfflineShelf.Hours, hour, back: 26),
                .. Around(OfflineShelf.Days, hour, back: 170),
                .. Around(OfflineShelf.Stays, hour / 24, back: 10),
                .. Around(OfflineShelf.Dates, hour / 24, back: 34),
                .. Around(OfflineShelf.Months, hour / 730, back: 14),
                .. Around(OfflineShelf.Cyclic, hour / 730, back: 1),
            ];
    }

    private static IEnumerable<OfflinePlace> Around(OfflineShelf shelf, int at, int back) =>
        from start in Enumerable.Range(at - back, back + 3)
        from variant in Enumerable.Range(0, OfflineLayout.SizeOf(shelf).Variants)
        select new OfflinePlace(shelf, start, variant);
}
