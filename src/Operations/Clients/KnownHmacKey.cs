using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Clients;

/// <summary>An HMAC key as a node remembers it.</summary>
internal sealed class KnownHmacKey
{
    private static readonly TimeSpan ToldEvery = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private HmacForm? toldForm;
    private DateTimeOffset? toldAt;

    /// <param name="SessionHash">Of the session that the secret is.</param>
    public sealed record Live(byte[] Secret, byte[] SessionHash)
    {
        public override string ToString() => nameof(Live);
    }

    public required TenantId Tenant { get; init; }

    public required ApiClientId Client { get; init; }

    public required bool NeedsRequestLine { get; init; }

    /// <summary>Null: from anywhere.</summary>
    public required AddressList? AllowedFrom { get; init; }

    public required IReadOnlyList<Live> Secrets { get; init; }

    /// <summary>On the monotonic clock.</summary>
    public required long ReadAt { get; init; }

    /// <summary>Whether this use is to be written down.</summary>
    public bool TellsUse(bool signsRequestLine, DateTimeOffset now)
    {
        var form = signsRequestLine ? HmacForm.RequestLine : HmacForm.TargetHost;
        lock (gate)
        {
            if (toldForm == form && now - toldAt < ToldEvery)
            {
                return false;
            }

            (toldForm, toldAt) = (form, now);
            return true;
        }
    }

    /// <returns>Null where it was revoked, or has no live secret.</returns>
    public static async Task<KnownHmacKey?> ReadAsync(
        AccessDb db,
        KeyRing ring,
        string key,
        TenantId tenant,
        Guid client,
        DateTimeOffset now,
        long readAt,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        var rows = await db.ListAsync(TenantSet.Of(tenant), Sql, Row.Read, [tenant.Value, client, now], cancel);
        return rows.Count == 0
            ? null
            : new KnownHmacKey
            {
                Tenant = tenant,
                Client = new ApiClientId(client),
                NeedsRequestLine = rows[0].NeedsRequestLine,
                AllowedFrom = rows[0].Addresses is { } ranges ? AddressList.Parse(ranges).Value : null,
                Secrets = [.. rows.Select(row => row.Open(keys, key))],
                ReadAt = readAt,
                toldForm = rows[0].Form,
                toldAt = rows[0].UsedAt,
            };
    }

    private const string Sql = """
        select c.needs_request_line, c.addresses::text[], c.last_header_form, c.last_used_at, h.secret_id, h.secret_sealed
        from api_client c
        join hmac_secret h on h.tenant_id = c.tenant_id and h.api_client_id = c.api_client_id
        join session s on s.session_id = h.secret_id and s.revoked_at is null and (s.expires_at is null or s.expires_at > $3)
        where c.tenant_id = $1 and c.api_client_id = $2 and c.revoked_at is null
        """;

    private sealed record Row(bool NeedsRequestLine, string[]? Addresses, HmacForm? Form, DateTimeOffset? UsedAt, SessionId Secret, byte[] Sealed)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(
                row.GetBoolean(0),
                row.IsDBNull(1) ? null : row.GetFieldValue<string[]>(1),
                (HmacForm?)row.GetOptional<short>(2),
                row.GetInstant(3),
                new SessionId(row.GetGuid(4)),
                row.GetFieldValue<byte[]>(5)
            );

        public Live Open(TenantKeys keys, string key)
        {
            var secret = keys.Open(HmacSecrets.PlaceOf(Secret), Sealed);
            return new Live(secret, HmacSecrets.SessionHash(key, secret));
        }

        public override string ToString() => nameof(Row);
    }
}
