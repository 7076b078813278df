using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Identity;

namespace Latchwork.Operations.Webhooks.Hooks;

/// <summary>The events that a service can subscribe, by their names: those of the one format whose endpoints end when they are gone.</summary>
internal sealed class HookEvents(WebhookFormats formats)
{
    /// <summary>The topic of a name, where the caller may know of such things.</summary>
    public Outcome<(IWebhookFormat Format, WebhookTopic Topic)> Find(Caller by, short format, string name) =>
        formats.Find(format) is not { } hooks || hooks.Topics.FirstOrDefault(topic => topic.Name == name) is not { } topic
            ? AccessError.Invalid("There is no such event.", Noun.WebhookEndpoint)
        : AccessDecision.Refuse(topic.Needs, by.StandingIn(by.Home), Noun.WebhookEndpoint) is { } weak ? weak
        : (hooks, topic);
}
