using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Locks;

/// <summary>A grant's row, called <c>g</c> in the statement that reads it.</summary>
internal static class GrantRow
{
    public const int Width = 13;

    public const string Columns =
        "g.grant_id, g.lock_id, g.user_id, g.role, g.is_deputy, g.starts_at, g.ends_at, g.hours, g.opens_remotely, g.frozen_at is not null, "
        + "g.accepted_at is null, g.revoked_at, g.derived_from";

    public static AccessGrant? ReadOptional(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column)
            ? null
            : new AccessGrant
            {
                Id = new GrantId(row.GetGuid(column)),
                Lock = new LockId(row.GetGuid(column + 1)),
                User = new UserId(row.GetGuid(column + 2)),
                Role = (GrantRole)row.GetInt16(column + 3),
                IsDeputy = row.GetBoolean(column + 4),
                Window = new TimeWindow(row.GetInstant(column + 5), row.GetInstant(column + 6)),
                Hours = row.GetText(column + 7) is { } hours ? LockRow.HoursOf(hours) : null,
                CanUnlockRemotely = row.GetBoolean(column + 8),
                IsFrozen = row.GetBoolean(column + 9),
                IsWaiting = row.GetBoolean(column + 10),
                RevokedAt = row.GetInstant(column + 11),
                DerivedFrom = row.GetId(column + 12, id => new GrantId(id)),
            };
}
