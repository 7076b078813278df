using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Latchwork.Dialects.Edge;
using Latchwork.Operations.Clients;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Recovery;
using Microsoft.AspNetCore.Http;

namespace Latchwork.Dialects.Keyvox.Auth;

/// <summary>Who signed a request, and what makes it this one.</summary>
/// <param name="Once">Null for one that came with a token: each is a new one.</param>
/// <param name="SignsTarget">The signature is bound to the path.</param>
/// <param name="MayHaveActed">It was signed so early that it may have done its act in a time that a restore has lost: as an act it is not believed (FS-6).</param>
internal sealed record SignedRequest(Caller Caller, OnceRequest? Once, bool SignsTarget, bool MayHaveActed = false);

/// <summary>Looks at a signed request in the order of 2.3; the first thing that is wrong ends it.</summary>
internal sealed class SignedRequests(HmacCallers callers, KeyvoxOptions options, RecoveryState recovery, TimeProvider clock)
{
    private const string Algorithm = "hmac-sha256";
    private const string Date = "date";
    private const string Digest = "digest";
    private const string DigestPrefix = "SHA-256=";
    private const int SignatureBytes = 32;

    /// <summary>IMF-fixdate (RFC 9110, 5.6.7).</summary>
    private const string DateForm = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";

    public async ValueTask<(KeyvoxRefusal? Refusal, SignedRequest? Request)> AcceptAsync(HttpContext http, byte[] body, CancellationToken cancel)
    {
        var request = http.Request;
        if (request.Headers.Authorization.Count == 0 && request.Headers.ProxyAuthorization.Count == 0)
        {
            return (KeyvoxErrors.NoSignature, null);
        }

        if (DateOf(request) is not { } signedAt || (clock.GetUtcNow() - signedAt).Duration() > options.ClockSkew)
        {
            return (KeyvoxErrors.NoDate, null);
        }

        if (HeaderOf(request) is not { } header || Refuse(header) || SigningTexts.Of(request, header.Headers, options.PublicPrefix) is not { } texts)
        {
            return (KeyvoxErrors.NotVerified, null);
        }

        var signsTarget = SigningTexts.SignsTarget(header.Headers);
        var signature = new HmacSignature(header.Username, SignatureOf(header), texts, signsTarget);
        var (fault, found) = await callers.AuthenticateAsync(signature, RequestOrigins.Of(http), cancel);
        if (found is not null && !DigestIs(request, body))
        {
            callers.TellOtherBody(found.Caller);
            return (KeyvoxErrors.NoMatch, null);
        }

        return fault is { } wrong ? (wrong == HmacFault.UnknownKey ? KeyvoxErrors.NotVerified : KeyvoxErrors.NoMatch, null)
            : found!.AllowedFrom is { } from && !from.Contains(http.Connection.RemoteIpAddress) ? (KeyvoxErrors.AddressNotAllowed, null)
            : (null, new SignedRequest(found.Caller, OnceOf(request, signature), signsTarget, recovery.MayHaveBeenUsed(signedAt, options.ClockSkew)));
    }

    /// <summary>
    /// Remembered for twice the skew, so for as long as its date may be taken (HM-7). What it asks for is its method and target: the body is in the digest,
    /// which is signed always.
    /// </summary>
    private OnceRequest OnceOf(HttpRequest request, HmacSignature signature) =>
        new(
            signature.Signature,
            SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Method} {SigningTexts.RawTarget(request)}")),
            clock.GetUtcNow() + 2 * options.ClockSkew
        )
        {
            IsAnsweredAgain = true,
        };

    private static DateTimeOffset? DateOf(HttpRequest request) =>
        request.Headers.Date is [{ } date]
        && DateTimeOffset.TryParseExact(date, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    /// <summary>The proxy's is tried first, as the vendor's gateway does (2.3, step 3).</summary>
    private static AuthorizationHeader? HeaderOf(HttpRequest request) =>
        (request.Headers.ProxyAuthorization is [{ } proxy] ? AuthorizationHeader.Parse(proxy) : null)
        ?? (request.Headers.Authorization is [{ } own] ? AuthorizationHeader.Parse(own) : null);

    private static bool Refuse(AuthorizationHeader header) =>
        header.Algorithm != Algorithm || !header.Headers.Contains(Date) || !header.Headers.Contains(Digest);

    /// <summary>Empty where it is not canonical base64 of 32 bytes: it equals nothing (HM-2).</summary>
    private static byte[] SignatureOf(AuthorizationHeader header)
    {
        var bytes = new byte[SignatureBytes];
        return
            Convert.TryFromBase64String(header.Signature, bytes, out var written)
            && written == SignatureBytes
            && Convert.ToBase64String(bytes) == header.Signature
            ? bytes
            : [];
    }

    /// <summary>Of the bytes as they came, before anybody reads them (HM-6).</summary>
    private static bool DigestIs(HttpRequest request, byte[] body) =>
        request.Headers["digest"] is [{ } digest]
        && string.Equals(digest, DigestPrefix + Convert.ToBase64String(SHA256.HashData(body)), StringComparison.Ordinal);
}
