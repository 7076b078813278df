using System.Text.Json;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Signing;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>
/// From a claim to an operation. Exactly one known type with only that type's members (JW-9): clients write the members that they do not use as null, so a null
/// is like nothing wherever 8.5 does not say otherwise.
/// </summary>
internal static class OperationReader
{
    /// <summary>AZ-10.</summary>
    public const int MostRemoved = 100;

    private static readonly TimeSpan ShortestOpen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOpen = TimeSpan.FromSeconds(60);

    /// <summary>The type as the token says it, before anything of it is believed.</summary>
    public static string? TypeOf(JsonElement claims) =>
        claims.TryGetProperty("operation", out var operation) && operation.ValueKind == JsonValueKind.Object ? operation.Text("type") : null;

    /// <summary>Of the same: it says that it is to lock.</summary>
    public static bool LocksOf(JsonElement claims) =>
        claims.TryGetProperty("operation", out var operation)
        && operation.ValueKind == JsonValueKind.Object
        && operation.TryGetProperty("locked", out var locked)
        && locked.ValueKind == JsonValueKind.True;

    public static (ProofFault? Fault, SignedOperation? Operation) Read(JsonElement claims)
    {
        if (!claims.TryGetProperty("operation", out var operation) || operation.ValueKind != JsonValueKind.Object)
        {
            return (NoOperation, null);
        }

        var members = new Members(operation);
        return operation.Text("type") switch
        {
            SignedOperations.MutateLock => ReadLock(members),
            SignedOperations.AddUser => ReadUser(members),
            SignedOperations.BatchAddUser => ReadUsers(members),
            SignedOperations.RemoveUser => ReadRemoved(members),
            SignedOperations.MutateSetting => ReadSetting(members),
            _ => (UnknownOperation, null),
        };
    }

    private static (ProofFault? Fault, SignedOperation? Operation) ReadLock(Members members)
    {
        if (members.HasOthersThan("type", "locked", "duration"))
        {
            return (UnknownMember, null);
        }

        return members.Flag("locked") is not { } locks || !members.TryDuration("duration", out var duration) || duration <= TimeSpan.Zero
            ? (WrongMember, null)
            : (null, new SignedOperation.MutateLock(locks, duration > LongestOpen ? LongestOpen : duration));
    }

    private static (ProofFault? Fault, SignedOperation? Operation) ReadUser(Members members)
    {
        if (members.HasOthersThan("type", "user", "publicKey", "role", "start", "end"))
        {
            return (UnknownMember, null);
        }

        return UserOf(members) is { } added ? (null, new SignedOperation.AddUsers([added], IsBatch: false)) : (WrongMember, null);
    }

    private static (ProofFault? Fault, SignedOperation? Operation) ReadUsers(Members members)
    {
        if (members.HasOthersThan("type", "users"))
        {
            return (UnknownMember, null);
        }

        var users = new List<AddedUser>();
        foreach (var entry in members.List("users", Domain.Locks.LockAbilities.Many) ?? [])
        {
            if (entry.ValueKind != JsonValueKind.Object)
            {
                return (WrongMember, null);
            }

            var each = new Members(entry);
            if (each.HasOthersThan("user", "publicKey", "role", "start", "end"))
            {
                return (UnknownMember, null);
            }

            if (UserOf(each) is not { } added || users.Exists(other => other.User == added.User))
            {
                return (WrongMember, null);
            }

            users.Add(added);
        }

        return users.Count == 0 ? (WrongMember, null) : (null, new SignedOperation.AddUsers(users, IsBatch: true));
    }

    private static AddedUser? UserOf(Members members) =>
        members.Uuid("user") is { } user
        && members.Text("publicKey") is { } text
        && StrictBase64.Decode(text) is { } key
        && RoleOf(members) is { } role
        && members.TrySeconds("start", out var start)
        && members.TrySeconds("end", out var end)
        && !new TimeWindow(start, end).IsEmpty
            ? new AddedUser(user, key, role, new TimeWindow(start, end))
            : null;

    private static GrantRole? RoleOf(Members members) =>
        !members.Has("role")
            ? GrantRole.Holder
            : members.Text("role") switch
            {
                "USER" => GrantRole.Holder,
                "ADMIN" => GrantRole.Manager,
                _ => null,
            };

    private static (ProofFault? Fault, SignedOperation? Operation) ReadRemoved(Members members)
    {
        if (members.HasOthersThan("type", "users"))
        {
            return (UnknownMember, null);
        }

        var users = members.List("users", MostRemoved)?.ConvertAll(entry => Members.Uuid(entry));
        return users is null or [] || users.Contains(null)
            ? (WrongMember, null)
            : (null, new SignedOperation.RemoveUsers([.. users.OfType<string>().Distinct()]));
    }

    /// <summary>
    /// The null trap (8.5): one client writes both members always, so a null beside a duration says nothing, and a null alone takes the hours away.
    /// </summary>
    private static (ProofFault? Fault, SignedOperation? Operation) ReadSetting(Members members)
    {
        if (members.HasOthersThan("type", "unlockDuration", "unlockBetween"))
        {
            return (UnknownMember, null);
        }

        if (!members.TryDuration("unlockDuration", out var duration) || duration < ShortestOpen || duration > LongestOpen)
        {
            return (WrongMember, null);
        }

        if (!members.Has("unlockBetween"))
        {
            var clears = members.IsNull("unlockBetween") && duration is null;
            return duration is null && !clears ? (WrongMember, null) : (null, new SignedOperation.MutateSetting(duration, clears, null));
        }

        var (fault, hours) = HoursReader.Read(members.Value("unlockBetween"));
        return fault is null ? (null, new SignedOperation.MutateSetting(duration, SetsHours: true, hours)) : (fault, null);
    }
}
