using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>A code under way, and the key that it is for.</summary>
internal sealed record PendingStepUp(Guid Id, byte[] PublicKey, byte[] Code)
{
    public override string ToString() => nameof(PendingStepUp);
}

/// <summary>Codes for keys that must prove themselves, kept sealed: what proves one is a signature over its digits (doordeck.md 7).</summary>
internal sealed class StepUpCodes(KeyRing ring)
{
    public const int Digits = 6;
    public const int AMinute = 6;
    public const int ADay = 30;
    public const int MostTries = 5;

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const short Purpose = 1;

    /// <summary>The account is held. The newest code is the one that holds.</summary>
    /// <returns>The digits; refused with <see cref="AccessErrorCode.RateLimited"/> where there were too many.</returns>
    public async Task<Outcome<string>> MakeAsync(CallerTurn turn, byte[] publicKey, CancellationToken cancel)
    {
        if (await RefuseAsync(turn, cancel) is { } tooMany)
        {
            return tooMany;
        }

        var code = SecretMaker.DigitString(Digits);
        var id = Guid.CreateVersion7(turn.Now);
        using var keys = await ring.RentAsync(turn.By.Home, cancel);
        await turn.Work.DoAsync(
            """
            insert into one_time_code (tenant_id, code_id, user_id, purpose, code_sealed, bound_to, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [turn.By.Home.Value, id, turn.By.Principal.Id, Purpose, keys.SealText(PlaceOf(id), code), publicKey, turn.Now, turn.Now + Life],
            cancel
        );
        return code;
    }

    /// <returns>Null: nothing is under way, or it was over, used or tried too often.</returns>
    public async Task<PendingStepUp?> FindAsync(CallerTurn turn, CancellationToken cancel)
    {
        var row = await turn.Work.FirstAsync(
            """
            select code_id, bound_to, code_sealed, expires_at > $4 and used_at is null and tries < $5
            from one_time_code where tenant_id = $1 and user_id = $2 and purpose = $3 order by created_at desc, code_id desc limit 1 for update
            """,
            Row.Read,
            [turn.By.Home.Value, turn.By.Principal.Id, Purpose, turn.Now, MostTries],
            cancel
        );
        if (row is not { IsOpen: true })
        {
            return null;
        }

        using var keys = await ring.RentAsync(turn.By.Home, cancel);
        return new PendingStepUp(row.Id, row.PublicKey, keys.Open(PlaceOf(row.Id), row.SealedCode));
    }

    /// <summary>One try more: the last one that may fail ends it.</summary>
    public static Task FailedAsync(CallerTurn turn, PendingStepUp pending, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "update one_time_code set tries = tries + 1 where tenant_id = $1 and code_id = $2",
            [turn.By.Home.Value, pending.Id],
            cancel
        );

    public static Task UsedAsync(CallerTurn turn, PendingStepUp pending, CancellationToken cancel) =>
        turn.Work.DoAsync(
            "update one_time_code set used_at = $3, code_sealed = null where tenant_id = $1 and code_id = $2",
            [turn.By.Home.Value, pending.Id, turn.Now],
            cancel
        );

    /// <summary>JW-10.</summary>
    private static async Task<AccessError?> RefuseAsync(CallerTurn turn, CancellationToken cancel)
    {
        var made = await turn.Work.ListAsync(
            "select created_at from one_time_code where tenant_id = $1 and user_id = $2 and purpose = $3 and created_at > $4 order by created_at desc limit $5",
            row => row.GetFieldValue<DateTimeOffset>(0),
            [turn.By.Home.Value, turn.By.Principal.Id, Purpose, turn.Now.AddDays(-1), ADay],
            cancel
        );
        var free = Later(FreeAt(made, AMinute, TimeSpan.FromMinutes(1)), FreeAt(made, ADay, TimeSpan.FromDays(1)));
        return free > turn.Now
            ? new AccessError(AccessErrorCode.RateLimited, "Too many codes were asked for. Try again later.") { RetryAfter = free - turn.Now }
            : null;
    }

    private static DateTimeOffset FreeAt(List<DateTimeOffset> newestFirst, int most, TimeSpan span) =>
        newestFirst.Count < most ? DateTimeOffset.MinValue : newestFirst[most - 1] + span;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset two) => one > two ? one : two;

    private sealed record Row(Guid Id, byte[] PublicKey, byte[] SealedCode, bool IsOpen)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? [] : row.GetFieldValue<byte[]>(2), row.GetBoolean(3));
    }

    private static SecretPlace PlaceOf(Guid id) => new("one_time_code", "code_sealed", id);
}
