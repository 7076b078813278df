namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>One function of the wire's description, and what it answers where it is asked with no argument at all.</summary>
/// <param name="Name">Its overview name, or what stands for one: what follows <c>/v1/</c>. Null where it has an area's path alone.</param>
/// <param name="Area">Its documented path where it is one of reservations (section 9).</param>
internal sealed record DocumentedFunction(string? Name, string? Area, string Code)
{
    private static readonly string[] Hosts = ["/api/eagle-pms", ""];

    /// <summary>All paths of 1.1: both hosts; of reservations the area with and without the version, and the overview's name.</summary>
    public IEnumerable<string> Paths =>
        [
            .. Hosts.SelectMany(host => Name is null ? Array.Empty<string>() : [$"{host}/v1/{Name}"]),
            .. Hosts.SelectMany(host => Area is null ? Array.Empty<string>() : [$"{host}/{Area}", $"{host}/v1/{Area}"]),
        ];

    /// <summary>Where the server has it.</summary>
    public string Route => Area is null ? $"/v1/{Name}" : $"/{Area}";
}

/// <summary>Sections 6 to 9 and 12, written from the description and not from the code.</summary>
internal static class DocumentedFunctions
{
    private const string Success = "0";
    private const string Wrong = "E0005";

    /// <summary>6.1 to 6.14.</summary>
    private static readonly DocumentedFunction[] Locks =
    [
        V1("getUnits", Success),
        V1("getLocks", Success),
        V1("createLockPin", Wrong),
        V1("changeLockPin", Wrong),
        V1("disableLockPin", Wrong),
        V1("getLockPinStatus", Wrong),
        V1("getUnitPinList", Wrong),
        V1("getLockPinList", Wrong),
        V1("unlock", Wrong),
        V1("getLockStatus", Wrong),
        V1("getLockHistory", Wrong),
        V1("locks/events", Success),
        V1("issueLockKey", Wrong),
        V1("getBookingOrders", Wrong),
    ];

    /// <summary>7.1 to 7.9.</summary>
    private static readonly DocumentedFunction[] Lockers =
    [
        V1("getLockers", Success),
        V1("getLockerStatus", Wrong),
        V1("getAvailableBoxes", Wrong),
        V1("createLockerPin", Wrong),
        V1("changeLockerPin", Wrong),
        V1("disableLockerPin", Wrong),
        V1("unlockLocker", Wrong),
        V1("setLockerStatus", Wrong),
        V1("setBoxColor", Wrong),
    ];

    /// <summary>8.</summary>
    private static readonly DocumentedFunction[] Cards =
    [
        V1("setCard", Wrong),
        V1("updateCard", Wrong),
        V1("disableCard", Wrong),
        V1("getCardStatus", Wrong),
        V1("getLockCardList", Wrong),
        V1("setLockerCard", Wrong),
        V1("updateLockerCard", Wrong),
        V1("card/add", Wrong),
        V1("addCard", Wrong),
        V1("card/delCardList", Wrong),
    ];

    /// <summary>9.2 to 9.10.</summary>
    private static readonly DocumentedFunction[] Reservations =
    [
        new("getPlaces", "place/list", Success),
        new(null, "place/detail", Wrong),
        new(null, "unit/list", Success),
        new("getRoomPlans", "plan/list", Success),
        new(null, "plan/detail", Wrong),
        new("getAvailableRooms", "place/availableList", Wrong),
        new("createBooking", "bacsorder/create", Wrong),
        new("updateBooking", "bacsorder/update", Wrong),
        new(null, "bacsorder/updateCheckout", Wrong),
        new("cancelBooking", "bacsorder/cancel", Wrong),
        new("checkIn", "bacsorder/checkin", Wrong),
        new("checkOut", "bacsorder/checkout", Wrong),
        new("getBookingDetails", "bacsorder/detail", Wrong),
        new(null, "bacsorder/list", Success),
    ];

    /// <summary>12: with a token in place of a signature; connecting answers bare JSON.</summary>
    public static IReadOnlyList<DocumentedFunction> Hooks { get; } =
    [V1("hooks/subscribe", Wrong), V1("hooks/unsubscribe", Wrong), V1("hooks/sample", Wrong), V1("hooks/me", "")];

    public static IReadOnlyList<DocumentedFunction> Signed { get; } = [.. Locks, .. Lockers, .. Cards, .. Reservations];

    private static DocumentedFunction V1(string name, string code) => new(name, null, code);
}
