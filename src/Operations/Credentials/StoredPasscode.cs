using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

/// <summary>A passcode that was named by one of its public ids, with its enrollments that live, and those alone that the id means.</summary>
internal sealed record StoredPasscode(CredentialId Id, int Revision, TimeWindow Window, byte[]? Sealed, IReadOnlyList<StoredPasscode.Place> Places)
{
    internal sealed record Place(EnrollmentId Id, LockId Lock, EnrollmentPath Path, int Revision, bool IsNamed, bool WasUsed);

    /// <summary>By the id of one enrollment, that alone is meant; by an id of the credential, all of them.</summary>
    public IEnumerable<Place> Named => Places.Where(place => place.IsNamed);

    /// <summary>Null where it does not exist, was revoked, or has left every lock.</summary>
    public static async Task<StoredPasscode?> FindAsync(CallerTurn turn, Guid row, CancellationToken cancel)
    {
        var rows = await turn.Work.ListAsync(
            """
            select c.credential_id, c.revision, c.starts_at, c.ends_at, c.value_sealed, e.enrollment_id, e.lock_id, e.path, e.revision,
                e.enrollment_id = $2 or c.credential_id = $2, e.used_at is not null
            from credential c
            join enrollment e on e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and e.desired_present and e.gone_at is null
            where c.tenant_id = $1 and c.kind = 1 and c.revoked_at is null and (c.credential_id = $2
                or c.credential_id = (select credential_id from enrollment where tenant_id = $1 and enrollment_id = $2))
            order by e.enrollment_id
            """,
            r =>
                (
                    Credential: new StoredPasscode(
                        new CredentialId(r.GetGuid(0)),
                        r.GetInt32(1),
                        new TimeWindow(r.GetInstant(2), r.GetInstant(3)),
                        r.IsDBNull(4) ? null : r.GetFieldValue<byte[]>(4),
                        []
                    ),
                    Place: new Place(
                        new EnrollmentId(r.GetGuid(5)),
                        new LockId(r.GetGuid(6)),
                        (EnrollmentPath)r.GetInt16(7),
                        r.GetInt32(8),
                        r.GetBoolean(9),
                        r.GetBoolean(10)
                    )
                ),
            [turn.Tenant.Value, row],
            cancel
        );
        return rows.Exists(r => r.Place.IsNamed) ? rows[0].Credential with { Places = rows.ConvertAll(r => r.Place) } : null;
    }

    /// <summary>Those of a lock that have one of these indexes and live; of each, what is on that lock is meant.</summary>
    public static async Task<IReadOnlyList<StoredPasscode>> ByDigitsAsync(
        CallerTurn turn,
        LockId smartLock,
        IReadOnlyList<byte[]> indexes,
        CancellationToken cancel
    )
    {
        var rows = await turn.Work.ListAsync(
            """
            select enrollment_id from enrollment
            where tenant_id = $1 and lock_id = $2 and kind = 1 and value_index = any ($3) and desired_present and gone_at is null
            order by enrollment_id
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, smartLock.Value, indexes.ToArray()],
            cancel
        );
        var found = new List<StoredPasscode>(rows.Count);
        foreach (var row in rows)
        {
            if (await FindAsync(turn, row, cancel) is { } passcode)
            {
                found.Add(passcode);
            }
        }

        return found;
    }

    public override string ToString() => $"passcode {Id.Value}";
}
