using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.SetUp;

/// <summary>Uses the set-up token: makes the first tenant and its owner, who is also the installation's administrator (KR-6).</summary>
public sealed class CompleteSetUp
{
    private readonly AccessDb db;
    private readonly TenantFounding founding;
    private readonly SetUpState state;
    private readonly Throttle throttle;
    private readonly RefusalCounts refusals;
    private readonly TimeProvider clock;

    internal CompleteSetUp(AccessDb db, TenantFounding founding, SetUpState state, Throttle throttle, RefusalCounts refusals, TimeProvider clock) =>
        (this.db, this.founding, this.state, this.throttle, this.refusals, this.clock) = (db, founding, state, throttle, refusals, clock);

    /// <returns>
    /// <see cref="AccessErrorCode.NotAuthenticated"/> for a token that is wrong, used, or older than 30 minutes;
    /// <see cref="AccessErrorCode.TooManyAttempts"/> for an address that sent too many (RL-1).
    /// </returns>
    public async Task<Outcome<FoundedTenant>> RunAsync(string token, TenantRequest request, RequestOrigin from, CancellationToken cancel)
    {
        if (TenantFounding.Refuse(request) is { } invalid)
        {
            return invalid;
        }

        if (await state.IsDoneAsync(cancel))
        {
            // No token is right any more, so there is nothing to guess.
            return Wrong(from);
        }

        ThrottleSubject[] source = [ThrottleSubject.OfSource(from.Address)];
        if (await throttle.RefuseAsync(source, cancel) is { } wait)
        {
            return wait;
        }

        if (SetupToken.Hash(token) is not { } hash || !await IsRightAsync(hash, cancel))
        {
            await throttle.FailedAsync(source);
            return Wrong(from);
        }

        // The slow hash is made after the token was found right, and before the transaction.
        return (await founding.PrepareAsync(request, cancel)).IsRefused(out var refusal, out var prepared)
            ? refusal
            : await WriteAsync(hash, prepared, from, cancel);
    }

    private async Task<bool> IsRightAsync(byte[] token, CancellationToken cancel) =>
        (
            await db.ListAsync(
                TenantSet.Of(TenantId.Installation),
                "select 1 from installation where setup_token_hash = $1 and setup_token_expires_at > $2 and set_up_at is null",
                row => row.GetInt32(0),
                [token, clock.Now()],
                cancel
            )
        ).Count > 0;

    private async Task<Outcome<FoundedTenant>> WriteAsync(byte[] token, PreparedTenant prepared, RequestOrigin from, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(TenantId.Installation, prepared.Tenant), cancel);
        var used = await work.DoAsync(
            "update installation set set_up_at = $2, setup_token_hash = null where setup_token_hash = $1 and setup_token_expires_at > $2 and set_up_at is null",
            [token, now],
            cancel
        );
        if (used == 0)
        {
            return Wrong(from);
        }

        if ((await founding.WriteAsync(work, prepared, now, cancel)).IsRefused(out var refusal, out var founded))
        {
            return refusal;
        }

        await work.DoAsync("update app_user set is_installation_administrator = true where user_id = $1", [founded.Owner.Value], cancel);
        var by = new AuditPrincipal(PrincipalKind.User, founded.Owner.Value, null, Surface.Native);
        var detail = new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
        await work.CommitAsync(prepared.Tenant, now, cancel, Told(AuditKind.SetUp, by, now, detail), Told(AuditKind.TenantCreated, by, now));
        state.Remember();
        return founded;
    }

    private AccessError Wrong(RequestOrigin from)
    {
        refusals.Authentication(from.Address, WrongToken.Code);
        return WrongToken;
    }

    private static AuditEntry Told(AuditKind kind, AuditPrincipal by, DateTimeOffset now, AuditPrivate? detail = null) =>
        new(
            new AuditEvent
            {
                Kind = kind,
                Outcome = AuditOutcome.Done,
                Operation = OperationId.New(now).Value,
                By = by,
            },
            detail
        );

    private static readonly AccessError WrongToken = new(
        AccessErrorCode.NotAuthenticated,
        "The set-up token is wrong, used or older than 30 minutes. Start the server again for a new one."
    );
}
