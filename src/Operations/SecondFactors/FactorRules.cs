using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.SecondFactors;

/// <summary>What second factors somebody has.</summary>
internal readonly record struct HeldFactors(bool HasTotp, int Passkeys)
{
    public bool HasAny => HasTotp || Passkeys > 0;
}

/// <summary>What somebody shows besides their password, and whether they may be without.</summary>
internal static class FactorRules
{
    private static readonly AccessError Needed = new(
        AccessErrorCode.Conflict,
        "Your role needs a second factor: add another one that works here before you take this one away.",
        Noun.User
    );

    public static Task<HeldFactors> OfAsync(Work work, UserId person, CancellationToken cancel) =>
        work.FirstAsync(
            "select totp_sealed is not null, (select count(*)::int from passkey k where k.user_id = u.user_id) from app_user u where user_id = $1",
            row => new HeldFactors(row.GetBoolean(0), row.GetInt32(1)),
            [person.Value],
            cancel
        );

    /// <summary>Asked after one was taken away. Whoever has none left has no use for recovery codes.</summary>
    /// <param name="host">Where the caller is: who needs a second factor needs one that can be shown there. Null: no passkey can.</param>
    public static async Task<AccessError?> SettleAsync(CallerTurn turn, UserId person, string? host, CancellationToken cancel)
    {
        var held = await OfAsync(turn.Work, person, cancel);
        if (!held.HasAny)
        {
            await RecoveryCodes.DropAsync(turn.Work, person, cancel);
        }

        return held.HasTotp || await HasPasskeyAtAsync(turn.Work, person, host, cancel) || !await MustHaveAsync(turn.Work, person, cancel)
            ? null
            : Needed;
    }

    private static Task<bool> HasPasskeyAtAsync(Work work, UserId person, string? host, CancellationToken cancel) =>
        work.FirstAsync(
            "select exists (select from passkey where user_id = $1 and host = $2::text)",
            row => row.GetBoolean(0),
            [person.Value, host],
            cancel
        );

    private static Task<bool> MustHaveAsync(Work work, UserId person, CancellationToken cancel) =>
        work.FirstAsync(
            "select u.is_installation_administrator or latchwork_leads_tenants($1) from app_user u where u.user_id = $1",
            row => row.GetBoolean(0),
            [person.Value],
            cancel
        );
}
