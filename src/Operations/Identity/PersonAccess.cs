using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Identity;

/// <summary>What lets a person in besides their password, ended at once and on every node (AZ-5). Their row is held.</summary>
internal static class PersonAccess
{
    /// <param name="but">The one that goes on; null: none does.</param>
    public static Task EndSessionsAsync(Work work, UserId person, SessionId? but, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync(
            "update session set revoked_at = $2 where user_id = $1 and revoked_at is null and ($3::uuid is null or session_id <> $3)",
            [person.Value, now, but?.Value],
            cancel
        );

    /// <summary>With a revoked key its certificates are worth nothing.</summary>
    public static Task RevokeSigningKeysAsync(Work work, UserId person, DateTimeOffset now, CancellationToken cancel) =>
        work.DoAsync("update signing_key set revoked_at = $2 where user_id = $1 and revoked_at is null", [person.Value, now], cancel);
}
