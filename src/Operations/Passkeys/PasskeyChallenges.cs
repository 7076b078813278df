using Latchwork.Domain;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Passkeys;

/// <summary>What a browser was asked for. The numbers are stored.</summary>
internal enum PasskeyPurpose
{
    Add = 1,
    LogIn = 2,
    Prove = 3,
}

/// <summary>A question, and the name by which its answer comes.</summary>
/// <param name="Options">JSON, for the browser.</param>
public sealed record AskedPasskey(Guid Challenge, string Options);

/// <param name="User">Who was asked; null: whoever logs in.</param>
/// <param name="Kept">What the answer is held to.</param>
internal sealed record SpentChallenge(UserId? User, string Kept);

/// <summary>Questions to browsers: each is answered once, within minutes, for what it was asked for and by whom.</summary>
internal sealed class PasskeyChallenges(AccessDb db, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Of those who are not known yet: whoever floods this leaves log-in by password as it is.</summary>
    private const int MostOfNobody = 10_000;

    /// <summary>Somebody has one question for each purpose; those before are void.</summary>
    public static async Task<AskedPasskey> AskAsync(
        Work work,
        PasskeyPurpose purpose,
        UserId person,
        PasskeyQuestion question,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var challenge = Guid.CreateVersion7(now);
        await work.DoAsync("delete from passkey_challenge where user_id = $1 and purpose = $2", [person.Value, (short)purpose], cancel);
        await work.DoAsync(
            "insert into passkey_challenge (challenge_id, purpose, user_id, asked, valid_until) values ($1, $2, $3, $4, $5)",
            [challenge, (short)purpose, person.Value, question.Kept, now + Life],
            cancel
        );
        return new AskedPasskey(challenge, question.Options);
    }

    /// <summary>Whoever logs in.</summary>
    public async Task<Outcome<AskedPasskey>> AskAnybodyAsync(PasskeyQuestion question, CancellationToken cancel)
    {
        var now = clock.Now();
        var challenge = Guid.CreateVersion7(now);
        var written = await db.ListAsync(
            TenantSet.None,
            """
            insert into passkey_challenge (challenge_id, purpose, asked, valid_until)
            select $1, $2, $3, $4
            where (select count(*) from (select from passkey_challenge where user_id is null and valid_until > $5 limit $6) as live) < $6
            returning 1
            """,
            row => row.GetInt32(0),
            [challenge, (short)PasskeyPurpose.LogIn, question.Kept, now + Life, now, MostOfNobody],
            cancel
        );
        return written.Count == 1
            ? new AskedPasskey(challenge, question.Options)
            : new AccessError(AccessErrorCode.RateLimited, "Too many people are logging in by passkey: use the password.") { RetryAfter = Life };
    }

    /// <summary>Spent with the first answer, whatever comes of that.</summary>
    /// <param name="person">Who must have been asked; null: for a log-in, whoever it was.</param>
    public Task<SpentChallenge?> SpendAsync(Guid challenge, PasskeyPurpose purpose, UserId? person, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.None,
            """
            delete from passkey_challenge
            where challenge_id = $1 and purpose = $2 and valid_until > $3 and ($4::uuid is null or user_id = $4)
            returning user_id, asked
            """,
            row => new SpentChallenge(row.GetOptional<Guid>(0) is { } user ? new UserId(user) : null, row.GetString(1)),
            [challenge, (short)purpose, clock.Now(), person?.Value],
            cancel
        );
}
