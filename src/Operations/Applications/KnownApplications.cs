using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Applications.Tokens;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications;

/// <summary>An application as a token names it: by its issuer.</summary>
internal sealed record IssuingApplication(TenantId Tenant, AppId Id, string Issuer, FrozenDictionary<string, ApplicationKey> Keys);

/// <summary>
/// What this node remembers for moments of issuers and web origins, known and unknown ones alike, so that whoever sends the same again and again costs nothing.
/// A token is admitted by the database's word alone; what is remembered only saves looking up those that nobody vouches for.
/// </summary>
internal sealed class KnownApplications(AccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(2);

    private readonly BriefMemory<IssuingApplication?> issuers = new(RememberedFor, clock);
    private readonly BriefMemory<bool> origins = new(RememberedFor, clock);

    public ValueTask<IssuingApplication?> OfIssuerAsync(string url, CancellationToken cancel) =>
        url.Length > ApplicationRules.LongestUrl || url.Contains('\0', StringComparison.Ordinal)
            ? ValueTask.FromResult<IssuingApplication?>(null)
            : issuers.GetAsync(url, () => ReadIssuerAsync(url, cancel));

    public ValueTask<bool> IsOriginAsync(string origin, CancellationToken cancel) =>
        ApplicationRules.IsOrigin(origin) ? origins.GetAsync(origin, () => ReadOriginAsync(origin, cancel)) : ValueTask.FromResult(false);

    /// <summary>After this node changed something.</summary>
    public void Forget()
    {
        issuers.Forget();
        origins.Forget();
    }

    private async Task<IssuingApplication?> ReadIssuerAsync(string url, CancellationToken cancel)
    {
        var rows = await db.ListAsync(
            TenantSet.None,
            "select tenant_id, application_id, jwk from latchwork_issuer($1)",
            row => (Tenant: new TenantId(row.GetGuid(0)), Id: new AppId(row.GetGuid(1)), Jwk: row.GetText(2)),
            [url],
            cancel
        );
        var keys = rows.Select(row => row.Jwk).OfType<string>().Select(jwk => ApplicationKey.Parse(JsonElement.Parse(jwk)).Value);
        return rows is [var (tenant, id, _), ..] ? new IssuingApplication(tenant, id, url, keys.ToFrozenDictionary(key => key.Kid)) : null;
    }

    private async Task<bool> ReadOriginAsync(string origin, CancellationToken cancel) =>
        await db.FirstAsync(TenantSet.None, "select latchwork_origin_is_registered($1)", row => row.GetBoolean(0), [origin], cancel);
}

/// <summary>Answers kept for a moment, a limited number of them.</summary>
internal sealed class BriefMemory<T>(TimeSpan keptFor, TimeProvider clock)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private volatile int age;

    public async ValueTask<T> GetAsync(string of, Func<Task<T>> ask)
    {
        var (askedAt, then) = (clock.GetTimestamp(), age);
        if (kept.TryGetValue(of, out var known) && known.Age == then && clock.GetElapsedTime(known.AskedAt, askedAt) < keptFor)
        {
            return known.Answer;
        }

        var answer = await ask();
        if (kept.Count >= Most)
        {
            kept.Clear();
        }

        kept[of] = new Kept(answer, askedAt, then);
        return answer;
    }

    /// <summary>What is being asked now is forgotten too.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref age);
        kept.Clear();
    }

    private sealed record Kept(T Answer, long AskedAt, int Age);
}
