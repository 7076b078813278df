using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// One tenant's keys on loan from <see cref="KeyRing"/>. Safe for any number of threads until it is disposed of.
/// A sealed value is: format byte 1 ‖ key version (4 bytes, big-endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
/// An index is: key version (4 bytes, big-endian) ‖ the first 16 bytes of HMAC-SHA-256.
/// </summary>
internal sealed class TenantKeys : IDisposable
{
    /// <summary>How much longer a sealed value is than its content.</summary>
    public const int Overhead = HeaderSize + AeadKey.Overhead;

    public const int IndexSize = sizeof(int) + IndexHashSize;

    private const byte Format = 1;

    /// <summary>Above every <see cref="ContactField"/>, so that no attempt hashes like a contact.</summary>
    private const byte FirstAttempt = 128;

    private const int HeaderSize = 1 + sizeof(int);
    private const int IndexHashSize = 16;

    private readonly TimeProvider clock;
    private KeySet? held;

    internal TenantKeys(KeySet held, TimeProvider clock) => (this.held, this.clock) = (held, clock);

    public TenantId Tenant => Set.Tenant;

    /// <summary>What is sealed now has this version. Values of older ones are to be opened and sealed again before those can be destroyed.</summary>
    public int CurrentVersion => Current.Version;

    /// <summary>The tenant's audit sequence as record ids, the same for ever. Valid as long as this lease.</summary>
    public IdPermutation RecordIds => Set.RecordIds;

    private DataKey Current => Set.CurrentAt(clock.GetUtcNow());

    private KeySet Set => held ?? throw new ObjectDisposedException(nameof(TenantKeys));

    /// <summary>A sequence as 31-bit ids of one kind, the same for ever. Valid as long as this lease.</summary>
    /// <param name="kind">A fixed word of ours: every kind is kept as long as the keys.</param>
    public IdPermutation PublicIds(string kind) => Set.PublicIds(kind);

    public byte[] Seal(SecretPlace place, ReadOnlySpan<byte> content)
    {
        var key = Current;
        var blob = new byte[Overhead + content.Length];
        blob[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(1), key.Version);
        Span<byte> context = stackalloc byte[SecretPlace.LargestContext];
        context = context[..place.WriteContext(Tenant, key.Version, context)];
        key.Seal.Encrypt(content, context, blob.AsSpan(HeaderSize));
        return blob;
    }

    /// <summary>False where the value was not sealed for this tenant and place, was changed, or its key version was destroyed.</summary>
    public bool TryOpen(SecretPlace place, ReadOnlySpan<byte> blob, out byte[] content)
    {
        content = [];
        if (blob.Length < Overhead || blob[0] != Format || Set.Version(SealVersion(blob)) is not { } key)
        {
            return false;
        }

        Span<byte> context = stackalloc byte[SecretPlace.LargestContext];
        context = context[..place.WriteContext(Tenant, key.Version, context)];
        var opened = new byte[blob.Length - Overhead];
        if (!key.Seal.TryDecrypt(blob[HeaderSize..], context, opened))
        {
            return false;
        }

        content = opened;
        return true;
    }

    /// <exception cref="KeyRingException">It does not open here: moved, changed, or its key version was destroyed.</exception>
    public byte[] Open(SecretPlace place, ReadOnlySpan<byte> blob) =>
        TryOpen(place, blob, out var content)
            ? content
            : throw new KeyRingException($"A value of {place.Table}.{place.Column} does not open in its row.");

    public byte[] SealText(SecretPlace place, string text) => Seal(place, Encoding.UTF8.GetBytes(text));

    public string OpenText(SecretPlace place, ReadOnlySpan<byte> blob)
    {
        var bytes = Open(place, blob);
        var text = Encoding.UTF8.GetString(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return text;
    }

    /// <summary>What finds the same digits again on the same lock, and only there (KR-3): to be stored beside the sealed digits.</summary>
    public byte[] PinIndex(LockId smartLock, PinDigits digits) => ValueIndex(smartLock, CredentialValue.Of(digits));

    /// <summary>The index under every live version, newest first: to be looked up by.</summary>
    public IReadOnlyList<byte[]> PinIndexes(LockId smartLock, PinDigits digits) => ValueIndexes(smartLock, CredentialValue.Of(digits));

    /// <summary>The same for whatever is shown at a door.</summary>
    public byte[] ValueIndex(LockId smartLock, CredentialValue value) => Index(Current, smartLock.Value, value);

    /// <inheritdoc cref="PinIndexes"/>
    public IReadOnlyList<byte[]> ValueIndexes(LockId smartLock, CredentialValue value) =>
        [.. Set.NewestFirst.Select(key => Index(key, smartLock.Value, value))];

    /// <summary>The same at a cabinet, whose panel asks the server.</summary>
    public byte[] ValueIndex(LockerId locker, CredentialValue value) => Index(Current, locker.Value, value);

    /// <inheritdoc cref="PinIndexes"/>
    public IReadOnlyList<byte[]> ValueIndexes(LockerId locker, CredentialValue value) =>
        [.. Set.NewestFirst.Select(key => Index(key, locker.Value, value))];

    /// <summary>What finds the same card again in this tenant, whatever door it is for.</summary>
    public byte[] CardIndex(CardNumber card) => ValueIndex(new LockId(Tenant.Value), CredentialValue.Of(card));

    /// <inheritdoc cref="PinIndexes"/>
    public IReadOnlyList<byte[]> CardIndexes(CardNumber card) => ValueIndexes(new LockId(Tenant.Value), CredentialValue.Of(card));

    /// <summary>What finds the same e-mail address, number or text again in this tenant (KR-2).</summary>
    public byte[] ContactIndex(ContactText contact) => Index(Current, contact);

    /// <inheritdoc cref="PinIndexes"/>
    public IReadOnlyList<byte[]> ContactIndexes(ContactText contact) => [.. Set.NewestFirst.Select(key => Index(key, contact))];

    /// <summary>What failed attempts are counted under. Of the oldest live version: a new key grants no new tries (RL-3).</summary>
    public byte[] AttemptIndex(byte kind, string what)
    {
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        Set.NewestFirst[^1].IndexContact([(byte)(FirstAttempt + kind), .. Encoding.UTF8.GetBytes(what)], hash);
        return hash;
    }

    /// <summary>Which version sealed it: bytes 2 to 5.</summary>
    public static int SealVersion(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt32BigEndian(blob[1..]);

    /// <summary>Which version made the index: bytes 1 to 4.</summary>
    public static int IndexVersion(ReadOnlySpan<byte> index) => BinaryPrimitives.ReadInt32BigEndian(index);

    public void Dispose() => Interlocked.Exchange(ref held, null)?.LetGo();

    private static byte[] Index(DataKey key, Guid place, CredentialValue value)
    {
        byte[] input = [.. place.ToByteArray(bigEndian: true), .. value.Indexed];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.IndexPin(input, hash);
        CryptographicOperations.ZeroMemory(input);
        return WithVersion(key.Version, hash);
    }

    private static byte[] Index(DataKey key, ContactText contact)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.IndexContact([(byte)contact.Field, .. Encoding.UTF8.GetBytes(contact.Matched)], hash);
        return WithVersion(key.Version, hash);
    }

    private static byte[] WithVersion(int version, ReadOnlySpan<byte> hash)
    {
        var index = new byte[IndexSize];
        BinaryPrimitives.WriteInt32BigEndian(index, version);
        hash[..IndexHashSize].CopyTo(index.AsSpan(sizeof(int)));
        return index;
    }
}
