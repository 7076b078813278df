using System.Text.Json.Serialization;
using Latchwork.Dialects.Doordeck.Wire;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Doordeck.Locks;

/// <summary>
/// What a client wants to be another (10.8). A member that is null says nothing, since one client writes them all; but a name or a location that is null is
/// taken away.
/// </summary>
internal sealed class LockChange
{
    [JsonIgnore]
    public bool SaysName { get; private set; }

    public string? Name
    {
        get;
        set => (SaysName, field) = (true, value);
    }

    public bool? Favourite { get; set; }

    public string? Colour { get; set; }

    /// <summary>For who runs the lock.</summary>
    public SettingsChange? Settings { get; set; }

    public PreferenceEdit Own =>
        new()
        {
            Alias = SaysName ? Name ?? "" : null,
            Colour = Colour,
            IsFavourite = Favourite,
        };
}

/// <summary>Other members of the documentation are taken and do nothing: no client sends them any more.</summary>
internal sealed class SettingsChange
{
    public string? DefaultName { get; set; }

    public IReadOnlyList<string>? PermittedAddresses { get; set; }

    /// <summary>As the documentation spells it.</summary>
    public IReadOnlyList<string>? PermittedAddress { get; set; }

    public bool? Hidden { get; set; }

    public UsageChange? UsageRequirements { get; set; }

    /// <summary>Seconds.</summary>
    public double? Delay { get; set; }

    /// <summary>Faults are told to the input.</summary>
    public PropertyEdit Read(DoordeckInput given)
    {
        var addresses = given.Entries(PermittedAddresses ?? PermittedAddress, "permittedAddresses");
        if (addresses?.Any(address => address.Contains('/', StringComparison.Ordinal)) == true)
        {
            given.Refuse("A permitted address is a single address.");
        }

        return new PropertyEdit
        {
            Name = DefaultName,
            PermittedAddresses = addresses,
            IsHidden = Hidden,
            UsageHours = UsageRequirements?.Hours(given),
            Location = UsageRequirements?.Location?.Read(),
            RemovesLocation = UsageRequirements is { SaysLocation: true, Location: null },
            ShownDelay = Delay is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, -1, TimeSpan.SecondsPerDay)) : null,
        };
    }
}

/// <summary>Both halves come by themselves, and what is not said stays (10.8).</summary>
internal sealed class UsageChange
{
    /// <summary>Empty: at any time.</summary>
    public IReadOnlyList<HoursBody>? Time { get; set; }

    [JsonIgnore]
    public bool SaysLocation { get; private set; }

    public LocationChange? Location
    {
        get;
        set => (SaysLocation, field) = (true, value);
    }

    public IReadOnlyList<WeeklyHours>? Hours(DoordeckInput given)
    {
        if (given.Entries(Time, "time") is not { } time)
        {
            return null;
        }

        var read = new List<WeeklyHours>();
        foreach (var body in time)
        {
            if (body.Read().IsRefused(out var odd, out var hours))
            {
                given.Refuse(odd.Detail);
                return null;
            }

            read.Add(hours);
        }

        return read;
    }
}

internal sealed record LocationChange(double Latitude, double Longitude, bool? Enabled = null, int? Radius = null, int? Accuracy = null)
{
    public LockLocation Read() =>
        new(Latitude, Longitude, Enabled ?? false, Radius ?? LockLocation.UsualRadius, Accuracy ?? LockLocation.UsualAccuracy);
}
