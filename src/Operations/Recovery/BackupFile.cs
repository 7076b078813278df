using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Latchwork.Operations.Recovery;

/// <summary>What a backup holds.</summary>
/// <param name="Format">Of the file; this release writes and reads 1.</param>
/// <param name="TakenAt">The backup is the database as it stood then.</param>
/// <param name="Migrations">Which made its tables, in their order.</param>
/// <param name="Tables">In an order in which no row comes before one that it refers to.</param>
/// <param name="Sequences">Where each stands.</param>
/// <param name="Months">Days of the months in which there are events.</param>
/// <param name="Batch">The last batch of the journal that it knows.</param>
/// <param name="Events">Of all tenants.</param>
internal sealed record BackupManifest(
    int Format,
    DateTimeOffset TakenAt,
    IReadOnlyList<BackupMigration> Migrations,
    IReadOnlyList<BackupTable> Tables,
    IReadOnlyList<BackupSequence> Sequences,
    IReadOnlyList<DateOnly> Months,
    long Batch,
    long Tenants,
    long Events
)
{
    public const int CurrentFormat = 1;
}

internal sealed record BackupMigration(string Name, byte[] Checksum);

/// <param name="Bytes">Of its rows in PostgreSQL's binary copy format, before they are packed.</param>
internal sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Bytes, byte[] Sha256);

internal sealed record BackupSequence(string Name, long Value);

/// <summary>
/// A backup is a ZIP archive: an entry a table, and <c>manifest.json</c> at its end with the length and the SHA-256 of each; the comment of the archive is that of
/// the manifest. Any tool can unpack it. It is as confidential as the database: names are plain in it, secrets are sealed by the key ring, whose root key is not in it.
/// </summary>
internal static class BackupFile
{
    private const string ManifestName = "manifest.json";
    private const int BufferSize = 128 << 10;

    public static string EntryOf(string table) => $"tables/{table}.copy";

    public static async Task WriteManifestAsync(ZipArchive archive, BackupManifest manifest, CancellationToken cancel)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, RecoveryJson.Default.BackupManifest);
        await using var to = await archive.CreateEntry(ManifestName, CompressionLevel.Fastest).OpenAsync(cancel);
        await to.WriteAsync(json, cancel);
        archive.Comment = HashOf(json);
    }

    /// <exception cref="BackupException">It is no backup, or one that this release does not read.</exception>
    public static async Task<(ZipArchive Archive, BackupManifest Manifest)> OpenAsync(string path, CancellationToken cancel)
    {
        ZipArchive? archive = null;
        try
        {
            archive = await ZipFile.OpenReadAsync(path, cancel);
            var manifest = JsonSerializer.Deserialize(await ManifestAsync(archive, path, cancel), RecoveryJson.Default.BackupManifest);
            return manifest is { Format: BackupManifest.CurrentFormat }
                ? (archive, manifest)
                : throw new BackupException($"{path} has the format {manifest?.Format}; this release reads {BackupManifest.CurrentFormat}.");
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException)
        {
            archive?.Dispose();
            throw new BackupException($"{path} is no backup, or a part of one: {broken.Message}", broken);
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ManifestAsync(ZipArchive archive, string path, CancellationToken cancel)
    {
        var entry = archive.GetEntry(ManifestName) ?? throw new BackupException($"{path} is no backup: it has no manifest.");
        var json = new MemoryStream();
        await using var from = await entry.OpenAsync(cancel);
        await from.CopyToAsync(json, cancel);
        return string.Equals(HashOf(json.ToArray()), archive.Comment, StringComparison.Ordinal)
            ? json.ToArray()
            : throw new BackupException($"The manifest of {path} is damaged.");
    }

    private static string HashOf(byte[] manifest) => Convert.ToHexStringLower(SHA256.HashData(manifest));

    /// <summary>Reads every byte and compares it with the manifest.</summary>
    /// <exception cref="BackupException">Something is missing or damaged.</exception>
    public static async Task CheckAsync(string path, CancellationToken cancel)
    {
        var (archive, manifest) = await OpenAsync(path, cancel);
        await using var disposed = archive;
        foreach (var table in manifest.Tables)
        {
            await ReadAsync(archive, table, Stream.Null, cancel);
        }
    }

    /// <summary>The rows of a table, to where they belong.</summary>
    /// <exception cref="BackupException">They are not those that were written. What was given out is not to be used.</exception>
    public static async Task ReadAsync(ZipArchive archive, BackupTable table, Stream to, CancellationToken cancel)
    {
        var entry = archive.GetEntry(EntryOf(table.Name)) ?? throw new BackupException($"The backup lacks the table {table.Name}.");
        try
        {
            await using var from = await entry.OpenAsync(cancel);
            var (length, hash) = await CopyAsync(from, to, cancel);
            if (length != table.Bytes || !hash.AsSpan().SequenceEqual(table.Sha256))
            {
                throw new BackupException($"The rows of the table {table.Name} are damaged in this backup.");
            }
        }
        catch (InvalidDataException broken)
        {
            throw new BackupException($"The rows of the table {table.Name} are damaged in this backup: {broken.Message}", broken);
        }
    }

    public static async Task<(long Length, byte[] Sha256)> CopyAsync(Stream from, Stream to, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var length = 0L;
        while (await from.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            length += read;
        }

        return (length, hash.GetHashAndReset());
    }
}

/// <summary>A backup or a restore that cannot be done as things are; the message says why and is the operator's to read.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
