using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>What a signed token asks for (8.5). One closed list.</summary>
internal abstract record SignedOperation
{
    private SignedOperation() { }

    /// <param name="Locks">To lock; else to unlock.</param>
    /// <param name="StaysOpen">Of clients before 2024, at most a minute; null for the lock's own time.</param>
    public sealed record MutateLock(bool Locks, TimeSpan? StaysOpen) : SignedOperation;

    /// <param name="IsBatch">As one operation for all of them.</param>
    public sealed record AddUsers(IReadOnlyList<AddedUser> Users, bool IsBatch) : SignedOperation;

    public sealed record RemoveUsers(IReadOnlyList<string> Users) : SignedOperation;

    /// <param name="UnlockTime">Null to leave it.</param>
    /// <param name="SetsHours">The hours are to be as <paramref name="Hours"/> says; null there for none.</param>
    public sealed record MutateSetting(TimeSpan? UnlockTime, bool SetsHours, WeeklyHours? Hours) : SignedOperation;
}

/// <param name="PublicKey">Of the receiver, as the directory shows it: who signs says whom they mean.</param>
internal sealed record AddedUser(string User, byte[] PublicKey, GrantRole Role, TimeWindow Window);

internal static class SignedOperations
{
    public const string MutateLock = "MUTATE_LOCK";
    public const string AddUser = "ADD_USER";
    public const string BatchAddUser = "BATCH_ADD_USER";
    public const string RemoveUser = "REMOVE_USER";
    public const string MutateSetting = "MUTATE_SETTING";

    /// <summary>As what a refusal is recorded, by what the token says that it is for. It was asked for as that, whether or not anything of it holds.</summary>
    public static AuditKind KindOf(string? type, bool locks) =>
        type switch
        {
            AddUser or BatchAddUser => AuditKind.GrantGiven,
            RemoveUser => AuditKind.GrantRevoked,
            MutateSetting => AuditKind.LockChanged,
            MutateLock when locks => AuditKind.Lock,
            _ => AuditKind.Unlock,
        };
}
