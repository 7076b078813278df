using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Sessions;
using Latchwork.Operations.Signing;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications.Tokens;

/// <summary>A token that was right when it was checked, and what it was checked with: the database has the last word on that.</summary>
internal sealed record CheckedToken(IssuingApplication Application, ApplicationKey Key, TokenClaims Claims, byte[] SignedHash)
{
    /// <summary>
    /// Whether application, issuer and key are still there, and that very key; held until the commit, so that whoever removes one of them ends what was
    /// admitted by it too (AZ-5).
    /// </summary>
    public async Task<bool> HoldGroundsAsync(Work work, CancellationToken cancel) =>
        await work.FirstAsync(
            """
            select true from application a
            join application_issuer i on i.tenant_id = a.tenant_id and i.application_id = a.application_id and i.url = $3
            join application_key k on k.tenant_id = a.tenant_id and k.application_id = a.application_id and k.kid = $4 and k.jwk = $5::jsonb
            where a.tenant_id = $1 and a.application_id = $2 and a.removed_at is null for share
            """,
            row => row.GetBoolean(0),
            [Application.Tenant.Value, Application.Id.Value, Application.Issuer, Key.Kid, Key.ToJson()],
            cancel
        );

    public override string ToString() => $"token by {Key}";
}

/// <summary>Checks tokens that applications sign (doordeck.md 5.2). It tells nobody what was wrong with one.</summary>
internal sealed class TokenChecks(KnownApplications known, ServerAddress address, RefusalCounts counts)
{
    /// <summary>How far clocks may be apart, and so how long beyond its end a token still works.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    /// <summary>
    /// From <c>iat</c> to <c>exp</c>; a longer one is refused. The wire leaves it open (doordeck.md 5.2): our choice, so that what is remembered of a token, its
    /// log-out above all, has an end.
    /// </summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>
    /// How long after a log-out a token can still come that it ended: issued by a clock that was ahead, and used by one that was behind. What was ended is
    /// remembered for so long.
    /// </summary>
    public static readonly TimeSpan LongestMemory = LongestLife + (2 * Leeway);

    /// <summary>This wire's cloud, as its documentation writes it and as its own library's tests do: compared to the letter, like our own address (JW-11).</summary>
    private static readonly string[] WireAudiences = [AuthToken.Audience, "api.doordeck.com"];

    /// <param name="only">Tokens of this application only; null: of any.</param>
    public async ValueTask<CheckedToken?> CheckAsync(string token, AppId? only, DateTimeOffset now, CancellationToken cancel)
    {
        if (
            CompactToken.Parse(token) is not { } parsed
            || parsed.Claims.Text("iss") is not { } issuer
            || await known.OfIssuerAsync(issuer, cancel) is not { } application
            || (only is { } wanted && wanted != application.Id)
        )
        {
            return null;
        }

        if (parsed.Header.Text("kid") is not { } kid || !application.Keys.TryGetValue(kid, out var key))
        {
            return null;
        }

        if (!parsed.IsSignedBy(key))
        {
            counts.Forgery(ForgerySign.WrongTokenSignature, application.Tenant, by: null, source: null);
            return null;
        }

        return TokenClaims.Read(parsed.Claims) is { } claims && IsForUs(claims) && IsInTime(claims, now)
            ? new CheckedToken(application, key, claims, parsed.SignedHash())
            : null;
    }

    /// <summary>One of the wire's own names, or this server's address, with the slash at its end or without.</summary>
    private bool IsForUs(TokenClaims claims)
    {
        var own = address.Url?.AbsoluteUri;
        return claims.Audiences.Any(audience =>
            WireAudiences.Contains(audience) || (own is not null && (audience == own || audience == own.TrimEnd('/')))
        );
    }

    private static bool IsInTime(TokenClaims claims, DateTimeOffset now) =>
        claims.ExpiresAt > claims.IssuedAt
        && claims.ExpiresAt - claims.IssuedAt <= LongestLife
        && claims.ExpiresAt + Leeway > now
        && claims.IssuedAt - Leeway <= now
        && (claims.NotBefore is not { } start || start - Leeway <= now);
}
