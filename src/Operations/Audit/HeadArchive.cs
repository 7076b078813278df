using Latchwork.Domain;

namespace Latchwork.Operations.Audit;

/// <summary>What a <see cref="HeadFolder"/> holds, or a copy of one.</summary>
public sealed class HeadArchive
{
    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<TenantId, List<AuditHead>> heads = [];

    private HeadArchive() { }

    public static HeadArchive None { get; } = new();

    /// <summary>By their ids in lower-case hexadecimal.</summary>
    public IReadOnlyDictionary<string, byte[]> Keys => keys;

    public IEnumerable<TenantId> Tenants => heads.Keys;

    /// <summary>Lines that are no heads.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Empty where there is no such folder.</summary>
    public static HeadArchive Load(string folder)
    {
        var archive = new HeadArchive();
        foreach (var file in Files(folder, HeadFolder.KeyExtension))
        {
            archive.AddKey(File.ReadAllText(file).Trim());
        }

        foreach (var line in Files(folder, HeadFolder.HeadExtension).SelectMany(File.ReadLines))
        {
            archive.AddHead(line);
        }

        return archive;
    }

    public IReadOnlyList<AuditHead> HeadsOf(TenantId tenant) => heads.TryGetValue(tenant, out var theirs) ? theirs : [];

    private void AddKey(string text)
    {
        var key = new byte[AuditHead.PublicKeySize];
        if (Convert.FromHexString(text, key, out _, out var length) == System.Buffers.OperationStatus.Done && length == key.Length)
        {
            keys[Convert.ToHexStringLower(AuditHead.IdOf(key))] = key;
        }
        else
        {
            Unreadable++;
        }
    }

    private void AddHead(string line)
    {
        if (AuditHead.FromLine(line) is not { } head)
        {
            Unreadable++;
            return;
        }

        var tenant = new TenantId(head.Tenant);
        (heads.TryGetValue(tenant, out var theirs) ? theirs : heads[tenant] = []).Add(head);
    }

    private static IEnumerable<string> Files(string folder, string extension) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories) : [];
}
