using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Explanations;

/// <summary>A lock as its row <c>l</c>, and that of its site <c>s</c>, have it now.</summary>
internal sealed record LockNow(LockFacts Facts, string Zone, WeeklyHours? OpenHours, DateTimeOffset UpdatedAt)
{
    public const int Width = 8;

    public const string Columns =
        "l.capabilities, l.frozen_at is not null, not l.opens_remotely, l.usage_hours, l.permitted_addresses, s.zone, l.open_hours, l.updated_at";

    public static LockNow Read(NpgsqlDataReader row) =>
        new(
            LockRow.ReadFacts(row, 0),
            row.GetString(5),
            row.GetText(6) is { } hours ? LockRow.HoursOf(hours) : null,
            row.GetFieldValue<DateTimeOffset>(7)
        );
}

/// <summary>A grant as its row <c>g</c> has it now.</summary>
internal sealed record GrantNow(AccessGrant Grant, DateTimeOffset CreatedAt, DateTimeOffset? AcceptedAt, DateTimeOffset UpdatedAt)
{
    public const string Columns = GrantRow.Columns + ", g.created_at, g.accepted_at, g.updated_at";

    public const int Width = GrantRow.Width + 3;

    /// <summary>What tells of its changes.</summary>
    public static AuditKind[] Kinds => [AuditKind.GrantGiven, AuditKind.GrantChanged, AuditKind.GrantRevoked];

    public static GrantNow Read(NpgsqlDataReader row) => ReadAt(row, 0);

    public static GrantNow ReadAt(NpgsqlDataReader row, int column) =>
        new(
            GrantRow.ReadOptional(row, column)!,
            row.GetFieldValue<DateTimeOffset>(column + GrantRow.Width),
            row.GetInstant(column + GrantRow.Width + 1),
            row.GetFieldValue<DateTimeOffset>(column + GrantRow.Width + 2)
        );
}

/// <summary>A credential as its row <c>c</c> and its enrollment <c>e</c> at one lock have it now; <c>r</c> is its stay.</summary>
internal sealed record CredentialNow(CredentialThen Then, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const string Columns =
        "c.credential_id, c.kind, c.starts_at, c.ends_at, c.hours, c.revoked_at, r.reservation_id, c.box_lease_id, e.evidence, e.proven_at, c.created_at, c.updated_at";

    public static CredentialNow Read(NpgsqlDataReader row) => ReadAt(row, 0);

    public static CredentialNow ReadAt(NpgsqlDataReader row, int column) =>
        new(
            new CredentialThen(
                row.GetGuid(column),
                (CredentialKind)row.GetInt16(column + 1),
                new TimeWindow(row.GetInstant(column + 2), row.GetInstant(column + 3)),
                row.GetText(column + 4) is { } hours ? LockRow.HoursOf(hours) : null,
                row.GetInstant(column + 5),
                ChangedAt: null
            )
            {
                Reservation = row.GetOptional<Guid>(column + 6),
                Lease = row.GetOptional<Guid>(column + 7),
                Evidence = (EvidenceRung?)row.GetOptional<short>(column + 8),
                ProvenAt = row.GetInstant(column + 9),
            },
            row.GetFieldValue<DateTimeOffset>(column + 10),
            row.GetFieldValue<DateTimeOffset>(column + 11)
        );

    /// <summary>The list tells that a window was changed, and not what it was. Null where it was not.</summary>
    public static DateTimeOffset? WindowChangedAfter(DateTimeOffset at, Guid credential, IEnumerable<AuditEvent> told) =>
        told.FirstOrDefault(one =>
            one.ReceivedAt > at
            && one.Credential == credential
            && one.Changed?.GetValueOrDefault("what")?.Split(' ').Contains("window", StringComparer.Ordinal) == true
        )?.ReceivedAt;
}
