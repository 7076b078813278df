using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using static Latchwork.Domain.AccessErrorCode;

namespace Latchwork.Domain.Oracle;

/// <summary>
/// The decision a second time, as a table: every reason that holds is a bit, the lowest bit wins. Written from the specification, not from
/// <see cref="AccessDecision"/>; only the types of the facts are shared.
/// </summary>
public static class DecisionTable
{
    // act, least role (Holder, Manager, Owner), word of the permission, capability, marks: * while the grant is not active, m motion, o opens, + adds access
    private const string Acts = """
        SeeLock            H  locks:read         -          *
        ReadOwnRecords     H  locks:read         -          *
        SetPreference      H  locks:read         -          *
        GiveUpGrant        H  -                  -          *
        Unlock             H  locks:unlock       Unlock     mo
        Lock               H  locks:lock         Lock       m
        Relock             O  locks:lock         Lock       .
        BeAdmitted         H  locks:read         -          .
        ReadOpenState      H  locks:read         ReadState  .
        ReadDetail         M  locks:read         -          .
        ReadAllRecords     M  audit:read         -          .
        ListCredentials    M  credentials:read   -          .
        RevealCredentials  M  pins:reveal        -          .
        ManageCredentials  M  credentials:write  -          +
        RevokeCredentials  M  credentials:write  -          .
        ListGrants         M  grants:read        -          .
        Share              M  grants:write       -          +
        ManageGrants       M  grants:write       -          .
        Rename             M  locks:write        -          .
        ChangeSettings     M  locks:write        -          .
        RevokeAllGrants    O  grants:write       -          .
        SeeGateway         M  links:read         -          .
        ClaimRecords       M  locks:write        -          .
        FreezeLock         O  locks:write        -          .
        Transfer           O  locks:transfer     -          .
        Delete             O  locks:delete       -          .
        HideRecords        O  locks:write        -          .
        ManageGateway      O  links:write        -          .
        """;

    private static readonly Dictionary<AccessAct, Row> Rows = Acts.Split('\n').Select(Row.Read).ToDictionary(row => row.Act);

    private static readonly AccessErrorCode[] ByBit =
    [
        NotFound,
        Ended,
        NotAllowed,
        NotAllowedRemotely,
        Frozen,
        NotYet,
        OutsideHours,
        Unsupported,
        Frozen,
        AddressNotPermitted,
        OutsideHours,
    ];

    public static AccessErrorCode? Refuse(AccessAct act, AccessFacts facts, DateTimeOffset now)
    {
        var row = Rows[act];
        var reasons = CallerReasons(row, facts, now) | LockReasons(row, facts, now);
        return reasons == 0 ? null : ByBit[BitOperations.TrailingZeroCount(reasons)];
    }

    private static int CallerReasons(Row row, AccessFacts facts, DateTimeOffset now)
    {
        if (row.Permission is { } needed && facts.Standing?.Contains(needed) == true)
        {
            return 0;
        }

        var grant = facts.Grant;
        var isOver = grant is not null && (grant.RevokedAt.HasValue || (grant.Window.EndsAt ?? DateTimeOffset.MaxValue) <= now);
        if (grant is null || isOver)
        {
            return 1
                << (
                    facts.Standing is not null ? 2
                    : isOver ? 1
                    : 0
                );
        }

        var isPassedOn = row.Act == AccessAct.Share && grant.DerivedFrom.HasValue;
        return Bit(2, "HMO".IndexOf(row.Role, StringComparison.Ordinal) + 1 > (int)grant.Role || isPassedOn)
            | (row.Has('*') ? 0 : InactiveReasons(row, grant, facts.IsRemote, now));
    }

    private static int InactiveReasons(Row row, AccessGrant grant, bool isRemote, DateTimeOffset now) =>
        Bit(3, row.Has('m') && isRemote && !grant.CanUnlockRemotely && grant.Role != GrantRole.Owner)
        | Bit(4, grant.IsFrozen)
        | Bit(5, grant.IsWaiting || (grant.Window.StartsAt ?? DateTimeOffset.MinValue) > now)
        | Bit(6, grant.Hours is { } hours && !HoursOracle.Contains(hours, now));

    private static int LockReasons(Row row, AccessFacts facts, DateTimeOffset now)
    {
        var door = facts.Lock;
        return Bit(7, row.Needs is { } needs && !door.Capabilities.HasFlag(needs))
            | Bit(7, row.Has('o') && facts.IsRemote && door.IsRemoteUnlockOff)
            | Bit(8, door.IsFrozen && (row.Has('m') || row.Has('+')))
            | Bit(9, row.Has('o') && facts.IsRemote && IsElsewhere(door.PermittedAddresses, facts.CallerAddress))
            | Bit(10, row.Has('o') && door.UsageHours.Count > 0 && door.UsageHours.All(hours => !HoursOracle.Contains(hours, now)));
    }

    private static bool IsElsewhere(AddressList permitted, IPAddress? caller)
    {
        var ranges = permitted.Ranges();
        return ranges.Count > 0 && (caller is null || ranges.All(range => !IsIn(range, caller)));
    }

    // Compares the leading bits; a mapped address is its last four bytes.
    private static bool IsIn(string range, IPAddress caller)
    {
        var parts = range.Split('/');
        var (network, address) = (IPAddress.Parse(parts[0]).GetAddressBytes(), caller.GetAddressBytes());
        address = caller.AddressFamily == AddressFamily.InterNetworkV6 && caller.IsIPv4MappedToIPv6 ? address[12..] : address;
        var bits = int.Parse(parts[1]);
        return network.Length == address.Length
            && Enumerable.Range(0, bits).All(bit => ((network[bit / 8] ^ address[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }

    private static int Bit(int number, bool holds) => holds ? 1 << number : 0;

    private sealed record Row(AccessAct Act, string Role, Permission? Permission, Capabilities? Needs, string Marks)
    {
        public bool Has(char mark) => Marks.Contains(mark, StringComparison.Ordinal);

        public static Row Read(string line)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new(
                Enum.Parse<AccessAct>(cells[0]),
                cells[1],
                cells[2] == "-" ? null : Permissions.Find(cells[2]),
                cells[3] == "-" ? null : Enum.Parse<Capabilities>(cells[3]),
                cells[4]
            );
        }
    }
}
