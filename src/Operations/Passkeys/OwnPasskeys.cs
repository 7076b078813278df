using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.SecondFactors;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Passkeys;

/// <param name="Name">As its owner calls it.</param>
/// <param name="Host">Where it works.</param>
/// <param name="LastUsedAt">Null: not yet.</param>
public sealed record SeenPasskey(Guid Id, string Name, string Host, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt);

internal static class PasskeyName
{
    private const int Longest = 100;

    private static readonly AccessError Bad = AccessError.Invalid($"A passkey is called by 1 to {Longest} characters.", Noun.Passkey);

    public static AccessError? Refuse(string name) => name.Trim().Length is 0 or > Longest ? Bad : null;
}

/// <summary>The caller's passkeys: they see them, call them otherwise, and take them away.</summary>
public sealed class OwnPasskeys
{
    /// <summary>So many somebody has at most, over all hosts.</summary>
    public const int Most = PasskeyLimits.Most;

    private static readonly AccessError Missing = AccessError.NotFound(Noun.Passkey);

    private readonly CallerTurns turns;
    private readonly CallerReads reads;

    internal OwnPasskeys(CallerTurns turns, CallerReads reads) => (this.turns, this.reads) = (turns, reads);

    /// <summary>The oldest first.</summary>
    public Task<Outcome<List<SeenPasskey>>> ListAsync(Caller by, CancellationToken cancel) =>
        reads.ListAsync(
            by,
            "select passkey_id, name, host, created_at, last_used_at from passkey where user_id = $1 order by created_at, passkey_id",
            row => new SeenPasskey(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInstant(4)),
            _ => [by.Principal.Id],
            cancel
        );

    public Task<Outcome<Done>> RenameAsync(Caller by, Guid? id, string name, CancellationToken cancel) =>
        ActAsync(
            by,
            async (turn, person) =>
            {
                if (PasskeyName.Refuse(name) is { } bad)
                {
                    return bad;
                }

                if (
                    await turn.Work.DoAsync(
                        "update passkey set name = $3 where passkey_id = $1 and user_id = $2",
                        [id, person.Value, name.Trim()],
                        cancel
                    ) == 0
                )
                {
                    return Missing;
                }

                turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "passkeyName"));
                return Done.Yes;
            },
            cancel
        );

    /// <summary>Refused where the role of the caller needs a second factor and they have no other that works where they are.</summary>
    /// <param name="host">Where the caller is; null: where no passkey works.</param>
    public Task<Outcome<Done>> RemoveAsync(Caller by, Guid? id, string? host, CancellationToken cancel) =>
        ActAsync(
            by,
            async (turn, person) =>
            {
                await OwnAccount.HoldAsync(turn, person, cancel);
                if (await turn.Work.DoAsync("delete from passkey where passkey_id = $1 and user_id = $2", [id, person.Value], cancel) == 0)
                {
                    return Missing;
                }

                turn.Raised.Add(person);
                turn.Told.Add(OwnAccount.Event(turn, AuditKind.SecondFactorChanged, person, "passkeyRemoved"));
                return await FactorRules.SettleAsync(turn, person, host, cancel) is { } needed ? needed : Done.Yes;
            },
            cancel
        );

    private Task<Outcome<Done>> ActAsync(Caller by, Func<CallerTurn, UserId, Task<Outcome<Done>>> act, CancellationToken cancel) =>
        OwnAccount.RunAsync(turns, by, AuditKind.SecondFactorChanged, act, cancel);
}
