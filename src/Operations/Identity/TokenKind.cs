using Latchwork.Domain.Audit;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Identity;

/// <summary>Pairs of tokens as a wire issues them: what they look like and how long they live.</summary>
public sealed record TokenKind
{
    /// <summary>Of the older Sifely log-in (sifely.md 2.2): a year, so that clients which never refresh keep working.</summary>
    public static TokenKind Legacy { get; } =
        new(Surface.Sifely, TimeSpan.FromDays(365))
        {
            Access = SessionKind.LegacyToken,
            Refresh = SessionKind.LegacyRefresh,
            RefreshLife = TimeSpan.FromDays(730),
            Make = () => SecretMaker.Base62(40),
        };

    /// <summary>Of the Sifely wire's exchange and refresh (2.3): two hours.</summary>
    public static TokenKind Exchanged { get; } = Legacy with { Life = TimeSpan.FromHours(2) };

    /// <summary>Of TTLock (19.1): 90 days, 32 hex digits, 128 bits; the refresh token lives ten years.</summary>
    public static TokenKind TTLock { get; } =
        new(Surface.TTLock, TimeSpan.FromDays(90))
        {
            Access = SessionKind.TTLockToken,
            Refresh = SessionKind.TTLockRefresh,
            RefreshLife = TimeSpan.FromDays(3650),
            Make = () => SecretMaker.Hex(32),
        };

    private TokenKind(Surface surface, TimeSpan life) => (Surface, Life) = (surface, life);

    /// <summary>A refresh token that is older is replaced by a new one when it is used.</summary>
    public static TimeSpan RefreshKeptFor { get; } = TimeSpan.FromDays(30);

    public Surface Surface { get; }

    /// <summary>Of an access token.</summary>
    public TimeSpan Life { get; private init; }

    internal SessionKind Access { get; private init; }

    internal SessionKind Refresh { get; private init; }

    internal TimeSpan RefreshLife { get; private init; }

    internal Func<string> Make { get; private init; } = () => SecretMaker.Base62(40);
}
