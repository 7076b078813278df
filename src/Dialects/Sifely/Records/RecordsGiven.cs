using System.Text.Json;
using Latchwork.Dialects.Sifely.Wire;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Records;

/// <summary>Records of a lock's own log as a phone uploads them (19.7). Digits that come with them are not read.</summary>
internal static class RecordsGiven
{
    /// <summary>100 records of all their members.</summary>
    private const int Length = 64 * 1024;

    /// <summary>Null where they are absent or not of that form, which is then refused.</summary>
    public static IReadOnlyList<ClaimedRecord>? Records(this SifelyParameters given, string name)
    {
        given.RequiredText(name, Length);
        return given.JsonList(name, Length, item => Read(item) is { } record ? [record] : Array.Empty<ClaimedRecord>());
    }

    /// <summary>The type is the cloud's, or else the one of the lock's log. The time is called <c>lockDate</c> in lists and <c>operateDate</c> by phones.</summary>
    private static ClaimedRecord? Read(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || (Whole(item, "lockDate") ?? Whole(item, "operateDate")) is not { } at)
        {
            return null;
        }

        var fromLock = Whole(item, "recordTypeFromLock");
        return TypeOf(Whole(item, "recordType"), fromLock, Whole(item, "success")) is var (type, isSuccess) && at is > 0 and <= WireTime.Latest
            ? new ClaimedRecord(
                new RecordClaim(type, (int?)fromLock, isSuccess, Whole(item, "recordId")),
                DateTimeOffset.FromUnixTimeMilliseconds(at),
                NameOf(item)
            )
            : null;
    }

    private static (int Type, bool IsSuccess)? TypeOf(long? type, long? fromLock, long? success)
    {
        if (fromLock is < 1 or > RecordTypes.Highest)
        {
            return null;
        }

        var meant = fromLock is { } number ? RecordTypes.OfLockLog((int)number) : null;
        return type is >= 1 and <= RecordTypes.Highest ? ((int)type, success is { } told ? told == 1 : meant?.IsSuccess ?? true)
            : type is null && meant is { } known ? (known.Type, success is { } said ? said == 1 : known.IsSuccess)
            : null;
    }

    private static string? NameOf(JsonElement item) =>
        item.TryGetProperty("username", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static long? Whole(JsonElement item, string member) =>
        item.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
