using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Credentials.Offline;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

public sealed record OfflinePasscodeRequest
{
    public required WireId Lock { get; init; }

    public required OfflineKind Kind { get; init; }

    /// <summary>Floored to the full hour.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>For periods and cyclic kinds; of the others it is ignored.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public string? Name { get; init; }
}

/// <param name="Number">Sifely's <c>keyboardPwdId</c>.</param>
/// <param name="Window">As the lock keeps it.</param>
public sealed record IssuedOfflinePasscode(
    TenantId Tenant,
    CredentialId Credential,
    EnrollmentId Enrollment,
    int Number,
    PinDigits Digits,
    TimeWindow Window
)
{
    /// <summary>Of the credential: our own API's and KEYVOX's.</summary>
    public required string Uuid { get; init; }

    public required string KeyvoxId { get; init; }

    public override string ToString() => $"offline passcode {Credential.Value}";
}

/// <summary>
/// Gives out the next code of a lock that works its codes out by itself (docs/offline-codes.md). Nothing is sent to the lock. The same request again
/// gives another code, until the window has no more: <see cref="AccessErrorCode.Exhausted"/>. <see cref="AccessErrorCode.Unsupported"/>: the lock
/// works out no codes, or none can say the window within the bound of KR-4.
/// </summary>
public sealed class IssueOfflinePasscode
{
    private readonly CallerTurns turns;
    private readonly KeyRing ring;
    private readonly WireIds ids;
    private readonly WireIdIndex index;

    internal IssueOfflinePasscode(CallerTurns turns, KeyRing ring, WireIds ids, WireIdIndex index) =>
        (this.turns, this.ring, this.ids, this.index) = (turns, ring, ids, index);

    public async Task<Outcome<IssuedOfflinePasscode>> RunAsync(Caller by, OfflinePasscodeRequest request, CancellationToken cancel)
    {
        if (request.Name?.Length > 200)
        {
            return AccessError.Invalid("A name has at most 200 characters.", Noun.Passcode);
        }

        return await turns.RunAsync<LockId, IssuedOfflinePasscode>(
            by,
            new TurnRules(AuditKind.CredentialCreated, AccessError.NotFound(Noun.Lock), CredentialKind.Passcode.IsTaken()),
            async caller =>
                await index.FindAsync(request.Lock, caller.Tenants, cancel) is { } row
                    ? new Located<LockId>(row.Tenant, new LockId(row.Id), new LockId(row.Id))
                    : null,
            async (turn, smartLock) =>
            {
                using var keys = await ring.RentAsync(turn.Tenant, cancel);
                return await IssueAsync(turn, smartLock, keys, new(request.Kind, request.StartsAt, request.EndsAt), request.Name, cancel);
            },
            cancel
        );
    }

    /// <summary>Within the turn of another act.</summary>
    internal async Task<Outcome<IssuedOfflinePasscode>> IssueAsync(
        CallerTurn turn,
        LockId id,
        TenantKeys keys,
        OfflineRequest wish,
        string? name,
        CancellationToken cancel
    )
    {
        if (!(await CredentialLock.OfAsync(turn, [id], cancel)).TryGetValue(id, out var smartLock))
        {
            return AccessError.NotFound(Noun.Lock);
        }

        if (smartLock.Refuse(AccessAct.ManageCredentials, turn.By, turn.Tenant, turn.Now) is { } weak)
        {
            return weak;
        }

        if (!smartLock.Facts.Capabilities.HasFlag(Capabilities.OfflineCodes))
        {
            return new AccessError(AccessErrorCode.Unsupported, "This lock works out no codes by itself.", Noun.Lock);
        }

        var issue = await OfflineIssue.LoadAsync(turn, id, keys, cancel);
        if ((await issue.NextAsync(wish, cancel)).IsRefused(out var refusal, out var code))
        {
            return refusal;
        }

        if (smartLock.Link is { } link)
        {
            turn.Woken.Add(link);
        }

        return await SaveAsync(turn, issue, wish.Kind, name, code, keys, cancel);
    }

    private async Task<IssuedOfflinePasscode> SaveAsync(
        CallerTurn turn,
        OfflineIssue issue,
        OfflineKind kind,
        string? name,
        NextCode code,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        var (credential, enrollment) = (CredentialId.New(turn.Now), EnrollmentId.New(turn.Now));
        await turn.Work.DoAsync(
            """
            with made as (
                insert into credential (tenant_id, credential_id, kind, name, origin, wire_type, value_sealed, starts_at, ends_at, hours, offline_sequence,
                    created_by, created_at, updated_at)
                values ($1, $2, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14))
            insert into enrollment (tenant_id, enrollment_id, credential_id, lock_id, kind, path, desired_present, remove_at, valid, value_index, plan,
                asked_at, offline_epoch, offline_number, created_at, updated_at)
            values ($1, $3, $2, $4, 1, $15, true, $10, tstzrange($9::timestamptz, $10::timestamptz), $16, '{}', $14, $17, $18, $14, $14)
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                enrollment.Value,
                issue.Lock.Value,
                name,
                (short)CredentialOrigin.OfflineScheme,
                (short)kind,
                keys.SealText(CredentialPlaces.Value(credential), code.Digits.Reveal()),
                code.Window.Window.StartsAt,
                code.Window.Window.EndsAt,
                code.Window.Hours?.ToString(),
                code.Code.Sequence,
                turn.By.Principal.Id,
                turn.Now,
                (short)EnrollmentPath.OfflineScheme,
                keys.PinIndex(issue.Lock, code.Digits),
                code.Code.Epoch,
                code.Code.Mark.Number,
            ],
            cancel
        );
        await ids.IssueAsync(turn.Work, turn.Tenant, credential.Value, cancel, WireIdKind.CredentialUuid, WireIdKind.KeyvoxCredential);
        await ids.IssueAsync(turn.Work, turn.Tenant, enrollment.Value, cancel, WireIdKind.EnrollmentNumber, WireIdKind.EnrollmentUuid);
        turn.Told.Add(turn.Event(AuditKind.CredentialCreated, issue.Lock, credential) with { Shown = CredentialKind.Passcode });
        turn.Made = credential.Value;
        var names = await CredentialNames.OfAsync(turn, [credential.Value, enrollment.Value], cancel);
        return new IssuedOfflinePasscode(turn.Tenant, credential, enrollment, names.Number(enrollment.Value), code.Digits, code.Window.Window)
        {
            Uuid = names.Text(credential.Value, WireIdKind.CredentialUuid),
            KeyvoxId = names.Text(credential.Value, WireIdKind.KeyvoxCredential),
        };
    }
}
