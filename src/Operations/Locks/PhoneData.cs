using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Locks;

/// <summary>What a phone left for phones with a lock that it added: opaque to this server, sealed (KR-2).</summary>
internal static class PhoneData
{
    public const int MaxLength = 16 * 1024;

    public static byte[] Seal(TenantKeys keys, LockId smartLock, string data) => keys.SealText(PlaceOf(smartLock), data);

    public static string Open(TenantKeys keys, LockId smartLock, byte[] blob) => keys.OpenText(PlaceOf(smartLock), blob);

    private static SecretPlace PlaceOf(LockId smartLock) => new("smart_lock", "phone_data_sealed", smartLock.Value);
}
