using Latchwork.Domain;
using Latchwork.Domain.Explanations;
using Latchwork.Domain.Users;
using Latchwork.Operations.Events;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Explanations;

/// <summary>Why a door did, or did not, open at an event.</summary>
/// <param name="Number">Of the event.</param>
/// <param name="Ids">Public UUIDs of the rows that it tells of; those that have none here are not in it.</param>
public sealed record ExplainedEvent(long Number, Explanation Is, IReadOnlyDictionary<Guid, string> Ids);

/// <summary>For who may read the list of events, and the grants and credentials that it is about.</summary>
public sealed class ExplainEvent
{
    private static readonly Permission[] Needs = [Permission.AuditRead, Permission.GrantsRead, Permission.CredentialsRead];

    private readonly EventFeed feed;
    private readonly AccessDb db;

    internal ExplainEvent(EventFeed feed, AccessDb db) => (this.feed, this.db) = (feed, db);

    /// <param name="number">Of the event; null for what can be none.</param>
    public async Task<Outcome<ExplainedEvent>> RunAsync(Caller by, TenantId tenant, long? number, CancellationToken cancel)
    {
        var found = await feed.StoredAsync(by, tenant, number, Needs, cancel);
        if (found.IsRefused(out var refusal, out var stored))
        {
            return refusal;
        }

        var explained = Explainer.Explain(await new CircumstanceRows(db, tenant, stored.Told, cancel).LoadAsync());
        return new ExplainedEvent(number!.Value, explained, await IdsAsync(tenant, explained, cancel));
    }

    private async Task<Dictionary<Guid, string>> IdsAsync(TenantId tenant, Explanation explained, CancellationToken cancel)
    {
        Guid[] rows = [.. explained.Facts.SelectMany(fact => fact.Rows).Distinct()];
        var named = await db.ListByKeyAsync(
            TenantSet.Of(tenant),
            NamedRows.Sql,
            NamedRows.Read,
            [Array.ConvertAll(rows, _ => tenant.Value), rows],
            cancel
        );
        return named.ToDictionary(one => one.Row, one => one.Is.Id);
    }
}
