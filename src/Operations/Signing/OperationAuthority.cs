using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Signing;

/// <summary>An authority at work: its two certificates, and the key that certifies.</summary>
internal sealed record Authority(Guid Id, byte[] Root, X509Certificate2 Issuer, ECDsa IssuerKey)
{
    /// <summary>What follows a leaf in a chain.</summary>
    public IReadOnlyList<byte[]> Above { get; } = [Issuer.RawData, Root];

    public override string ToString() => $"authority {Id}";
}

/// <summary>
/// The server's own operation root and the issuing authority below it (JW-5): made at first use, both keys sealed by the key ring. Nothing else in the world
/// is trusted by signed operations, and these certify nothing else.
/// </summary>
internal sealed class OperationAuthority(AccessDb db, KeyRing ring, TimeProvider clock) : IDisposable
{
    /// <summary>How long a node goes on certifying with an authority after another one took its place.</summary>
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>An issuing authority that ends sooner is replaced together with its root.</summary>
    private static readonly TimeSpan LeastLeft = TimeSpan.FromDays(365);

    private static readonly TenantId Tenant = TenantId.Installation;

    private readonly SemaphoreSlim gate = new(1);
    private Seen? last;

    /// <summary>What was at work when the node last looked.</summary>
    private sealed record Seen(Authority Authority, DateTimeOffset At);

    /// <summary>Outside of transactions: it may make one, in a transaction of its own. Where an operator retires one, the next call makes the next.</summary>
    public async ValueTask<Authority> CurrentAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        if (Fresh(now) is { } known)
        {
            return known;
        }

        await gate.WaitAsync(cancel);
        try
        {
            return Fresh(now) ?? await LookAsync(now, cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    private Authority? Fresh(DateTimeOffset now) => last is { } seen && now - seen.At < LooksAgainAfter ? seen.Authority : null;

    private async Task<Authority> LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var found = await FindAsync(cancel);
        var lasts = found?.Issuer.NotAfter.ToUniversalTime() > (now + LeastLeft).UtcDateTime;
        var current = lasts ? found! : await ReplaceAsync(found?.Id, now, cancel);
        last = new Seen(current, now);
        return current;
    }

    private async Task<Authority> ReplaceAsync(Guid? former, DateTimeOffset now, CancellationToken cancel)
    {
        var made = Make(now);
        using var keys = await ring.RentAsync(Tenant, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(Tenant), cancel);
        // One at a time, so that two nodes which begin at once agree on one.
        await work.DoAsync("select 1 from installation where tenant_id = $1 for update", [Tenant.Value], cancel);
        if (await IdAsync(work, cancel) != former)
        {
            return (await FindAsync(cancel))!;
        }

        await work.DoAsync(
            "update certificate_authority set retired_at = $2 where tenant_id = $1 and retired_at is null",
            [Tenant.Value, now],
            cancel
        );
        await work.DoAsync(
            """
            insert into certificate_authority (tenant_id, authority_id, root, root_key_sealed, issuer, issuer_key_sealed, created_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                Tenant.Value,
                made.Authority.Id,
                made.Authority.Root,
                SealedKey.Seal(keys, RootPlace(made.Authority.Id), made.RootKey),
                made.Authority.Issuer.RawData,
                SealedKey.Seal(keys, IssuerPlace(made.Authority.Id), made.Authority.IssuerKey),
                now,
            ],
            cancel
        );
        await work.CommitAsync(cancel);
        made.RootKey.Dispose();
        return made.Authority;
    }

    public void Dispose() => gate.Dispose();

    private static (Authority Authority, ECDsa RootKey) Make(DateTimeOffset now)
    {
        var (rootKey, issuerKey) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        using var root = AuthorityMaker.Root(rootKey, now);
        return (new Authority(Guid.CreateVersion7(now), root.RawData, AuthorityMaker.Issuer(issuerKey, root, rootKey, now), issuerKey), rootKey);
    }

    private static async Task<Guid?> IdAsync(Work work, CancellationToken cancel)
    {
        var ids = await work.ListAsync(
            "select authority_id from certificate_authority where tenant_id = $1 and retired_at is null",
            row => row.GetGuid(0),
            [Tenant.Value],
            cancel
        );
        return ids.Count == 0 ? null : ids[0];
    }

    private sealed record Row(Guid Id, byte[] Root, byte[] Issuer, byte[] SealedKey)
    {
        public static Row Read(NpgsqlDataReader row) =>
            new(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));
    }

    private async Task<Authority?> FindAsync(CancellationToken cancel)
    {
        var row = await db.FirstAsync(
            TenantSet.Of(Tenant),
            "select authority_id, root, issuer, issuer_key_sealed from certificate_authority where tenant_id = $1 and retired_at is null",
            Row.Read,
            [Tenant.Value],
            cancel
        );
        if (row is null || row.Id == last?.Authority.Id)
        {
            return row is null ? null : last!.Authority;
        }

        using var keys = await ring.RentAsync(Tenant, cancel);
        var key = SealedKey.OpenEcdsa(keys, IssuerPlace(row.Id), row.SealedKey);
        return new Authority(row.Id, row.Root, X509CertificateLoader.LoadCertificate(row.Issuer), key);
    }

    private static SecretPlace RootPlace(Guid id) => new("certificate_authority", "root_key_sealed", id);

    private static SecretPlace IssuerPlace(Guid id) => new("certificate_authority", "issuer_key_sealed", id);
}
