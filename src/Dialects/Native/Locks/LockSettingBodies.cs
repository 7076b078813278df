using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Locks;

namespace Latchwork.Dialects.Native.Locks;

/// <summary>When a door stays open.</summary>
/// <param name="Hours">Without windows: never.</param>
/// <param name="OpensByItself">The bolt is drawn when they begin; else the first opening in them lasts to their end.</param>
internal sealed record OpenHoursBody(HoursBody Hours, bool OpensByItself = false);

/// <summary>What is absent stays; what is there is replaced as a whole.</summary>
/// <param name="SiteId">Another site of the tenant. A lock of a unit is where the unit is.</param>
/// <param name="RelockAfter">Seconds that it stays open before it locks again, 5 to 900; 0: for ever.</param>
/// <param name="UsageHours">It opens only inside one of them; none: always.</param>
/// <param name="PermittedAddresses">Addresses and ranges from which it opens; none: from anywhere.</param>
internal sealed record LockChangeBody(
    string? Name = null,
    string? SiteId = null,
    int? RelockAfter = null,
    OpenHoursBody? OpenHours = null,
    IReadOnlyList<HoursBody>? UsageHours = null,
    IReadOnlyList<string>? PermittedAddresses = null
)
{
    /// <summary>What is wrong with the form of it; null where nothing is.</summary>
    public string? Fault() => OpenHours?.Hours.Fault() ?? UsageHours?.Select(hours => hours.Fault()).FirstOrDefault(fault => fault is not null);

    public LockEdit ToEdit() =>
        new()
        {
            Name = Name,
            Site = SiteId is { } site ? NativeInput.Id(WireIdKind.SiteUuid, site) : null,
            RelockAfter = RelockAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            OpenHours = OpenHours?.Hours.Read(),
            OpensByItself = OpenHours?.OpensByItself == true,
            UsageHours = UsageHours?.Select(hours => hours.Read()).ToList(),
            PermittedAddresses = PermittedAddresses,
        };
}
