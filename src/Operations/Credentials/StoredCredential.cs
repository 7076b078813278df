using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Credentials;

/// <summary>
/// A credential that was named by one of its public ids, with its enrollments that were not revoked, and those alone that the id means. One whose window is
/// over is listed until somebody deletes it (4.4).
/// </summary>
internal sealed record StoredCredential(
    CredentialId Id,
    CredentialKind Kind,
    int Revision,
    TimeWindow Window,
    byte[]? Sealed,
    IReadOnlyList<StoredCredential.Place> Places
)
{
    internal sealed record Place(EnrollmentId Id, LockId Lock, EnrollmentPath Path, int? Slot, int Revision, bool IsNamed, bool WasUsed)
    {
        /// <summary>Its window is over, or its only use, and the lock holds nothing of it any more.</summary>
        public bool HasEnded { get; init; }
    }

    /// <summary>By the id of one enrollment, that alone is meant; by an id of the credential, all of them.</summary>
    public IEnumerable<Place> Named => Places.Where(place => place.IsNamed);

    /// <summary>The same, of which only what is on these locks is meant.</summary>
    public StoredCredential At(IReadOnlyList<LockId> locks) =>
        this with
        {
            Places = [.. Places.Select(place => place with { IsNamed = locks.Contains(place.Lock) })],
        };

    /// <summary>Null once it was erased.</summary>
    public CredentialValue? Open(TenantKeys keys) =>
        Sealed is { } blob ? CredentialValue.FromBytes(Kind, keys.Open(CredentialPlaces.Value(Id), blob)) : null;

    /// <summary>Null where there is none of that kind, or it was revoked.</summary>
    public static async Task<StoredCredential?> FindAsync(CallerTurn turn, CredentialKind kind, Guid row, CancellationToken cancel)
    {
        var found = await ListAsync(
            turn,
            "e.enrollment_id = $3 or c.credential_id = $3",
            "c.credential_id = $3 or c.credential_id = (select credential_id from enrollment where tenant_id = $1 and enrollment_id = $3)",
            [turn.Tenant.Value, (short)kind, row],
            cancel
        );
        return found is [var one, ..] ? one : null;
    }

    /// <summary>Those of a lock but its super passcode, which stands in no list; of each, what is on that lock is meant.</summary>
    /// <param name="indexes">Only those that live and have one of these; null for all.</param>
    public static Task<IReadOnlyList<StoredCredential>> OnLockAsync(
        CallerTurn turn,
        CredentialKind kind,
        LockId smartLock,
        IReadOnlyList<byte[]>? indexes,
        CancellationToken cancel
    ) =>
        ListAsync(
            turn,
            "e.lock_id = $3 and ($4::bytea[] is null or e.value_index = any ($4))",
            $"""
            c.credential_id in (select credential_id from enrollment where tenant_id = $1 and lock_id = $3 and kind = $2 and desired_present
                and ($4::bytea[] is null or value_index = any ($4) and gone_at is null))
            and c.origin <> {(int)CredentialOrigin.Super}
            """,
            [turn.Tenant.Value, (short)kind, smartLock.Value, indexes?.ToArray()],
            cancel
        );

    /// <param name="named">Which of their enrollments are meant.</param>
    /// <param name="which">Credentials. Parameters: tenant, kind, and what follows.</param>
    private static async Task<IReadOnlyList<StoredCredential>> ListAsync(
        CallerTurn turn,
        string named,
        string which,
        object?[] parameters,
        CancellationToken cancel
    )
    {
        var rows = await turn.Work.ListAsync(
            $"""
            select c.credential_id, c.kind, c.revision, c.starts_at, c.ends_at, c.value_sealed,
                e.enrollment_id, e.lock_id, e.path, e.slot, e.revision, {named}, e.used_at is not null, e.gone_at is not null
            from credential c
            join enrollment e on e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and e.desired_present
            where c.tenant_id = $1 and c.kind = $2 and c.revoked_at is null and ({which})
            order by c.credential_id, e.enrollment_id
            """,
            row => (Credential: Read(row), Place: ReadPlace(row)),
            parameters,
            cancel
        );
        return
        [
            .. rows.GroupBy(row => row.Credential.Id)
                .Where(of => of.Any(row => row.Place.IsNamed))
                .Select(of => of.First().Credential with { Places = [.. of.Select(row => row.Place)] }),
        ];
    }

    private static StoredCredential Read(NpgsqlDataReader row) =>
        new(
            new CredentialId(row.GetGuid(0)),
            (CredentialKind)row.GetInt16(1),
            row.GetInt32(2),
            new TimeWindow(row.GetInstant(3), row.GetInstant(4)),
            row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5),
            []
        );

    private static Place ReadPlace(NpgsqlDataReader row) =>
        new(
            new EnrollmentId(row.GetGuid(6)),
            new LockId(row.GetGuid(7)),
            (EnrollmentPath)row.GetInt16(8),
            row.GetOptional<short>(9),
            row.GetInt32(10),
            row.GetBoolean(11),
            row.GetBoolean(12)
        )
        {
            HasEnded = row.GetBoolean(13),
        };

    public override string ToString() => $"{Kind} {Id.Value}";
}
