using System.Globalization;
using System.Text.Json;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Signing;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary><c>unlockBetween</c> (8.5): from one time to a later one of the same day, on some days of the week, but not on some dates.</summary>
internal static class HoursReader
{
    private const int DaysInWeek = 7;

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
            WireHours.MinuteOf(members.Text("start")) is { } start
            && WireHours.MinuteOf(members.Text("end")) is { } end
            && start < end
            && members.Text("timezone") is { } zone
            && WireHours.DaysOf(DayWords(members)) is { } days
            && ExceptionsOf(members) is { } exceptions
            && WeeklyHours.Create(zone, [new LocalWindow(days, start, end)], exceptions) is { Error: null } hours
            ? (null, hours.Value)
            : (WrongMember, null);
    }

    private static IEnumerable<string?> DayWords(Members members) => from entry in members.List("days", DaysInWeek) ?? [] select entry.Text();

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
}
