using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Signing;
using static Latchwork.Domain.Audit.ProofFault;

namespace Latchwork.Dialects.Doordeck.Signed;

/// <summary>What a token claims of itself, apart from the operation: from whom, about which lock, and when (8.3).</summary>
/// <param name="TokenId">Null where it has none.</param>
internal readonly record struct SignedClaims(Guid Issuer, Guid Subject, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string? TokenId)
{
    private const int LongestTokenId = 128;

    /// <summary>The first second that no clock of ours holds: the year 10000.</summary>
    private const long AfterAllTime = 253_402_300_800;

    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    /// <summary>So far ahead a clock may be.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>An opening is never kept for later: so far ahead a clock may be wrong, and no further.</summary>
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(65);

    /// <summary>Longer than this ahead, and the wire calls it accepted instead of done (8.6).</summary>
    public bool IsForLater(DateTimeOffset now) => ExpiresAt - now > LongestOpening;

    /// <summary>How long it is remembered that the token was used (JW-8).</summary>
    public DateTimeOffset RememberedUntil(DateTimeOffset now) => ExpiresAt + Ahead > now + Longest ? ExpiresAt + Ahead : now + Longest;

    /// <summary>What makes it this token and no other, for its user: its id, else the bytes that were signed.</summary>
    public byte[] RequestKey(byte[] contentHash) =>
        TokenId is { } id ? SHA256.HashData([.. "jti "u8, .. Encoding.UTF8.GetBytes(id)]) : SHA256.HashData([.. "sha "u8, .. contentHash]);

    /// <param name="caller">The user of the bearer token.</param>
    /// <param name="smartLock">The lock of the path.</param>
    /// <param name="isMotion">It is to open or to lock.</param>
    /// <returns>The first fault in the order of 8.4: who and what, then the times, then the token's id.</returns>
    public static (ProofFault? Fault, SignedClaims Claims) Read(JsonElement claims, Guid caller, Guid smartLock, bool isMotion, DateTimeOffset now)
    {
        if (Uuid(claims, "iss") is not { } issuer || Uuid(claims, "sub") is not { } subject)
        {
            return (Uuid(claims, "iss") is null ? NoIssuer : NoSubject, default);
        }

        if (issuer != caller || subject != smartLock)
        {
            return (issuer != caller ? OtherIssuer : OtherSubject, default);
        }

        var (fault, issuedAt, expiresAt) = ReadTimes(claims, isMotion, now);
        if (fault is not null)
        {
            return (fault, default);
        }

        return TryReadTokenId(claims, out var tokenId)
            ? (null, new SignedClaims(issuer, subject, issuedAt, expiresAt, tokenId))
            : (WrongTokenId, default);
    }

    /// <summary>JW-7.</summary>
    private static (ProofFault? Fault, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt) ReadTimes(
        JsonElement claims,
        bool isMotion,
        DateTimeOffset now
    )
    {
        if (!Has(claims, "exp") || !Has(claims, "nbf") || !Has(claims, "iat"))
        {
            return (NoTimes, default, default);
        }

        if (Seconds(claims, "exp") is not { } exp || Seconds(claims, "nbf") is not { } nbf || Seconds(claims, "iat") is not { } iat)
        {
            return (TimesNotWhole, default, default);
        }

        return (RefuseTimes(exp, nbf, iat, isMotion, now), iat, exp);
    }

    private static ProofFault? RefuseTimes(DateTimeOffset exp, DateTimeOffset nbf, DateTimeOffset iat, bool isMotion, DateTimeOffset now) =>
        now - exp >= Leeway ? Over
        : nbf - now > Ahead ? StartsLater
        : iat - now > Ahead ? IssuedLater
        : exp <= iat ? EndsBeforeIssued
        : now - iat > Longest ? IssuedLongAgo
        : exp - now > Longest ? EndsTooLate
        : isMotion && exp - now > LongestOpening ? OpensTooLate
        : null;

    private static bool Has(JsonElement claims, string name) => claims.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;

    /// <summary>Whole, not negative, without point or exponent. What no clock of ours holds is cut to the last that one does.</summary>
    private static DateTimeOffset? Seconds(JsonElement claims, string name) =>
        claims.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var seconds)
        && seconds is >= 0 and < 1L << 53
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, AfterAllTime - 1))
            : null;

    private static Guid? Uuid(JsonElement claims, string name) =>
        claims.Text(name) is { } text && Guid.TryParseExact(text, "D", out var uuid) ? uuid : null;

    /// <summary>A client that leaves it out may write null instead.</summary>
    private static bool TryReadTokenId(JsonElement claims, out string? id)
    {
        id = null;
        if (!Has(claims, "jti"))
        {
            return true;
        }

        id = claims.Text("jti");
        return id is { Length: > 0 and <= LongestTokenId };
    }
}
