using System.Net;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using NodaTime;

namespace Latchwork.Domain.Oracle;

/// <summary>Cases that follow from a seed, crowded around the edges: where clocks turn, windows begin and end, and one microsecond beside them.</summary>
public sealed class CaseGenerator(Seed seed)
{
    private const int CasesOnOneDay = 16;
    private const long Hour = TimeSpan.TicksPerHour;

    // Half an hour; a change at midnight; twice in Ramadan; two hours; none at all; and the common ones.
    private static readonly string[] OddZones =
    [
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Africa/El_Aaiun",
        "Africa/Cairo",
        "Antarctica/Troll",
        "America/Havana",
        "America/Nuuk",
        "America/Scoresbysund",
        "America/Asuncion",
        "Asia/Beirut",
        "Asia/Almaty",
        "Asia/Gaza",
        "Atlantic/Azores",
        "Pacific/Apia",
        "Pacific/Chatham",
        "Europe/London",
        "America/New_York",
        "Asia/Tokyo",
        "Asia/Kathmandu",
    ];

    public static IReadOnlyList<string> AllZones { get; } = [.. DateTimeZoneProviders.Tzdb.Ids.Where(ZoneDatabase.Knows)];

    private static readonly AccessAct[] Acts = Enum.GetValues<AccessAct>();
    private static readonly TenantRole[] TenantRoles = Enum.GetValues<TenantRole>();
    private static readonly Permission[] AllPermissions = Enum.GetValues<Permission>();
    private static readonly GrantRole[] GrantRoles = [GrantRole.Holder, GrantRole.Holder, GrantRole.Manager, GrantRole.Owner];
    private static readonly GrantId GiversGrant = new(new Guid("00000000-0000-7000-8000-0000000000aa"));
    private static readonly AddressList[] Addresses =
    [
        AddressList.Parse(["10.0.0.0/8", "192.0.2.7"]).Value,
        AddressList.Parse(["2001:db8::/32"]).Value,
        AddressList.Parse(["192.0.2.0/25", "2001:db8:0:1::9"]).Value,
    ];
    private static readonly IPAddress?[] Callers =
    [
        null,
        IPAddress.Parse("10.1.2.3"),
        IPAddress.Parse("11.0.0.1"),
        IPAddress.Parse("192.0.2.7"),
        IPAddress.Parse("192.0.2.128"),
        IPAddress.Parse("::ffff:192.0.2.7"),
        IPAddress.Parse("2001:db8:0:1::9"),
    ];

    private readonly List<WeeklyHours> hours = [];
    private readonly List<long> instants = [];
    private int made;

    public DecisionCase Next()
    {
        if (made++ % CasesOnOneDay == 0)
        {
            Move();
        }

        var now = Instant(seed.Pick(instants) + Beside());
        var facts = new AccessFacts
        {
            Lock = Door(),
            Grant = seed.Chance(0.85) ? Grant(now) : null,
            Standing = seed.Chance(0.3) ? Standing() : null,
            CallerAddress = seed.Pick(Callers),
            IsRemote = seed.Chance(0.7),
        };
        return new DecisionCase(seed.Chance(0.4) ? AccessAct.Unlock : seed.Pick(Acts), facts, now);
    }

    /// <summary>Another zone, another turn of its clocks, other hours around it; and the instants worth asking about.</summary>
    private void Move()
    {
        var table = ZoneTable.Of(seed.Chance(0.5) ? seed.Pick(OddZones) : seed.Pick(AllZones));
        var around = table.Changes.Count > 0 && seed.Chance(0.8) ? seed.Pick(table.Changes) : AnyInstant();
        var zone = table.Zone;
        hours.Clear();
        instants.Clear();
        instants.AddRange(
            around,
            around - Hour,
            around + Hour,
            around + (Hour / 2),
            AnyInstant(),
            around + ((seed.Next(52 * 60) - 26 * 60) * Hour / 60)
        );
        for (var i = 0; i < 2; i++)
        {
            hours.Add(Hours(zone, table, around));
            instants.AddRange(HoursOracle.Edges(hours[i], Instant(around)));
        }
    }

