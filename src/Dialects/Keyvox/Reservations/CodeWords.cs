using Latchwork.Domain.Credentials;
using Latchwork.Domain.Reservations;
using Latchwork.Domain.Sites;
using Latchwork.Operations.Reservations;
using Latchwork.Operations.Reservations.Plans;

namespace Latchwork.Dialects.Keyvox.Reservations;

/// <summary>Words of the core as this wire's codes (9.1).</summary>
internal static class CodeWords
{
    public const string Channel = "BACS";

    public static readonly string[] PlaceTypes = ["facility", "hotel", "locker", "doubleLocker", "vendingMachine"];

    public static readonly string[] Businesses = ["housing", "rentalSpace", "conferenceRoom", "locker", "airdrop", "vendingMachine"];

    public static readonly string[] PayTypes = ["offlinePayment", "stripeCreditCard", "cash"];

    public static readonly string[] PayStates = ["0", "2", "20", "30", "40"];

    public static string Code(this SiteKind kind) => PlaceTypes[(int)kind];

    public static string Code(this Business business) => Businesses[(int)business];

    public static string Code(this PlanRelease release) => $"{(int)release}";

    public static string Code(this PaymentState state) => $"{(int)state}";

    public static string Code(this PaymentKind kind) => PayTypes[(int)kind];

    public static string Code(this StayState state) =>
        state switch
        {
            StayState.Requested => "Q",
            StayState.Refused => "B",
            StayState.Booked => "A",
            StayState.CheckedIn => "I",
            StayState.CheckedOut => "O",
            StayState.Cancelled => "C",
            StayState.Maintenance => "M",
        };

    public static SiteKind? SiteKindOf(string? code) => code is null ? null : (SiteKind)Array.IndexOf(PlaceTypes, code);

    public static Business? BusinessOf(string? code) => code is null ? null : (Business)Array.IndexOf(Businesses, code);

    public static PaymentKind? PaymentKindOf(string? code) => code is null ? null : (PaymentKind)Array.IndexOf(PayTypes, code);

    public static PaymentState? PaymentStateOf(string? code) =>
        code is null ? null : (PaymentState)int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Of a booking's code: 0 not issued, 1 on its way, 2 on every lock, 4 deleted (9.1).</summary>
    public static string PinStatus(this StayCode code) =>
        code.IsRevoked ? "4"
        : code.Doors.Count == 0 || code.Doors.Any(door => door.Status == EnrollmentStatus.Planned) ? "0"
        : code.Doors.All(door => door.Status == EnrollmentStatus.Active) ? "2"
        : "1";
}
