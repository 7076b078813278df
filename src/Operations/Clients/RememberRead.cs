using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>
/// Writes down a read whose signature is bound to no path, so that the same signature can never become an act (HM-7). Reads run again, and another function of the
/// same second has the same signature: a read is not remembered by what it asked for. Losing it in a crash costs no more than that one signature, so it does not wait
/// for the disk.
/// </summary>
public sealed class RememberRead
{
    /// <summary>What stands for the request of every read: no act's request has it.</summary>
    private static readonly byte[] AnyRead = SHA256.HashData("read"u8);

    private readonly AccessDb db;

    internal RememberRead(AccessDb db) => this.db = db;

    /// <returns><see cref="AccessErrorCode.ProofRefused"/>: the signature was used for an act.</returns>
    public async Task<AccessError?> RunAsync(Caller by, OnceRequest read, CancellationToken cancel)
    {
        await using var work = await db.BeginAsync(TenantSet.Of(by.Home), cancel);
        await work.DoAsync("select set_config('synchronous_commit', 'off', true)", [], cancel);
        await work.DoAsync(
            """
            insert into request_once (principal, request_key, request_hash, operation_id, until) values ($1, $2, $3, $4, $5) on conflict do nothing
            """,
            [by.Principal.Id, read.Key, AnyRead, Guid.Empty, read.RememberedUntil],
            cancel
        );
        var stands = await work.FirstAsync(
            "select request_hash = $3 from request_once where principal = $1 and request_key = $2",
            row => row.GetBoolean(0),
            [by.Principal.Id, read.Key, AnyRead],
            cancel
        );
        await work.CommitAsync(cancel);
        return stands ? null : FormerRequest.Elsewhere;
    }
}
