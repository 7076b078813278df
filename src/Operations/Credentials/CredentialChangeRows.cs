using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Credentials;

/// <summary>What a credential is to be, after a change.</summary>
/// <param name="Value">Null where it was erased.</param>
internal sealed record WantedCredential(CredentialValue? Value, TimeWindow Window, bool HasNewValue, bool HasNewWindow, bool HasHours)
{
    public bool ReachesLocks => HasNewValue || HasNewWindow || HasHours;

    /// <summary>How far the credential's revision moves.</summary>
    public int Steps => HasNewValue || HasNewWindow ? 1 : 0;
}

/// <summary>Writes a change that was decided on.</summary>
internal sealed class CredentialChangeRows(CallerTurn turn, StoredCredential stored, Dictionary<LockId, CredentialLock> locks, TenantKeys keys)
{
    public async Task SaveAsync(string? name, WantedCredential wanted, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            """
            update credential set name = coalesce($3, name), value_sealed = coalesce($4::bytea, value_sealed),
                value_since = case when $4::bytea is null then value_since else $8 end, starts_at = $5, ends_at = $6,
                revision = revision + $7, updated_at = $8
            where tenant_id = $1 and credential_id = $2
            """,
            [
                turn.Tenant.Value,
                stored.Id.Value,
                name,
                wanted.HasNewValue ? keys.Seal(CredentialPlaces.Value(stored.Id), wanted.Value!.Bytes) : null,
                wanted.Window.StartsAt?.Cut(),
                wanted.Window.EndsAt?.Cut(),
                wanted.Steps,
                turn.Now,
            ],
            cancel
        );
        if (wanted.Steps > 0)
        {
            await DesireAsync(wanted, cancel);
        }

        var what = string.Join(' ', Changed(name, wanted));
        foreach (var place in stored.Places)
        {
            turn.Told.Add(
                turn.Event(AuditKind.CredentialChanged, place.Lock, stored.Id) with
                {
                    Shown = stored.Kind,
                    Changed = new Dictionary<string, string> { ["what"] = what },
                }
            );
        }
    }

    private IEnumerable<string> Changed(string? name, WantedCredential wanted)
    {
        if (name is not null)
        {
            yield return "name";
        }

        if (wanted.HasNewValue)
        {
            yield return stored.Kind == CredentialKind.Passcode ? "digits" : "number";
        }

        if (wanted.HasNewWindow)
        {
            yield return "window";
        }
    }

    /// <summary>The revision grows with what the lock must hold: the value, and the window where the lock keeps it.</summary>
    private async Task DesireAsync(WantedCredential wanted, CancellationToken cancel)
    {
        foreach (var place in stored.Places)
        {
            var smartLock = locks[place.Lock];
            await turn.Work.DoAsync(
                $"""
                update enrollment set revision = revision + $3, value_index = $4, valid = tstzrange($5::timestamptz, $6::timestamptz),
                    deliver_from = $7, remove_at = $6::timestamptz, asked_at = $8,
                    due_at = case when path = {(int)EnrollmentPath.Link} then $8 end, updated_at = $8
                where tenant_id = $1 and enrollment_id = $2
                """,
                [
                    turn.Tenant.Value,
                    place.Id.Value,
                    wanted.HasNewValue || smartLock.KeepsWindows ? 1 : 0,
                    keys.ValueIndex(place.Lock, wanted.Value!),
                    wanted.Window.StartsAt?.Cut(),
                    wanted.Window.EndsAt?.Cut(),
                    smartLock.DeliverFrom(stored.Kind, wanted.Window),
                    turn.Now,
                ],
                cancel
            );
            if (smartLock.Link is { } link)
            {
                turn.Woken.Add(link);
            }
        }
    }
}
