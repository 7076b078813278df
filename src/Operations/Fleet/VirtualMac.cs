using System.Globalization;
using System.Security.Cryptography;

namespace Latchwork.Operations.Fleet;

/// <summary>
/// A hardware address for devices whose family has none: some wires show one and clients key on it. Locally administered and unicast, so it
/// is nobody's.
/// </summary>
internal static class VirtualMac
{
    public static string Of(Guid device)
    {
        var bytes = SHA256.HashData(device.ToByteArray(bigEndian: true))[..6];
        bytes[0] = (byte)((bytes[0] & 0xFC) | 0x02);
        return string.Join(':', bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
    }
}
