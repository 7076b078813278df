using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations;

/// <summary>The seals of a tenant's places in lists, the same on every node.</summary>
public sealed class PageSeals
{
    /// <summary>Numbers of what is kept apart under one key: nothing else has it.</summary>
    private const byte Purpose = 101;

    private readonly KeyRing ring;
    private readonly ConcurrentDictionary<TenantId, PageSeal> known = new();

    internal PageSeals(KeyRing ring) => this.ring = ring;

    public async ValueTask<PageSeal> OfAsync(TenantId tenant, CancellationToken cancel)
    {
        if (known.TryGetValue(tenant, out var seal))
        {
            return seal;
        }

        using var keys = await ring.RentAsync(tenant, cancel);
        return known[tenant] = new PageSeal(keys.AttemptIndex(Purpose, "places in lists"));
    }
}

/// <summary>Writes the place of a row as a word that means nothing elsewhere, and reads it back: nobody makes one, and one of another list is none.</summary>
public sealed class PageSeal
{
    private const int HashSize = 16;

    private readonly byte[] key;

    internal PageSeal(byte[] key) => this.key = key;

    /// <param name="list">The list, with all that it is filtered by.</param>
    public string Write(string list, IReadOnlyList<string> place)
    {
        var told = JsonSerializer.SerializeToUtf8Bytes([.. place], PlaceJson.Default.StringArray);
        return Convert.ToBase64String([.. HashOf(list, told), .. told]).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Null for what this server did not write for this list.</summary>
    public IReadOnlyList<string>? Read(string list, string word)
    {
        var padded = word.Replace('-', '+').Replace('_', '/').PadRight((word.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return
            Convert.TryFromBase64String(padded, bytes, out var length)
            && length > HashSize
            && bytes[HashSize..length] is var told
            && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, HashSize), HashOf(list, told))
            ? JsonSerializer.Deserialize(told, PlaceJson.Default.StringArray)
            : null;
    }

    private byte[] HashOf(string list, byte[] told) => HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes(list), 0, .. told])[..HashSize];
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class PlaceJson : System.Text.Json.Serialization.JsonSerializerContext;
