using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Users;

namespace Latchwork.Operations.Signing;

/// <summary>The keys of people, inside a turn of theirs that holds their account.</summary>
internal static class SigningKeys
{
    /// <summary>Of one person. One more ends the key that was certified longest ago: phones are lost and replaced, and nobody tells.</summary>
    public const int Most = 20;

    /// <summary>Refused at registration (JW-6): anyone could sign under a key of low order.</summary>
    public static readonly AccessError NotAKey = AccessError.Invalid("That is no Ed25519 public key.", Noun.SigningKey);

    /// <summary>The account, against whoever registers, revokes or changes the password at the same time.</summary>
    public static Task HoldAsync(CallerTurn turn, CancellationToken cancel) => OwnAccount.HoldAsync(turn, new UserId(turn.By.Principal.Id), cancel);

    public static Task<List<SigningKey>> LiveAsync(CallerTurn turn, CancellationToken cancel) =>
        turn.Work.ListAsync(
            "select key_id, public_key from signing_key where user_id = $1 and revoked_at is null order by last_certified_at desc nulls last, key_id",
            SigningKey.Read,
            [turn.By.Principal.Id],
            cancel
        );

    /// <summary>Certifies a key that was registered, or registers it first.</summary>
    /// <param name="issuer">The one at work when the turn began.</param>
    public static async Task<CertifiedChain> CertifyAsync(
        CallerTurn turn,
        Authority issuer,
        List<SigningKey> live,
        byte[] publicKey,
        CancellationToken cancel
    )
    {
        var known = live.Find(key => key.PublicKey.AsSpan().SequenceEqual(publicKey));
        var key = known ?? await AddAsync(turn, live, publicKey, cancel);
        var (leaf, isNew) = await LeafCertificates.CertifyAsync(turn.Work, issuer, key, turn.Now, cancel);
        if (isNew)
        {
            turn.Told.Add(
                Event(turn, AuditKind.SigningKeyCertified, key) with
                {
                    Changed = new Dictionary<string, string> { ["key"] = known is null ? "new" : "known" },
                }
            );
        }

        return new CertifiedChain([leaf, .. issuer.Above], await UuidAsync(turn, cancel));
    }

    /// <summary>Ends keys with all their certificates, at once and on every node (AZ-5).</summary>
    public static async Task RevokeAsync(CallerTurn turn, IReadOnlyList<SigningKey> keys, CancellationToken cancel)
    {
        await turn.Work.DoAsync(
            "update signing_key set revoked_at = $2 where key_id = any ($1) and revoked_at is null",
            [keys.Select(key => key.Id).ToArray(), turn.Now],
            cancel
        );
        turn.Told.AddRange(keys.Select(key => Event(turn, AuditKind.SigningKeyRevoked, key)));
    }

    private static async Task<SigningKey> AddAsync(CallerTurn turn, List<SigningKey> live, byte[] publicKey, CancellationToken cancel)
    {
        var added = new SigningKey(Guid.CreateVersion7(turn.Now), publicKey);
        await turn.Work.DoAsync(
            "insert into signing_key (key_id, user_id, public_key, verified_at, created_at) values ($1, $2, $3, $4, $4)",
            [added.Id, turn.By.Principal.Id, publicKey, turn.Now],
            cancel
        );
        if (live.Count >= Most)
        {
            await RevokeAsync(turn, live[(Most - 1)..], cancel);
        }

        return added;
    }

    private static async Task<string> UuidAsync(CallerTurn turn, CancellationToken cancel) =>
        (
            await turn.Work.FirstAsync(
                "select wire_id from public_id where tenant_id = $1 and row_id = $2 and kind = $3",
                row => row.GetString(0),
                [turn.By.Home.Value, turn.By.Principal.Id, (short)WireIdKind.UserUuid],
                cancel
            )
        )!;

    private static AuditEvent Event(CallerTurn turn, AuditKind kind, SigningKey key) =>
        turn.Event(kind, smartLock: null) with
        {
            On = new AuditObject(Noun.SigningKey, key.Id),
        };

    /// <summary>The 32 bytes, or the 44 of RFC 8410 around them: they are the same key (doordeck.md 6).</summary>
    public static byte[]? Parse(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> prefix = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];
        var raw = bytes.Length == prefix.Length + Ed25519.PublicKeySize && bytes.StartsWith(prefix) ? bytes[prefix.Length..] : bytes;
        return Ed25519.IsAcceptableKey(raw) ? raw.ToArray() : null;
    }
}
