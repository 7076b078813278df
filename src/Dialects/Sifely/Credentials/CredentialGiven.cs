using System.Text.Json;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;

namespace Latchwork.Dialects.Sifely.Credentials;

/// <summary>What callers say of cards and fingerprints (7.2, 19.5).</summary>
internal static class CredentialGiven
{
    private const int Cyclic = 4;
    private const int MostWindows = 28;

    /// <summary>In decimal; the rest that is no number is refused.</summary>
    public static CardNumber CardNumber(this SifelyParameters given, string name)
    {
        if (Domain.Credentials.CardNumber.Parse(given.RequiredText(name).Trim()).IsRefused(out var wrong, out var number))
        {
            given.Refuse(SifelyErrors.OnWrite(wrong));
        }

        return number;
    }

    /// <inheritdoc cref="CardNumber"/>
    public static FingerprintNumber FingerprintNumber(this SifelyParameters given, string name)
    {
        if (Domain.Credentials.FingerprintNumber.Parse(given.RequiredText(name).Trim()).IsRefused(out var wrong, out var number))
        {
            given.Refuse(SifelyErrors.OnWrite(wrong));
        }

        return number;
    }

    /// <summary>Both dates are required; 0 is no bound.</summary>
    public static TimeWindow Period(this SifelyParameters given)
    {
        given.RequiredWhole("startDate");
        given.RequiredWhole("endDate");
        return new TimeWindow(given.Instant("startDate"), given.Instant("endDate"));
    }

    /// <summary>The hours of a new one, by its kind: 1 ordinary, 4 cyclic, which needs them.</summary>
    public static IReadOnlyList<LocalWindow> HoursOfNew(this SifelyParameters given, string typeName)
    {
        switch (given.Whole(typeName) ?? CyclicHours.Ordinary)
        {
            case CyclicHours.Ordinary:
                return [];
            case Cyclic when given.Hours() is [_, ..] hours:
                return hours;
            case Cyclic:
                given.RequiredText(CyclicHours.Parameter);
                given.Refuse(SifelyError.Invalid($"'{CyclicHours.Parameter}' needs a window."));
                return [];
            default:
                given.Refuse(SifelyError.Invalid($"'{typeName}' is 1 or 4."));
                return [];
        }
    }

    /// <summary>Empty where none are given.</summary>
    public static IReadOnlyList<LocalWindow> Hours(this SifelyParameters given)
    {
        if (given.Json(CyclicHours.Parameter) is not { } list)
        {
            return [];
        }

        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MostWindows)
        {
            LocalWindow?[] windows = [.. list.EnumerateArray().Select(CyclicHours.Read)];
            if (Array.TrueForAll(windows, window => window is not null))
            {
                return [.. windows.Select(window => window!.Value)];
            }
        }

        given.Refuse(SifelyError.Invalid($"'{CyclicHours.Parameter}' is a list of windows: weekDay 1 to 7, startTime and endTime in minutes."));
        return [];
    }

    /// <summary>0 by name, 1 newest first, 2 by name from the end (13.8); anything else counts as 1.</summary>
    public static CredentialOrder Order(this SifelyParameters given) =>
        given.Whole("orderBy") switch
        {
            0 => CredentialOrder.Name,
            2 => CredentialOrder.NameDescending,
            _ => CredentialOrder.NewestFirst,
        };
}

/// <summary>One window of a week (7.2): Monday is 1, times are minutes after midnight at the lock.</summary>
internal sealed record CyclicHours(int WeekDay, int StartTime, int EndTime)
{
    public const string Parameter = "cyclicConfig";

    /// <summary>The kind of a card or fingerprint that has none.</summary>
    public const int Ordinary = 1;

    /// <summary>Null for what is no such window.</summary>
    public static LocalWindow? Read(JsonElement one) =>
        one.WholeOf("weekDay") is >= 1 and <= 7 and var day
        && one.WholeOf("startTime") is >= 0 and < LocalWindow.MinutesInDay and var start
        && one.WholeOf("endTime") is >= 0 and <= LocalWindow.MinutesInDay and var end
            ? new LocalWindow((WeekDays)(1 << (day - 1)), start, end)
            : null;
}
