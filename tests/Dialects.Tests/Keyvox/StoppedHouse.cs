using System.Net;
using Latchwork.Testing.Keyvox;

namespace Latchwork.Dialects.Tests.Keyvox;

/// <summary>The same house on a clock that moves when it is told to.</summary>
public class StoppedHouse : KeyvoxHouse
{
    internal Clock Clock { get; } = new();

    private protected override TimeProvider Time => Clock;

    /// <summary>Every call has a second of its own.</summary>
    private protected override DateTimeOffset NextInstant()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return Clock.GetUtcNow();
    }
}

/// <summary>Every key has three calls a minute; refused signatures are counted as on any server.</summary>
public sealed class LimitedHouse : StoppedHouse
{
    public const int PerMinute = 3;

    private protected override IReadOnlyList<(string Key, string Value)> Settings { get; } = [("Keyvox:RateLimitPerMinute", $"{PerMinute}")];

    /// <summary>All of one instant: a read may have the signature of another.</summary>
    private protected override DateTimeOffset NextInstant() => Clock.GetUtcNow();
}

/// <summary>Behind a proxy that speaks HTTP/2 to it and takes a prefix off the path; dates may differ by five seconds.</summary>
public sealed class ProxiedHouse : StoppedHouse
{
    public const string Prefix = "/access";
    public const int Skew = 5;

    private protected override IReadOnlyList<(string Key, string Value)> Settings { get; } =
    [
        ("Keyvox:RateLimitPerMinute", "0"),
        ("Keyvox:RefusalsPerMinute", "1000000"),
        ("Keyvox:PublicPrefix", Prefix),
        ("Keyvox:ClockSkewSeconds", $"{Skew}"),
        ("Kestrel:EndpointDefaults:Protocols", "Http2"),
    ];

    private protected override Version Spoken => HttpVersion.Version20;

    /// <summary>A call whose client has signed the path with the prefix.</summary>
    public Task<KeyvoxReply> CallAsync(string path, string body, string protocol = "HTTP/1.1") =>
        SendAsync(path, body, new KeyvoxForm { SignedTarget = Prefix + path, Protocol = protocol });
}

/// <summary>New codes are answered with asterisks until a lock has them.</summary>
public sealed class MaskingHouse : KeyvoxHouse
{
    private protected override IReadOnlyList<(string Key, string Value)> Settings { get; } =
    [("Keyvox:RateLimitPerMinute", "0"), ("Keyvox:RefusalsPerMinute", "1000000"), ("Keyvox:MaskUntilDelivered", "true")];
}
