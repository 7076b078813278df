using System.Globalization;

namespace Latchwork.Operations.Ids;

/// <summary>
/// An id as a wire shows it. One core row, a wire id each (design, "Public ids"); knowing one is never a reason for access (AZ-8).
/// </summary>
public readonly record struct WireId(WireIdKind Kind, string Text)
{
    /// <summary>A positive id of 31 bits, as the Sifely wire holds them.</summary>
    public static WireId Number(WireIdKind kind, int number) => new(kind, number.ToString(CultureInfo.InvariantCulture));

    public static WireId Uuid(WireIdKind kind, Guid uuid) => new(kind, uuid.ToString("D"));
}

/// <summary>The kinds of public ids. The numbers are stored: only add.</summary>
public enum WireIdKind
{
    // 31 bits: Sifely and TTLock.
    LockNumber = 1,
    GrantNumber = 2,
    EnrollmentNumber = 3,
    GatewayNumber = 4,
    GroupNumber = 5,
    UserNumber = 6,
    DoorSensorNumber = 7,

    // UUID version 4: Doordeck and our own API.
    LockUuid = 20,
    UserUuid = 21,
    SiteUuid = 22,
    TileUuid = 23,
    ApplicationUuid = 24,
    TenantUuid = 25,
    LinkUuid = 26,
    CredentialUuid = 27,
    EnrollmentUuid = 28,
    ApiClientUuid = 29,
    GrantUuid = 30,
    CommandUuid = 31,
    UnitUuid = 32,
    RoomPlanUuid = 33,
    ReservationUuid = 34,
    LockerUuid = 35,
    BoxUuid = 36,
    BoxLeaseUuid = 37,
    ReaderUuid = 38,
    WebhookUuid = 39,

    /// <summary>After those of KEYVOX, which begin at 40.</summary>
    AlertUuid = 70,
    DeviceUuid = 71,
    GroupUuid = 72,

    // KEYVOX: 24 hexadecimal digits, 16 characters, 9 characters.
    KeyvoxLock = 40,
    KeyvoxPlace = 41,
    KeyvoxUnit = 42,
    KeyvoxCredential = 43,
    KeyvoxPlan = 44,
    KeyvoxOrganisation = 45,
    KeyvoxLocker = 46,
    KeyvoxOrder = 47,
    KeyvoxUser = 48,
    KeyvoxKey = 49,

    /// <summary>The hash of a guest page's link, in 64 hexadecimal digits: never issued, only written with its credential.</summary>
    GuestPage = 50,

    /// <summary>A card that a tenant has registered.</summary>
    KeyvoxCard = 51,

    /// <summary><c>cli_</c> and 8 characters.</summary>
    SifelyClient = 60,

    /// <summary>An application of the TTLock wire: 32 lower-case hexadecimal digits.</summary>
    AppClient = 61,
}
