using Latchwork.Domain;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Tenants;

namespace Latchwork.Operations.SetUp;

/// <summary>
/// What every start begins with: the reserved tenant and its key ring are there, and the root key is the right one (KR-2). Where nobody has
/// set the server up, it makes a new set-up token, and the one before is void (KR-6).
/// </summary>
public sealed class PrepareInstallation
{
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(30);

    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly KeyRotation keys;
    private readonly SetUpState state;
    private readonly TimeProvider clock;

    internal PrepareInstallation(AccessDb db, KeyRing ring, KeyRotation keys, SetUpState state, TimeProvider clock) =>
        (this.db, this.ring, this.keys, this.state, this.clock) = (db, ring, keys, state, clock);

    /// <returns>The set-up token to show to whoever started the server, or null where it is set up.</returns>
    /// <exception cref="KeyRingException">The root key or the database is another one: the server must not start.</exception>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var now = clock.Now();
        await AuditMonths.MakeAsync(db, now, cancel);
        await using var work = await db.BeginAsync(TenantSet.Of(TenantId.Installation), cancel);
        await work.DoAsync("select pg_advisory_xact_lock(7301, 2)", [], cancel);
        var (isThere, isSetUp) = await FindAsync(work, cancel);
        if (!isThere)
        {
            await CreateAsync(work, now, cancel);
        }

        if (isSetUp)
        {
            state.Remember();
        }

        var token = isSetUp ? null : SetupToken.Make();
        if (token is not null)
        {
            await work.DoAsync(
                "update installation set setup_token_hash = $1, setup_token_expires_at = $2",
                [SetupToken.Hash(token), now + TokenLife],
                cancel
            );
        }

        await work.CommitAsync(cancel);
        ring.Forget(TenantId.Installation);
        return token;
    }

    private async Task<(bool IsThere, bool IsSetUp)> FindAsync(Work work, CancellationToken cancel)
    {
        var found = await work.ListAsync(
            "select sentinel, set_up_at is not null from installation",
            row => (Sentinel: row.GetFieldValue<byte[]>(0), IsSetUp: row.GetBoolean(1)),
            [],
            cancel
        );
        if (found.Count == 0)
        {
            return (false, false);
        }

        using var opened = await ring.RentAsync(TenantId.Installation, cancel);
        Sentinel.Check(opened, found[0].Sentinel);
        return (true, found[0].IsSetUp);
    }

    private async Task CreateAsync(Work work, DateTimeOffset now, CancellationToken cancel)
    {
        var key = keys.First(TenantId.Installation);
        using var made = ring.Rent(key);
        await NewTenant.WriteRowsAsync(work, TenantId.Installation, "This installation", "Etc/UTC", key, now, cancel);
        await work.DoAsync(
            "insert into installation (tenant_id, sentinel, highest_time) values ($1, $2, $3)",
            [TenantId.Installation.Value, Sentinel.Make(made), now],
            cancel
        );
    }
}
