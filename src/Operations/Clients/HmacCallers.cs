using System.Collections.Concurrent;
using System.Security.Cryptography;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Clients;

/// <summary>What a request says of who signed it.</summary>
/// <param name="Key">The key's name.</param>
/// <param name="Signature">32 bytes; anything else matches nothing.</param>
/// <param name="Texts">What may have been signed: the first that fits counts.</param>
/// <param name="SignsRequestLine">Whether the signature covers method and target.</param>
public readonly record struct HmacSignature(string Key, byte[] Signature, IReadOnlyList<byte[]> Texts, bool SignsRequestLine)
{
    public override string ToString() => Key;
}

/// <summary>Whose signature it is.</summary>
/// <param name="AllowedFrom">Null: from anywhere.</param>
public sealed record HmacCaller(Caller Caller, AddressList? AllowedFrom);

/// <summary>What was wrong with a signature: a wire tells these two apart.</summary>
public enum HmacFault
{
    UnknownKey = 1,
    Mismatch = 2,
}

/// <summary>
/// From signed requests to callers. A node remembers keys, secrets and rules for <see cref="Remembered"/>; that the secret still holds is confirmed by every
/// operation's own statement, like every caller's (AZ-5), so a secret that was ended is refused at once, on every node.
/// </summary>
public sealed class HmacCallers
{
    /// <summary>How long a node goes by the addresses and the rules of a key as it has read them.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private const int MaxRemembered = 10_000;

    /// <summary>A key that is not there costs the same work (HM-2).</summary>
    private static readonly byte[] NobodysSecret = RandomNumberGenerator.GetBytes(44);

    private readonly ConcurrentDictionary<string, KnownHmacKey> known = new(StringComparer.Ordinal);
    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;
    private readonly Callers callers;
    private readonly RefusalCounts counts;
    private readonly TimeProvider clock;

    internal HmacCallers(AccessDb db, KeyRing ring, WireIdIndex index, Callers callers, RefusalCounts counts, TimeProvider clock) =>
        (this.db, this.ring, this.index, this.callers, this.counts, this.clock) = (db, ring, index, callers, counts, clock);

    public async ValueTask<(HmacFault? Fault, HmacCaller? By)> AuthenticateAsync(
        HmacSignature signature,
        RequestOrigin from,
        CancellationToken cancel
    )
    {
        var (key, isFresh) = await FindAsync(signature.Key, cancel);
        if (key is not null && Matching(key, signature) is null && !isFresh)
        {
            // It may have a new secret since it was read.
            (key, _) = await ReadAsync(signature.Key, cancel);
        }

        if (key is null || (key.NeedsRequestLine && !signature.SignsRequestLine))
        {
            Matches(NobodysSecret, signature);
            return (HmacFault.UnknownKey, null);
        }

        if (Matching(key, signature) is not { } session)
        {
            counts.Forgery(ForgerySign.WrongHmac, key.Tenant, new Principal(PrincipalKind.ApiClient, key.Client.Value), from.Address);
            return (HmacFault.Mismatch, null);
        }

        await NoteFormAsync(key, signature.SignsRequestLine, cancel);
        var caller = await callers.AuthenticateAsync(session, Surface.Keyvox, from, cancel);
        return caller.IsRefused(out _, out var by) ? (HmacFault.UnknownKey, null) : (null, new HmacCaller(by, key.AllowedFrom));
    }

    /// <summary>What this caller signed came with another body: somebody changed it on its way.</summary>
    public void TellOtherBody(Caller by) => counts.Forgery(ForgerySign.OtherBody, by.Home, by.Principal, by.Address);

    /// <summary>The hash of the session whose secret signed; null where none did. All secrets are tried, in the same time.</summary>
    private static byte[]? Matching(KnownHmacKey key, HmacSignature signature)
    {
        byte[]? session = null;
        foreach (var secret in key.Secrets)
        {
            session = Matches(secret.Secret, signature) ? secret.SessionHash : session;
        }

        return session;
    }

    private static bool Matches(byte[] secret, HmacSignature signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var matches = false;
        foreach (var text in signature.Texts)
        {
            HMACSHA256.HashData(secret, text, expected);
            matches |= CryptographicOperations.FixedTimeEquals(expected, signature.Signature);
        }

        return matches;
    }

    private async ValueTask<(KnownHmacKey? Key, bool IsFresh)> FindAsync(string key, CancellationToken cancel) =>
        known.TryGetValue(key, out var found) && clock.GetElapsedTime(found.ReadAt) < Remembered ? (found, false) : await ReadAsync(key, cancel);

    private async ValueTask<(KnownHmacKey? Key, bool IsFresh)> ReadAsync(string key, CancellationToken cancel)
    {
        var readAt = clock.GetTimestamp();
        var found = await index.FindAsync(new WireId(WireIdKind.KeyvoxKey, key), cancel) is { } row
            ? await KnownHmacKey.ReadAsync(db, ring, key, row.Tenant, row.Id, clock.Now(), readAt, cancel)
            : null;
        if (found is null)
        {
            known.TryRemove(key, out _);
            return (null, true);
        }

        if (known.Count >= MaxRemembered)
        {
            known.Clear();
        }

        known[key] = found;
        return (found, true);
    }

    /// <summary>Which form the key used last, for those who look after it (HM-4); written when it changes, and once an hour.</summary>
    private async ValueTask NoteFormAsync(KnownHmacKey key, bool signsRequestLine, CancellationToken cancel)
    {
        var now = clock.Now();
        if (!key.TellsUse(signsRequestLine, now))
        {
            return;
        }

        await using var work = await db.BeginAsync(TenantSet.Of(key.Tenant), cancel);
        await work.DoAsync(
            """
            update api_client set last_header_form = $3, last_used_at = $4, unbound_at = case when $3 = $5 then $4 else unbound_at end
            where tenant_id = $1 and api_client_id = $2
            """,
            [
                key.Tenant.Value,
                key.Client.Value,
                (short)(signsRequestLine ? HmacForm.RequestLine : HmacForm.TargetHost),
                now,
                (short)HmacForm.TargetHost,
            ],
            cancel
        );
        await work.CommitAsync(cancel);
    }
}

/// <summary>Which documented form of signature a key used last (HM-4). The numbers are stored: only add.</summary>
public enum HmacForm
{
    /// <summary>It covers method and target.</summary>
    RequestLine = 1,

    /// <summary>It does not, so it is bound to its body alone.</summary>
    TargetHost = 2,
}
