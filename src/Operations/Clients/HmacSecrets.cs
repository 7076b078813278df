using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>
/// Secrets of HMAC keys: sealed, because a signature is verified with the secret itself (HM-8). Each is also a session, so whoever signs with it is confirmed, and
/// ended, like every other caller.
/// </summary>
internal sealed class HmacSecrets(KeyRing ring)
{
    /// <summary>No text has this byte, so nothing that is sent as a bearer secret leads to such a session.</summary>
    private const byte NoText = 0xFF;

    public static SecretPlace PlaceOf(SessionId secret) => new("hmac_secret", "secret_sealed", secret.Value);

    /// <summary>By which the session of a secret is found.</summary>
    public static byte[] SessionHash(string key, ReadOnlySpan<byte> secret)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([NoText]);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData([NoText]);
        hash.AppendData(secret);
        return hash.GetHashAndReset();
    }

    /// <returns>The secret, to be shown once.</returns>
    public async Task<string> WriteAsync(Work work, TenantId tenant, ApiClientId client, string key, DateTimeOffset now, CancellationToken cancel)
    {
        var (secret, id) = (SecretMaker.HmacSecret(), SessionId.New(now));
        using var keys = await ring.RentAsync(tenant, cancel);
        await work.DoAsync(
            """
            with kept as (
                insert into hmac_secret (tenant_id, secret_id, api_client_id, secret_sealed, created_at) values ($1, $2, $3, $4, $5))
            insert into session (token_hash, session_id, kind, tenant_id, api_client_id, issued_at) values ($6, $2, $7, $1, $3, $5)
            """,
            [
                tenant.Value,
                id.Value,
                client.Value,
                keys.SealText(PlaceOf(id), secret),
                now,
                SessionHash(key, Encoding.UTF8.GetBytes(secret)),
                (short)SessionKind.HmacSecret,
            ],
            cancel
        );
        return secret;
    }
}
