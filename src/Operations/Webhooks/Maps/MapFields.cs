using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Sending;

namespace Latchwork.Operations.Webhooks.Maps;

/// <summary>A request that was found good, as its row holds it.</summary>
internal sealed record MapRow(IWebhookFormat Format, short[] Topics, Guid[] Devices, WebhookSecret? Secret);

/// <summary>Looks at what an operator wants of an endpoint: names are looked up before anything is held.</summary>
internal sealed class MapFields(WebhookFormats formats, WebhookSender sender, WireIdIndex index)
{
    private const int LongestName = 200;
    private const int MostDevices = 1000;

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

        var secret = request.Secret is { } text ? WebhookSecret.OfText(text) : null;
        return request.Secret is not null && secret is null ? EndpointSecrets.Bad
            : await DevicesAsync(tenant, request.Devices, cancel) is not { } devices ? AccessError.NotFound(Noun.Lock)
            : TargetRules.Parse(request.Url) is not { } target || !await sender.MayReachAsync(target, cancel) ? SetWebhook.BadTarget
            : new MapRow(format, topics, devices, secret);
    }

    private static AccessError? Refuse(IWebhookFormat format, WebhookMapRequest request) =>
        request.Name.Trim().Length is 0 or > LongestName ? Invalid($"A webhook has a name of 1 to {LongestName} characters.")
        : request.Devices.Count > MostDevices ? Invalid($"A webhook names at most {MostDevices} devices; none of them means all.")
        : request.Devices.Count > 0 && !format.Topics.Any(topic => topic.Subject == WebhookSubject.Door)
            ? Invalid("This format tells nothing of doors.")
        : request.Methods.Except(format.Methods).Any() ? Invalid("There is no such way of opening.")
        : request.SendsCodes && !format.TellsCodes ? Invalid("This format has no codes in it.")
        : null;

    /// <summary>Null where one is none of the format's.</summary>
    private static short[]? TopicsOf(IWebhookFormat format, IReadOnlyList<string>? events)
    {
        if (events is null)
        {
            return [.. format.Topics.Select(topic => topic.Number)];
        }

        var meant = format.Topics.Where(topic => events.Contains(topic.Name)).ToList();
        return events.Count > 0 && events.All(name => meant.Exists(topic => topic.Name == name)) ? [.. meant.Select(topic => topic.Number)] : null;
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
