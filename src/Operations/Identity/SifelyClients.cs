using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>The API client of an account on the Sifely wire: its plan holds for the key and for all tokens of the account (sifely.md 16).</summary>
/// <param name="ClientId">What the wire calls it.</param>
internal sealed record SifelyClient(TenantId Tenant, ApiClientId Id, string ClientId)
{
    public byte[]? SealedKey { get; init; }

    public bool ReturnsKey { get; init; }

    /// <summary>Of the key that works; null where there is none, or it was ended.</summary>
    public SessionId? KeySession { get; init; }

    public string? Plan { get; init; }

    public SubscriptionState Subscription { get; init; }

    public static SifelyClient Read(NpgsqlDataReader row) =>
        new(new TenantId(row.GetGuid(0)), new ApiClientId(row.GetGuid(1)), row.GetString(2))
        {
            SealedKey = row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
            ReturnsKey = row.GetBoolean(4),
            KeySession = row.GetId(5, id => new SessionId(id)),
            Plan = row.GetText(6),
            Subscription = (SubscriptionState)row.GetInt16(7),
        };
}

/// <summary>Finds and makes them. Whoever makes one holds the account, else it would get two.</summary>
internal sealed class SifelyClients(WireIds ids)
{
    /// <summary>Made at the first log-in, whether that is for a key or for tokens.</summary>
    public async Task<SifelyClient> GetOrMakeAsync(Work work, TenantId home, UserId user, DateTimeOffset now, CancellationToken cancel)
    {
        if (await FindAsync(work, home, user, cancel) is { } known)
        {
            return known;
        }

        var id = ApiClientId.New(now);
        await work.DoAsync(
            "insert into api_client (tenant_id, api_client_id, kind, name, user_id, created_at) values ($1, $2, 1, 'Sifely', $3, $4)",
            [home.Value, id.Value, user.Value, now],
            cancel
        );
        await ids.IssueAsync(work, home, id.Value, cancel, WireIdKind.SifelyClient, WireIdKind.ApiClientUuid);
        return (await FindAsync(work, home, user, cancel))!;
    }

    public static Task<SifelyClient?> FindAsync(Work work, TenantId home, UserId user, CancellationToken cancel) =>
        work.FirstAsync(
            """
            select c.tenant_id, c.api_client_id, p.wire_id, c.key_sealed, c.returns_key, s.session_id, c.plan, c.subscription
            from api_client c
            join public_id p on p.tenant_id = c.tenant_id and p.row_id = c.api_client_id and p.kind = $2
            left join session s on s.tenant_id = c.tenant_id and s.api_client_id = c.api_client_id and s.kind = $4 and s.revoked_at is null
            where c.tenant_id = $3 and c.user_id = $1 and c.kind = 1 and c.revoked_at is null
            """,
            SifelyClient.Read,
            [user.Value, (short)WireIdKind.SifelyClient, home.Value, (short)SessionKind.SifelyKey],
            cancel
        );
}
