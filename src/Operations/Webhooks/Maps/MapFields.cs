using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>A request that was found good, as its row holds it.</summary>
internal sealed record MapRow(IWebhookFormat Format, short[] Topics, Guid[] Devices, Guid[] Sites, Guid[] Persons, WebhookSecret? Secret);

/// <summary>Looks at what an operator wants of an endpoint: names are looked up before anything is held.</summary>
internal sealed class MapFields(WebhookFormats formats, WebhookSender sender, WireIdIndex index)
{
    private const int LongestName = 200;
    private const int MostDevices = 1000;

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromDays(3);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromDays(30);

    public async Task<Outcome<MapRow>> ReadAsync(Caller by, TenantId tenant, WebhookMapRequest request, CancellationToken cancel)
    {
        if (formats.Find(request.Format) is not { } format)
        {
            return AccessError.Invalid("There is no such format.", Noun.WebhookEndpoint);
        }

        if (Refuse(format, request) is { } invalid)
        {
            return invalid;
        }

        if (request.SendsCodes && AccessDecision.Refuse(Permission.PinsReveal, by.StandingIn(tenant), Noun.WebhookEndpoint) is { } weak)
        {
            return weak;
        }

        if (TopicsOf(format, request.Events) is not { } topics)
        {
            return SetWebhook.BadTopics;
        }

        if (format.IsOurs && AccessDecision.Refuse(Permission.AuditRead, by.StandingIn(tenant), Noun.WebhookEndpoint) is { } blind)
        {
            return blind;
        }

        return (await NamesAsync(tenant, request, cancel)).IsRefused(out var unknown, out var named) ? unknown
            : SecretOf(request).IsRefused(out var bad, out var secret) ? bad
            : TargetRules.Parse(request.Url) is not { } target || !await sender.MayReachAsync(target, cancel) ? SetWebhook.BadTarget
            : new MapRow(format, topics, named.Devices, named.Sites, named.Persons, secret.Given);
    }

    private static Outcome<(WebhookSecret? Given, bool IsThere)> SecretOf(WebhookMapRequest request) =>
        request.Secret is not { } text ? (null, false)
        : WebhookSecret.OfText(text) is { } secret ? (secret, true)
        : EndpointSecrets.Bad;

    private async Task<Outcome<(Guid[] Devices, Guid[] Sites, Guid[] Persons)>> NamesAsync(
        TenantId tenant,
        WebhookMapRequest request,
        CancellationToken cancel
    ) =>
        await DevicesAsync(tenant, request.Devices, cancel) is not { } devices ? AccessError.NotFound(Noun.Lock)
        : await index.FindAllAsync(request.Sites, TenantSet.Of(tenant), cancel) is not { } sites ? AccessError.NotFound(Noun.Site)
        // People are of no tenant: whoever is told of them is told by the tenant's own list.
        : await index.FindAllAsync(request.Persons, within: null, cancel) is not { } persons ? AccessError.NotFound(Noun.User)
        : (devices, sites, persons);

    private static AccessError? Refuse(IWebhookFormat format, WebhookMapRequest request) =>
        request.Name.Trim().Length is 0 or > LongestName ? Invalid($"A webhook has a name of 1 to {LongestName} characters.")
        : request.Devices.Count > MostDevices ? Invalid($"A webhook names at most {MostDevices} devices; none of them means all.")
        : !format.IsOurs && (request.Sites.Count > 0 || request.Persons.Count > 0 || request.Rules != default)
            ? Invalid("This format is told of all sites and people, and has an order and times of its own.")
        : request.Sites.Count > MostDevices || request.Persons.Count > MostDevices
            ? Invalid($"A webhook names at most {MostDevices} sites, and people.")
        : request.Rules.RetryFor is { } time && (time < ShortestRetry || time > LongestRetry)
            ? Invalid($"What cannot be delivered is tried for {ShortestRetry.TotalHours:0} to {LongestRetry.TotalHours:0} hours.")
        : request.Devices.Count > 0 && !format.Topics.Any(topic => topic.Subject is WebhookSubject.Door or WebhookSubject.Anything)
            ? Invalid("This format tells nothing of doors.")
        : request.Methods.Except(format.Methods).Any() ? Invalid("There is no such way of opening.")
        : request.SendsCodes && !format.TellsCodes ? Invalid("This format has no codes in it.")
        : null;

    /// <summary>Null where one is none of the format's. All of those of our own form are none: what a later release adds is among them.</summary>
    private static short[]? TopicsOf(IWebhookFormat format, IReadOnlyList<string>? events)
    {
        if (events is null)
        {
            return format.IsOurs ? [] : [.. format.Topics.Select(topic => topic.Number)];
        }

        var meant = events.Select(name => format.Topics.Where(topic => format.Means(name, topic)).ToList()).ToList();
        return meant.Count > 0 && meant.TrueForAll(some => some.Count > 0)
            ? [.. meant.SelectMany(some => some).Select(topic => topic.Number).Distinct().Order()]
            : null;
    }

    /// <summary>Null where one is not the tenant's.</summary>
    private async Task<Guid[]?> DevicesAsync(TenantId tenant, IReadOnlyList<WireId> named, CancellationToken cancel)
    {
        var devices = new List<Guid>();
        foreach (var id in named)
        {
            // A UUID says not of what: of a lock, or of a locker.
            var row =
                await index.FindAsync(id, TenantSet.Of(tenant), cancel)
                ?? await index.FindAsync(id with { Kind = WireIdKind.LockerUuid }, TenantSet.Of(tenant), cancel);
            if (row is not { } found)
            {
                return null;
            }

            devices.Add(found.Id);
        }

        return [.. devices.Distinct()];
    }

    private static AccessError Invalid(string detail) => AccessError.Invalid(detail, Noun.WebhookEndpoint);
}
