using Latchwork.Domain;

namespace Latchwork.Operations.Secrets;

/// <summary>A value of the installation that proves at start that the ring opens what was stored, before anything new is sealed (KR-2).</summary>
internal static class Sentinel
{
    private static readonly SecretPlace Place = new("installation", "sentinel", TenantId.Installation.Value);

    private static ReadOnlySpan<byte> Content => "latchwork-sentinel-1"u8;

    /// <param name="installation">The keys of <see cref="TenantId.Installation"/>.</param>
    public static byte[] Make(TenantKeys installation) => installation.Seal(Place, Content);

    /// <exception cref="KeyRingException">It does not open: the server must not start.</exception>
    public static void Check(TenantKeys installation, ReadOnlySpan<byte> stored)
    {
        if (!installation.TryOpen(Place, stored, out var content) || !content.AsSpan().SequenceEqual(Content))
        {
            throw new KeyRingException("The key ring does not open the sentinel of this database: the root key or the database is another one.");
        }
    }
}
