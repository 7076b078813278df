using System.Buffers.Binary;
using System.Globalization;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// The passwords that are guessed first (KR-5), made by rules instead of kept as a list: the README of this folder says what they cover.
/// Only the first 64 bits of their encodings are held, sorted, so that one look-up serves a plain password and one that comes encoded.
/// </summary>
internal static class PasswordBlocklist
{
    private const int FirstYear = 1950;
    private const int LastYear = 2030;
    private const int ShortestWalk = 3;
    private const int LongestRepeat = 24;
    private const int PairedWords = 60;

    private static readonly string[] Endings =
    [
        "",
        "!",
        "!!",
        ".",
        "?",
        "*",
        "#",
        "@",
        "$",
        "0",
        "00",
        "000",
        "01",
        "02",
        "007",
        "1",
        "1!",
        "11",
        "111",
        "12",
        "12!",
        "121",
        "123",
        "123!",
        "1234",
        "1234!",
        "12345",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "13",
        "2",
        "21",
        "22",
        "222",
        "23",
        "3",
        "321",
        "33",
        "333",
        "4",
        "44",
        "420",
        "5",
        "55",
        "555",
        "6",
        "66",
        "666",
        "69",
        "7",
        "77",
        "777",
        "8",
        "88",
        "888",
        "9",
        "99",
        "999",
        "@1",
        "@12",
        "@123",
        "@1234",
        "#1",
        "#123",
        "_1",
        "_123",
        "-1",
        "-123",
        "abc",
        "qwerty",
        "x",
        "xx",
        "xxx",
        "s",
        "z",
    ];

    private static readonly string[] UsualEndings = ["", "!", "1", "1!", "12", "123", "123!", "1234", "12345", "123456", "01", "007"];

    private static readonly Lazy<ulong[]> Encodings = new(Encode);

    public static int Count => Encodings.Value.Length;

    /// <summary>As it is, or but for case.</summary>
    public static bool Contains(string password) => Has(Encoding(password)) || Has(Encoding(password.ToLowerInvariant()));

    public static bool Contains(EncodedPassword password) =>
        Has(ulong.Parse(password.Reveal().AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>The passwords themselves, some more than once.</summary>
    internal static IEnumerable<string> Passwords() => [.. Words(), .. Pairs(), .. Walks(), .. Repeats(), .. Numbers()];

    private static bool Has(ulong encoding) => Array.BinarySearch(Encodings.Value, encoding) >= 0;

    private static ulong[] Encode()
    {
        ulong[] encodings = [.. Passwords().Select(Encoding).Distinct()];
        Array.Sort(encodings);
        return encodings;
    }

    private static ulong Encoding(string password)
    {
        Span<byte> md5 = stackalloc byte[SifelyPasswordEncoding.Size];
        SifelyPasswordEncoding.Encode(password, md5);
        return BinaryPrimitives.ReadUInt64BigEndian(md5);
    }

    /// <summary>The two usual spellings with every ending and year, the others with the usual endings.</summary>
    private static IEnumerable<string> Words()
    {
        string[] years = [.. Enumerable.Range(FirstYear, LastYear - FirstYear + 1).Select(year => year.ToString(CultureInfo.InvariantCulture))];
        string[] endings = [.. Endings, .. years];
        return PasswordWords
            .All.Concat(PasswordWords.Phrases)
            .SelectMany(word =>
                from spelling in (string[])[word, char.ToUpperInvariant(word[0]) + word[1..]]
                from ending in endings
                select spelling + ending
            )
            .Concat(
                from word in PasswordWords.All.Concat(PasswordWords.Phrases)
                from spelling in (string[])[word.ToUpperInvariant(), Leet(word), word + word, word + word + word, string.Concat(word.Reverse())]
                from ending in UsualEndings
                select spelling + ending
            );
    }

    private static string Leet(string word) => word.Replace('a', '@').Replace('o', '0').Replace('e', '3').Replace('i', '1').Replace('s', '$');

    private static IEnumerable<string> Pairs()
    {
        var first = PasswordWords.All.Take(PairedWords).ToArray();
        return from one in first from two in first from joint in (string[])["", "1", "123", "-", "_"] select one + joint + two;
    }

    private static IEnumerable<string> Walks() =>
        from row in PasswordWords.KeyboardRows.SelectMany(row => (string[])[row, string.Concat(row.Reverse()), row + row])
        from start in Enumerable.Range(0, row.Length)
        from length in Enumerable.Range(ShortestWalk, Math.Max(0, row.Length - start - ShortestWalk + 1))
        from ending in (string[])["", "!", "1", "123"]
        from cased in (string[])[row.Substring(start, length), row.Substring(start, length).ToUpperInvariant()]
        select cased + ending;

    private static IEnumerable<string> Repeats() =>
        from block in PasswordWords
            .KeyboardRows.Take(4)
            .SelectMany(row => Enumerable.Range(1, 4).SelectMany(size => row.Chunk(size).Select(c => new string(c))))
            .Concat(Enumerable.Range(0, 100).Select(number => number.ToString("00", CultureInfo.InvariantCulture)))
        from times in Enumerable.Range(2, LongestRepeat)
        where block.Length * times <= LongestRepeat
        select string.Concat(Enumerable.Repeat(block, times));

    /// <summary>All numbers of up to four digits, and birthdays as day, month, year and as year, month, day.</summary>
    private static IEnumerable<string> Numbers()
    {
        var digits = Enumerable.Range(0, 10_000).Select(number => number.ToString("0000", CultureInfo.InvariantCulture));
        var first = new DateOnly(FirstYear, 1, 1);
        var dates = Enumerable.Range(0, new DateOnly(LastYear, 1, 1).DayNumber - first.DayNumber).Select(first.AddDays);
        string[] forms = ["ddMMyyyy", "yyyyMMdd", "ddMMyy"];
        return digits.Concat(from date in dates from form in forms select date.ToString(form, CultureInfo.InvariantCulture));
    }
}
