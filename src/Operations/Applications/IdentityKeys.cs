using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications;

/// <summary>
/// The key pair that an application's identity tokens are encrypted to (doordeck.md 10.10): RSA of 2048 bits, made when it is first asked for, the same on
/// every node. Its private half is stored sealed.
/// </summary>
internal sealed class IdentityKeys(AccessDb db, KeyRing ring)
{
    private const int Bits = 2048;

    private sealed record Stored(byte[]? Public, byte[]? Sealed);

    /// <summary>As a JSON Web Key; null where the application is gone.</summary>
    public async Task<JsonElement?> PublicAsync(OwnedApplication of, CancellationToken cancel)
    {
        if (await ReadAsync(of, cancel) is not { } stored)
        {
            return null;
        }

        if (stored.Public is null)
        {
            await MakeAsync(of, cancel);
            stored = await ReadAsync(of, cancel);
        }

        return stored?.Public is { } spki ? JwkOf(spki) : null;
    }

    /// <summary>To be disposed of; null where nobody has asked for the public half.</summary>
    public async Task<RSA?> PrivateAsync(OwnedApplication of, CancellationToken cancel)
    {
        if (await ReadAsync(of, cancel) is not { Sealed: { } blob })
        {
            return null;
        }

        using var keys = await ring.RentAsync(of.Tenant, cancel);
        var pkcs8 = keys.Open(PlaceOf(of), blob);
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    private Task<Stored?> ReadAsync(OwnedApplication of, CancellationToken cancel) =>
        db.FirstAsync(
            TenantSet.Of(of.Tenant),
            """
            select identity_public_key, identity_key_sealed from application
            where tenant_id = $1 and application_id = $2 and removed_at is null
            """,
            row => new Stored(row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)),
            [of.Tenant.Value, of.Application.Value],
            cancel
        );

    /// <summary>Of two who make one at once, the first to store it wins.</summary>
    private async Task MakeAsync(OwnedApplication of, CancellationToken cancel)
    {
        using var key = RSA.Create(Bits);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        using var keys = await ring.RentAsync(of.Tenant, cancel);
        var blob = keys.Seal(PlaceOf(of), pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        await db.ListAsync(
            TenantSet.Of(of.Tenant),
            """
            update application set identity_key_sealed = $3, identity_public_key = $4
            where tenant_id = $1 and application_id = $2 and removed_at is null and identity_public_key is null returning 1
            """,
            row => row.GetInt32(0),
            [of.Tenant.Value, of.Application.Value, blob, key.ExportSubjectPublicKeyInfo()],
            cancel
        );
    }

    private static SecretPlace PlaceOf(OwnedApplication of) => new("application", "identity_key_sealed", of.Application.Value);

    private static JsonElement JwkOf(byte[] spki)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(spki, out _);
        var parts = key.ExportParameters(includePrivateParameters: false);
        var (n, e) = (Base64Url.EncodeToString(parts.Modulus), Base64Url.EncodeToString(parts.Exponent));
        // RFC 7638: the members that make the key, in the order of their names.
        var kid = Base64Url.EncodeToString(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new(e, "RSA", n), IdentityJson.Default.RsaThumbprint))
        );
        return JsonSerializer.SerializeToElement(new IdentityJwk("RSA", "enc", kid, "RSA-OAEP-256", n, e), IdentityJson.Default.IdentityJwk);
    }
}
