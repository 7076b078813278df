using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;

namespace Latchwork.Domain.Tests.Credentials.Offline;

/// <summary>A lock and those who make codes for it.</summary>
internal static class Locks
{
    public const string London = "Europe/London";

    public static readonly DateTimeOffset Noon = At("2026-03-02 12:00");

    public static OfflineSecret Secret { get; } = new([.. Enumerable.Range(0, OfflineSecret.Size).Select(i => (byte)i)]);

    public static OfflineRules Rules { get; } = new(London);

    public static OfflineKeypad Keypad { get; } = new(Secret, Rules);

    /// <summary>An instant of UTC.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);

    public static OfflinePlace Place(OfflineKind kind, string from, string? to = null, string zone = London, DateTimeOffset? now = null) =>
        Wish(kind, from, to).Places(new OfflineRules(zone), now ?? At(from)).Value[0];

    public static OfflineRequest Wish(OfflineKind kind, string from, string? to = null) => new(kind, At(from), to is null ? null : At(to));

    public static PinDigits Digits(OfflinePlace place, int epoch = 0, int sequence = 0) => Secret.Encode(place.Code(epoch, sequence));

    public static OfflineVerdict Try(this OfflineKeypad keypad, PinDigits digits, DateTimeOffset now) => keypad.Enter(digits, now).Verdict;
}
