using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox;

/// <summary>
/// One function has one route here, and several paths at its clients (1.1): both documented hosts, and for reservations the names of the overview page beside the paths
/// of their areas. What a caller signed is the path as they sent it.
/// </summary>
internal static class KeyvoxPaths
{
    private const string Hosted = "/api/eagle-pms";
    private const string Versioned = "/v1";

    private static readonly string[] Areas = ["/place/", "/plan/", "/unit/", "/bacsorder/"];

    /// <summary>Section 9.</summary>
    private static readonly FrozenDictionary<string, string> ByOverview = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/getPlaces"] = "/place/list",
        ["/getRoomPlans"] = "/plan/list",
        ["/getAvailableRooms"] = "/place/availableList",
        ["/createBooking"] = "/bacsorder/create",
        ["/updateBooking"] = "/bacsorder/update",
        ["/cancelBooking"] = "/bacsorder/cancel",
        ["/checkIn"] = "/bacsorder/checkin",
        ["/checkOut"] = "/bacsorder/checkout",
        ["/getBookingDetails"] = "/bacsorder/detail",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The path of the route; one that is none of the wire's stays as it is.</summary>
    public static PathString RouteOf(PathString path)
    {
        var given = path.Value ?? "";
        var own = given.StartsWith($"{Hosted}/", StringComparison.Ordinal) ? given[Hosted.Length..] : given;
        if (IsInArea(own))
        {
            return own;
        }

        if (!own.StartsWith($"{Versioned}/", StringComparison.Ordinal))
        {
            return path;
        }

        var function = own[Versioned.Length..];
        return ByOverview.TryGetValue(function, out var area) ? area
            : IsInArea(function) ? function
            : own;
    }

    private static bool IsInArea(string path) => Array.Exists(Areas, area => path.StartsWith(area, StringComparison.Ordinal));
}
