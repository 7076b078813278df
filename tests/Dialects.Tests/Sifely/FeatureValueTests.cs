using System.Globalization;
using System.Numerics;
using Latchwork.Dialects.Sifely.Locks;
using Latchwork.Domain.Locks;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 13.9 and 21.</summary>
public sealed class FeatureValueTests
{
    [Theory]
    [InlineData("C2F44354CF1F3", "0 1 4 5 6 7 8 12 13 14 15 18 19 22 24 26 28 29 34 38 40 41 42 43 45 50 51")]
    [InlineData("6C4CD1F3", "0 1 4 5 6 7 8 12 14 15 18 19 22 26 27 29 30")]
    public void The_bits_of_real_locks_are_read_as_clients_read_them(string text, string bits)
    {
        var value = FeatureValue.Parse(text)!.Value;

        Assert.Equal(bits, string.Join(' ', Enumerable.Range(0, 128).Where(value.Has)));
        Assert.Equal(text, value.ToString());
    }

    [Theory]
    [InlineData(Capabilities.None, "")]
    [InlineData(Capabilities.Unlock, "10 11")]
    [InlineData(Capabilities.Lock, "8")]
    [InlineData(Capabilities.Passcodes, "0 7")]
    [InlineData(Capabilities.Cards | Capabilities.Fingerprints, "1 2")]
    [InlineData(Capabilities.OfflineCodes | Capabilities.DoorSensor, "12 13")]
    [InlineData(Capabilities.AutoLock | Capabilities.OpenHours, "4 22")]
    [InlineData(Capabilities.SoundSettings | Capabilities.PrivacySetting, "15 30 43")]
    [InlineData(Capabilities.QrCodes | Capabilities.OwnNetwork, "44 56")]
    public void A_client_with_big_integers_finds_what_the_lock_can_do(Capabilities capabilities, string bits)
    {
        var text = FeatureValue.Of(capabilities, isServed: false).ToString();
        var number = BigInteger.Parse("0" + text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        Assert.Equal(bits, string.Join(' ', Enumerable.Range(0, 128).Where(bit => ((number >> bit) & 1) == 1)));
        Assert.Equal(text.ToUpperInvariant(), text);
    }

    /// <summary>Locking again and passage mode are the server's doing, for any lock that it reaches and can lock.</summary>
    [Theory]
    [InlineData(Capabilities.Lock, "4 8 22")]
    [InlineData(Capabilities.Lock | Capabilities.Unlock, "4 8 10 11 22 46")]
    [InlineData(Capabilities.Unlock, "10 11")]
    public void What_the_server_does_for_a_lock_counts(Capabilities capabilities, string bits)
    {
        var value = FeatureValue.Of(capabilities, isServed: true);

        Assert.Equal(bits, string.Join(' ', Enumerable.Range(0, 128).Where(value.Has)));
    }

    /// <summary>5.6: such a lock that has no gateway is out of reach; that it cannot be asked would be another answer.</summary>
    [Theory]
    [InlineData("100", Capabilities.Lock | Capabilities.ReadState)]
    [InlineData("400", Capabilities.Unlock | Capabilities.ReadState)]
    [InlineData("800", Capabilities.None)]
    [InlineData("1", Capabilities.Passcodes)]
    public void What_a_network_moves_tells_where_its_bolt_is(string told, Capabilities means) =>
        Assert.Equal(means, FeatureValue.Parse(told)!.Value.Capabilities);

    [Fact]
    public void The_special_value_fits_31_bits() => Assert.Equal(0x6C4CD1F3, FeatureValue.Parse("FFFFFFFFEC4CD1F3")!.Value.Special);
}
