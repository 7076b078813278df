using Latchwork.Domain;
using Latchwork.Domain.Drivers;

namespace Latchwork.Drivers.Simulator;

/// <param name="PerMotion">Percent a motion takes.</param>
/// <param name="PerDay">Percent a day of waiting takes.</param>
public sealed record BatteryCurve(double PerMotion, double PerDay)
{
    /// <summary>About 8,000 motions, or nine years of waiting.</summary>
    public static BatteryCurve Typical { get; } = new(0.0125, 0.03);
}

/// <summary>Charge in percent. Waiting is reckoned when somebody looks, so that no timer is needed.</summary>
internal sealed class Battery(BatteryCurve curve, DateTimeOffset since)
{
    public const int LowAt = 20;

    private double charge = 100;
    private DateTimeOffset asOf = since;
    private int? stuckAt;

    public BatteryCurve Curve { get; set; } = curve;

    public double ChargeAt(DateTimeOffset now)
    {
        charge = Math.Max(0, charge - (Curve.PerDay * Math.Max(0, (now - asOf).TotalDays)));
        asOf = now;
        return charge;
    }

    public void Set(double percent, DateTimeOffset now) => (charge, asOf) = (percent, now);

    /// <summary>Takes the charge of one motion; true when that made it low.</summary>
    public bool DrainOneMotion(DateTimeOffset now)
    {
        var before = ChargeAt(now);
        charge = Math.Max(0, before - Curve.PerMotion);
        return before >= LowAt && charge < LowAt;
    }

    public DeviceReading.Battery Read(BatteryReading trust, Seed seed, DateTimeOffset now)
    {
        var percent = Shown(trust, (int)Math.Round(ChargeAt(now)), seed);
        return new DeviceReading.Battery(percent, percent < LowAt);
    }

    private int Shown(BatteryReading trust, int honest, Seed seed)
    {
        stuckAt = trust == BatteryReading.Stuck ? stuckAt ?? honest : null;
        return trust switch
        {
            BatteryReading.Honest => honest,
            BatteryReading.Stuck => stuckAt ?? honest,
            BatteryReading.Jumping => Math.Clamp(honest - 30 + seed.Next(61), 0, 100),
        };
    }
}
