using System.Globalization;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;

namespace Latchwork.Domain.Tests.Grants;

/// <summary>Plain things, so that a test shows only what matters to its sentence.</summary>
internal static class Given
{
    public static DateTimeOffset Now { get; } = At("2026-06-10T12:00:00Z");

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static WeeklyHours Hours(string text) => WeeklyHours.Parse(text).Value;

    public static AccessGrant Grant(GrantRole role = GrantRole.Holder) =>
        new()
        {
            Id = GrantId.New(Now),
            Lock = default,
            User = default,
            Role = role,
            CanUnlockRemotely = true,
        };

    public static LockFacts Door() => new() { Capabilities = Capabilities.Unlock | Capabilities.Lock | Capabilities.ReadState };

    public static AccessFacts Facts(AccessGrant? grant) =>
        new()
        {
            Lock = Door(),
            Grant = grant,
            IsRemote = true,
        };
}