    private WeeklyHours Hours(string zone, ZoneTable table, long around)
    {
        var windows = new LocalWindow[1 + seed.Next(3)];
        for (var i = 0; i < windows.Length; i++)
        {
            var days = seed.Chance(0.3) ? WeekDays.All : (WeekDays)(1 + seed.Next(127));
            windows[i] = seed.Next(8) switch
            {
                0 => new LocalWindow(days, 0, 1440),
                1 => new LocalWindow(days, seed.Next(1440), seed.Next(1441)),
                _ => new LocalWindow(days, MinuteNear(table, around) % 1440, MinuteNear(table, around)),
            };
        }

        var day = DateOnly.FromDateTime(new DateTime(table.Local(around)));
        var exceptions = seed.Chance(0.3) ? Enumerable.Range(0, 1 + seed.Next(4)).Select(_ => day.AddDays(seed.Next(7) - 3)) : [];
        return WeeklyHours.Create(zone, windows, exceptions).Value;
    }

    private static readonly int[] Minutes = [0, 0, 1, -1, 29, 30, 31, 59, 60, 61, 90, 120, -30, -60, -120];

    private int MinuteNear(ZoneTable table, long around)
    {
        var wall = table.Local(seed.Chance(0.5) ? around : around - 1) / TimeSpan.TicksPerMinute;
        return (int)((wall + seed.Pick(Minutes) + 1440) % 1440);
    }

    private LockFacts Door() =>
        new()
        {
            Capabilities = seed.Chance(0.1) ? Capabilities.ReadState : Capabilities.Unlock | Capabilities.Lock | (Capabilities)seed.Next(1 << 16),
            IsFrozen = seed.Chance(0.1),
            IsRemoteUnlockOff = seed.Chance(0.1),
            UsageHours = seed.Chance(0.7) ? [] : [seed.Pick(hours), .. seed.Chance(0.3) ? hours : []],
            PermittedAddresses = seed.Chance(0.8) ? AddressList.Empty : seed.Pick(Addresses),
        };

    private AccessGrant Grant(DateTimeOffset now) =>
        new()
        {
            Id = default,
            Lock = default,
            User = default,
            Role = seed.Pick(GrantRoles),
            IsDeputy = seed.Chance(0.2),
            Window = new TimeWindow(seed.Chance(0.5) ? null : Bound(now, -1), seed.Chance(0.5) ? null : Bound(now, 1)),
            Hours = seed.Chance(0.6) ? seed.Pick(hours) : null,
            CanUnlockRemotely = seed.Chance(0.8),
            IsFrozen = seed.Chance(0.1),
            IsWaiting = seed.Chance(0.1),
            RevokedAt = seed.Chance(0.08) ? now + TimeSpan.FromHours(seed.Next(3) - 1) : null,
            DerivedFrom = seed.Chance(0.2) ? GiversGrant : null,
        };

    // Mostly on the side that lets through.
    private DateTimeOffset Bound(DateTimeOffset now, int side) =>
        seed.Chance(0.4) ? now.AddTicks(Beside()) : now.AddMinutes((seed.Chance(0.8) ? side : -side) * seed.Next(100_000));

    private PermissionSet Standing()
    {
        var role = seed.Pick(TenantRoles).Permissions();
        return seed.Chance(0.5) ? role : PermissionSet.Of(seed.Pick(AllPermissions), seed.Pick(AllPermissions));
    }

    private long Beside() => (seed.Next(3) - 1) * TimeSpan.TicksPerMicrosecond;

    private long AnyInstant() => Instant(0).AddYears(2023).AddMinutes(seed.Next(5 * 365 * 1440)).Ticks;

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
