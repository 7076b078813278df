using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Locks;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Happenings;
using Npgsql;

namespace Latchwork.Operations.Webhooks.Hooks;

/// <summary>The last events of a kind as a subscription would have told them, codes left out: for a service that shows its people what to expect.</summary>
public sealed class HookSamples
{
    public const int Most = 3;

    /// <summary>Looked at: some of a kind are told by no topic.</summary>
    private const int Candidates = 100;

    private static readonly TimeSpan Back = TimeSpan.FromDays(31);

    private readonly CallerReads reads;
    private readonly HookEvents events;
    private readonly LoadHappenings happenings;
    private readonly AccessDb db;
    private readonly KeyRing ring;

    internal HookSamples(CallerReads reads, HookEvents events, LoadHappenings happenings, AccessDb db, KeyRing ring) =>
        (this.reads, this.events, this.happenings, this.db, this.ring) = (reads, events, happenings, db, ring);

    /// <returns>Bodies, newest first.</returns>
    public async Task<Outcome<byte[][]>> RunAsync(Caller by, short format, string name, CancellationToken cancel)
    {
        var kinds = events.Find(by, format, name) is { Error: null } known ? known.Value.Topic.Kinds : [];
        var found = await reads.ReadAsync(
            by,
            RecentSql,
            ReadRecent,
            now => [by.Home.Value, kinds.Select(kind => (short)kind).ToArray(), now - Back, Candidates],
            cancel
        );
        if (found.IsRefused(out var gone, out var read))
        {
            return gone;
        }

        return AccessDecision.Refuse(Permission.WebhooksRead, read.By.StandingIn(by.Home), Noun.WebhookEndpoint) is { } weak ? weak
            : events.Find(read.By, format, name).IsRefused(out var unknown, out var told) ? unknown
            : await BodiesAsync(by.Home, told.Format, told.Topic, read.Rows, cancel);
    }

    private async Task<byte[][]> BodiesAsync(
        TenantId tenant,
        IWebhookFormat format,
        WebhookTopic topic,
        List<Recent> recent,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(tenant, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var asks = recent.Where(one => topic.DelayOf(one.Facts) is not null && one.Has(topic.Subject)).Select(one => one.AskIn(tenant)).ToList();
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var loaded = await happenings.RunAsync(work, asks, cancel);
        var bodies = new List<byte[]>();
        foreach (var ask in asks)
        {
            var content = new WebhookContent
            {
                Topic = topic.Number,
                IsForm = false,
                Account = "",
                Happening = loaded.Open(ask, keys, installation, showsCodes: false),
            };
            if (content.Happening is not null && format.Write(content) is { } body)
            {
                bodies.Add(body.Bytes);
            }

            if (bodies.Count == Most)
            {
                break;
            }
        }

        return [.. bodies];
    }

    private sealed record Recent(long Sequence, DateTimeOffset ReceivedAt, EventFacts Facts, bool IsOfLock, bool IsOfBox, Guid? Behind)
    {
        public bool Has(WebhookSubject subject) =>
            subject switch
            {
                WebhookSubject.Lock => IsOfLock,
                WebhookSubject.Door => IsOfLock || IsOfBox,
                WebhookSubject.EachLock => IsOfLock || Behind is not null,
                WebhookSubject.Gateway or WebhookSubject.Reservation or WebhookSubject.Anything => true,
            };

        public HappeningAsk AskIn(TenantId tenant) => new(new HappeningKey(tenant, Sequence, ReceivedAt), Behind);
    }

    private static Recent ReadRecent(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetFieldValue<DateTimeOffset>(1),
            new EventFacts(
                (AuditKind)row.GetInt16(2),
                (AuditOutcome)row.GetInt16(3),
                (MotionCause?)row.GetOptional<short>(4),
                (CredentialKind?)row.GetOptional<short>(5),
                (BoltState?)row.GetOptional<short>(6),
                (DoorState?)row.GetOptional<short>(7)
            ),
            row.GetBoolean(8),
            row.GetBoolean(9),
            row.GetOptional<Guid>(10)
        );

    private static readonly string RecentSql = $"""
        select v.sequence, v.received_at, v.kind, v.outcome, v.cause, v.shown, v.bolt, v.door, v.lock_id is not null, box.box_id is not null, behind.lock_id
        from (
            select * from audit_event e
            where e.tenant_id = $1 and e.kind = any ($2) and e.stage <> {(int)AuditStage.Asked} and e.received_at >= $3
            order by e.sequence desc limit $4) as v
        left join locker_box box on box.tenant_id = v.tenant_id and box.box_id = v.object_id
        left join lateral (
            select l.lock_id from smart_lock l
            where v.kind = {(int)AuditKind.LinkOffline} and l.tenant_id = v.tenant_id and l.link_id = v.object_id and l.decommissioned_at is null
            order by l.name limit 1) as behind on true
        order by v.sequence desc
        """;
}
