using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Npgsql;

namespace Latchwork.Operations.Identity;

internal enum CallerCheck
{
    Confirmed,

    /// <summary>Something about them changed: read them again and ask anew.</summary>
    Stale,

    /// <summary>The credential is expired, rolled or revoked, or its holder was disabled.</summary>
    Gone,
}

/// <summary>
/// How it stands with a remembered caller in the database, read by the operation's own statement (AZ-5). The statement calls the caller's
/// secret hash <c>a.token_hash</c>.
/// </summary>
internal readonly record struct CallerConfirmation(bool IsKnown, DateTimeOffset? ExpiresAt, int Version)
{
    public const int Width = 3;

    public const string Columns =
        "(s.revoked_at is null and u.disabled_at is null and c.revoked_at is null), least(s.expires_at, s.idles_at), coalesce(u.version, c.version)";

    // API clients are rows of a tenant; where the tenant is not in the set, there is none, and so no version.
    public const string Joins = """
        left join session s on s.token_hash = a.token_hash
        left join app_user u on u.user_id = s.user_id
        left join api_client c on c.tenant_id = s.tenant_id and c.api_client_id = s.api_client_id
        """;

    public static AccessError NotAuthenticated { get; } = new(AccessErrorCode.NotAuthenticated, "The credential is not valid any more.");

    public static CallerConfirmation Read(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column + 2)
            ? default
            : new CallerConfirmation(
                row.GetBoolean(column),
                row.IsDBNull(column + 1) ? null : row.GetFieldValue<DateTimeOffset>(column + 1),
                row.GetInt32(column + 2)
            );

    public CallerCheck Check(Caller remembered, DateTimeOffset now) =>
        remembered.Principal.Kind is PrincipalKind.Server or PrincipalKind.Device or PrincipalKind.Tile ? CallerCheck.Confirmed
        : !IsKnown || ExpiresAt <= now ? CallerCheck.Gone
        : Version != remembered.Version ? CallerCheck.Stale
        : CallerCheck.Confirmed;
}
