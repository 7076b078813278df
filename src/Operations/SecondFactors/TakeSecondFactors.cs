using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.SecondFactors;

/// <param name="HadTotp">An app that makes codes.</param>
/// <param name="Passkeys">How many.</param>
public sealed record TakenFactors(bool HadTotp, int Passkeys);

/// <summary>
/// Takes every second factor and all recovery codes from somebody who has lost them, and ends their sessions at the console: for the operator, by the database itself. Over the network
/// nobody may: whoever can be made a member without a word of theirs would be at the mercy of who did it (CO-1).
/// </summary>
/// <param name="owner">Connections as the owner of the tables.</param>
public sealed class TakeSecondFactors(NpgsqlDataSource owner, TimeProvider clock)
{
    /// <param name="person">Public UUID.</param>
    /// <returns>What they had; null where there is no such person.</returns>
    public async Task<TakenFactors?> RunAsync(string person, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var look = await new AccessDb(owner).BeginAsync(TenantSet.None, cancel);
        if (
            await look.ListAsync(
                """
                select u.user_id, u.home_tenant_id from public_id p join app_user u on u.user_id = p.row_id and u.disabled_at is null
                where p.kind = $1 and p.wire_id = $2
                """,
                row => (User: new UserId(row.GetGuid(0)), Home: new TenantId(row.GetGuid(1))),
                [(short)WireIdKind.UserUuid, person.Trim().ToLowerInvariant()],
                cancel
            )
            is not [var (user, home)]
        )
        {
            return null;
        }

        await using var work = await new AccessDb(owner).BeginAsync(TenantSet.Of(home), cancel);
        var chain = await work.HoldChainsAsync(cancel, home);
        await work.DoAsync("select 1 from app_user where user_id = $1 for update", [user.Value], cancel);
        var held = await FactorRules.OfAsync(work, user, cancel);
        if (!held.HasAny)
        {
            return new TakenFactors(HadTotp: false, 0);
        }

        foreach (var table in (string[])["totp_offer", "passkey", "passkey_challenge"])
        {
            await work.DoAsync($"delete from {table} where user_id = $1", [user.Value], cancel);
        }

        await RecoveryCodes.DropAsync(work, user, cancel);
        await work.DoAsync("update app_user set totp_sealed = null, version = version + 1 where user_id = $1", [user.Value], cancel);
        await work.DoAsync(
            "update session set revoked_at = $3 where user_id = $1 and kind = $2 and revoked_at is null",
            [user.Value, (short)SessionKind.ConsoleSession, now],
            cancel
        );
        chain.Append(home, Told(user, held, now), now, detail: null);
        await work.CommitAsync(chain, cancel);
        return new TakenFactors(held.HasTotp, held.Passkeys);
    }

    private static AuditEvent Told(UserId person, HeldFactors held, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.SecondFactorChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = Caller.Server().Audited,
            On = new AuditObject(Noun.User, person.Value),
            Changed = new Dictionary<string, string> { ["totpRemoved"] = held.HasTotp.ToString(), ["passkeysRemoved"] = $"{held.Passkeys}" },
        };
}
