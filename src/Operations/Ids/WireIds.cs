using System.Globalization;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Ids;

/// <summary>
/// Issues public ids inside the transaction that makes the row. Numbers of 31 bits are a keyed permutation of a sequence per kind, texts are
/// random (AZ-8). An id that an import took before is passed over; the transaction never fails for it.
/// </summary>
internal sealed class WireIds(KeyRing ring)
{
    public async Task IssueAsync(Work work, TenantId tenant, Guid row, CancellationToken cancel, params IReadOnlyList<WireIdKind> kinds)
    {
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        foreach (var kind in kinds)
        {
            await IssueAsync(work, installation, kind, tenant, row, cancel);
        }
    }

    private static async Task IssueAsync(Work work, TenantKeys installation, WireIdKind kind, TenantId tenant, Guid row, CancellationToken cancel)
    {
        for (var isIssued = false; !isIssued; )
        {
            var text = IsNumber(kind) ? await NumberAsync(work, installation, kind, cancel) : Text(kind);
            isIssued =
                await work.DoAsync(
                    "insert into public_id (kind, wire_id, tenant_id, row_id) values ($1, $2, $3, $4) on conflict do nothing",
                    [(short)kind, text, tenant.Value, row],
                    cancel
                ) > 0;
        }
    }

    private static async Task<string> NumberAsync(Work work, TenantKeys installation, WireIdKind kind, CancellationToken cancel)
    {
        var sequence = await work.FirstAsync($"select nextval('public_id_{(int)kind}')", row => row.GetInt64(0), [], cancel);
        return installation.PublicIds(kind.ToString()).Permute(sequence).ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsNumber(WireIdKind kind) => kind < WireIdKind.LockUuid;

    private static string Text(WireIdKind kind) =>
        kind switch
        {
            >= WireIdKind.LockUuid and < WireIdKind.KeyvoxLock => Uuid4().ToString("D"),
            WireIdKind.KeyvoxLock => SecretMaker.UpperAlphanumeric(16),
            WireIdKind.KeyvoxLocker => SecretMaker.UpperHex16(),
            WireIdKind.KeyvoxOrder => SecretMaker.Upper9(),
            WireIdKind.KeyvoxKey => SecretMaker.HmacKey(),
            WireIdKind.SifelyClient => SecretMaker.SifelyClientId(),
            _ => SecretMaker.Hex24(),
        };

    /// <summary>A random UUID of version 4 (RFC 9562 §5.4): one client knows no newer version (doordeck.md 1).</summary>
    private static Guid Uuid4()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
