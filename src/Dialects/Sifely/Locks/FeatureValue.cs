using System.Globalization;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Sifely.Locks;

/// <summary>What a lock can do, as this wire tells it: a set of bits, written in upper-case hexadecimal, more than 64 of them (13.9).</summary>
internal readonly record struct FeatureValue(UInt128 Bits)
{
    private const int FreezeBit = 11;

    private static readonly (Capabilities Needs, int Bit)[] Known =
    [
        (Capabilities.Passcodes, 0),
        (Capabilities.Cards, 1),
        (Capabilities.Fingerprints, 2),
        (Capabilities.AutoLock, 4),
        (Capabilities.SoundSettings, 15),
        (Capabilities.Passcodes, 7),
        (Capabilities.Lock, 8),
        (Capabilities.Unlock, 10),
        // Freezing is the server's doing: whatever opens can be frozen.
        (Capabilities.Unlock, FreezeBit),
        (Capabilities.OfflineCodes, 12),
        (Capabilities.DoorSensor, 13),
        (Capabilities.OpenHours, 22),
        (Capabilities.PrivacySetting, 30),
        (Capabilities.SoundSettings, 43),
        (Capabilities.QrCodes, 44),
        (Capabilities.OwnNetwork, 56),
    ];

    // Done by the server for any lock that it reaches: locking again, passage mode, and opening by itself when that begins.
    private static readonly (Capabilities Needs, int Bit)[] Served =
    [
        (Capabilities.Lock, 4),
        (Capabilities.Lock, 22),
        (Capabilities.Lock | Capabilities.Unlock, 46),
    ];

    /// <param name="isServed">Whether something connects the lock with the server.</param>
    public static FeatureValue Of(Capabilities capabilities, bool isServed)
    {
        var bits = UInt128.Zero;
        foreach (var (needs, bit) in isServed ? [.. Known, .. Served] : Known)
        {
            bits |= capabilities.HasFlag(needs) ? UInt128.One << bit : UInt128.Zero;
        }

        return new FeatureValue(bits);
    }

    public static FeatureValue Of(GrantedLock seen) => Of(seen.Capabilities, seen.HasGateway || seen.Capabilities.HasFlag(Capabilities.OwnNetwork));

    /// <summary>
    /// What of it the core knows; a bit alone is enough where two say the same. Whatever a network moves tells where its bolt is: this wire has no bit for that.
    /// </summary>
    public Capabilities Capabilities
    {
        get
        {
            var found = Capabilities.None;
            foreach (var (means, bit) in Known)
            {
                found |= Has(bit) && bit != FreezeBit ? means : Capabilities.None;
            }

            return (found & (Capabilities.Lock | Capabilities.Unlock)) == Capabilities.None ? found : found | Capabilities.ReadState;
        }
    }

    /// <summary>Null when it is no hexadecimal number of 128 bits.</summary>
    public static FeatureValue? Parse(string text) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? new FeatureValue(bits) : null;

    public bool Has(int bit) => ((Bits >> bit) & UInt128.One) == UInt128.One;

    /// <summary>The lowest 31 bits.</summary>
    public int Special => (int)(Bits & int.MaxValue);

    public override string ToString() => Bits.ToString("X", CultureInfo.InvariantCulture);
}
