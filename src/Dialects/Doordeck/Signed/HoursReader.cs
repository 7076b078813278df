using System.Globalization;
using System.Text.Json;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary><c>unlockBetween</c> (8.5): from one time to a later one of the same day, on some days of the week, but not on some dates.</summary>
internal static class HoursReader
{
    private static readonly string[] Days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

    public static (ProofFault? Fault, WeeklyHours? Hours) Read(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            return (WrongMember, null);
        }

        var members = new Members(given);
        if (members.HasOthersThan("start", "end", "timezone", "days", "exceptions"))
        {
            return (UnknownMember, null);
        }

        return
            MinuteOf(members.Text("start")) is { } start
            && MinuteOf(members.Text("end")) is { } end
            && start < end
            && members.Text("timezone") is { } zone
            && DaysOf(members) is { } days
            && ExceptionsOf(members) is { } exceptions
            && WeeklyHours.Create(zone, [new LocalWindow(days, start, end)], exceptions) is { Error: null } hours
            ? (null, hours.Value)
            : (WrongMember, null);
    }

    /// <summary>At least one.</summary>
    private static WeekDays? DaysOf(Members members)
    {
        var days = WeekDays.None;
        foreach (var entry in members.List("days", Days.Length) ?? [])
        {
            var number = Array.IndexOf(Days, entry.Text());
            if (number < 0)
            {
                return null;
            }

            days |= (WeekDays)(1 << number);
        }

        return days == WeekDays.None ? null : days;
    }

    private static List<DateOnly>? ExceptionsOf(Members members)
    {
        if (!members.Has("exceptions"))
        {
            return [];
        }

        var dates = members.List("exceptions", WeeklyHours.MaxExceptions)?.ConvertAll(DateOf);
        return dates is null || dates.Contains(null) ? null : dates.ConvertAll(date => date!.Value);
    }

    private static DateOnly? DateOf(JsonElement entry) =>
        DateOnly.TryParseExact(entry.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary><c>HH:mm</c>; some clients write the seconds too, as nought.</summary>
    private static int? MinuteOf(string? text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Second == 0
            ? (time.Hour * 60) + time.Minute
            : null;
}
