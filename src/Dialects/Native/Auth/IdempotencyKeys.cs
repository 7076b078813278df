using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Native.Wire;
using Latchwork.Operations.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Latchwork.Dialects.Native.Auth;

/// <summary>
/// <c>Idempotency-Key</c>: the caller's own name for an act, which is then done once however often it is sent, and answered from what it did (design, "Request
/// once"). A key belongs to whoever sent it, and names one request: its method, path, query and body.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";

    public const int LongestKey = 255;

    /// <summary>So long after it came a request is the same one.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Keeps these names apart from what other wires remember of the same principal.</summary>
    private static readonly byte[] Purpose = "latchwork-idempotency-key\0"u8.ToArray();

    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)]);

    public static bool IsOne(StringValues header, [NotNullWhen(true)] out string? key)
    {
        key = header is [{ Length: > 0 and <= LongestKey } only] && !only.AsSpan().ContainsAnyExcept(Printable) ? only : null;
        return key is not null;
    }

    public static OnceRequest Of(string key, HttpContext http, NativeInput input, DateTimeOffset now) =>
        new(SHA256.HashData([.. Purpose, .. Encoding.ASCII.GetBytes(key)]), HashOf(http, input), now + Kept)
        {
            IsAnsweredAgain = true,
            IsNamedByCaller = true,
        };

    private static byte[] HashOf(HttpContext http, NativeInput input)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {target}\n"));
        hash.AppendData(input.Bytes);
        return hash.GetHashAndReset();
    }
}
