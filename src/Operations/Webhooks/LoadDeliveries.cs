using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Events;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Locks;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Latchwork.Operations.Webhooks.Happenings;
using Npgsql;

namespace Latchwork.Operations.Webhooks;

/// <summary>A claimed delivery with all that is needed to send it.</summary>
/// <param name="Endpoint">Null where it, or what is to be sent, could not be opened: then <paramref name="Broken"/> says what happened.</param>
/// <param name="Content">Null where nobody may know it any more.</param>
internal sealed record LoadedDelivery(
    ClaimedDelivery Claimed,
    string WebhookId,
    short Format,
    LoadedEndpoint? Endpoint,
    WebhookContent? Content,
    Exception? Broken = null
)
{
    public override string ToString() => WebhookId;
}

/// <summary>Where it goes, and how that is signed.</summary>
/// <param name="Secrets">The present one first; a former one as long as it still signs too.</param>
internal sealed record LoadedEndpoint(string Url, IReadOnlyList<WebhookSecret> Secrets)
{
    public override string ToString() => nameof(LoadedEndpoint);
}

/// <summary>
/// Reads what claimed deliveries are about, as it is known now, and decides once more whether their endpoints' people may know it (AZ-5): a grant that went
/// since takes its untold events with it. A few questions, however many there are. One that cannot be opened keeps none of the others back.
/// </summary>
internal sealed class LoadDeliveries(AccessDb db, KeyRing ring, WebhookFormats formats, LoadHappenings happenings, TimeProvider clock)
{
    public async Task<List<LoadedDelivery>> RunAsync(IReadOnlyList<ClaimedDelivery> claimed, CancellationToken cancel)
    {
        var now = clock.Now();
        await using var work = await db.BeginByKeyAsync(new TenantSet(claimed.SelectMany(c => new[] { c.Endpoint.Tenant, c.Source })), cancel);
        var rows = await work.ListAsync(
            DeliveryRow.Sql,
            DeliveryRow.Read,
            [Column(claimed, c => c.Endpoint.Tenant.Value), Column(claimed, c => c.Id.Value)],
            cancel
        );
        var events = await work.ListAsync(
            EventRow.Sql,
            EventRow.Read,
            [Column(claimed, c => c.Endpoint.Tenant.Value), Column(claimed, c => c.Id.Value)],
            cancel
        );
        var pairs = claimed.Join(rows, c => c.Id.Value, row => row.Id, (c, row) => (Claimed: c, Row: row)).ToList();
        var named = await NamedAsync(work, [.. events.Select(e => e.Listed).OfType<StoredEvent>()], cancel);
        var happened = await happenings.RunAsync(work, pairs.Where(one => TellsWhere(one.Row)).Select(one => AskOf(one.Claimed, one.Row)), cancel);
        await work.CommitAsync(cancel);
        var byDelivery = events.ToLookup(e => e.Delivery);
        var loaded = new List<LoadedDelivery>();
        foreach (var (one, row) in pairs)
        {
            loaded.Add(await TryOpenAsync(one, row, [.. byDelivery[row.Id]], (happened, named), now, cancel));
        }

        return loaded;
    }

    private static async Task<NamedRows> NamedAsync(Work work, List<StoredEvent> listed, CancellationToken cancel) =>
        new(listed.Count == 0 ? [] : await work.ListAsync(NamedRows.Sql, NamedRows.Read, NamedRows.Values(listed), cancel));

    private bool TellsWhere(DeliveryRow row) => formats.Find(row.Endpoint.Format)?.TellsWhere == true;

    private static HappeningAsk AskOf(ClaimedDelivery claimed, DeliveryRow row) =>
        new(new HappeningKey(claimed.Source, row.Sequence, row.ReceivedAt), row.EachLock);

    /// <summary>A tenant's key, or a sealed value, that is broken is the trouble of that delivery alone. Where the database is away nothing is.</summary>
    private async Task<LoadedDelivery> TryOpenAsync(
        ClaimedDelivery claimed,
        DeliveryRow row,
        IReadOnlyList<EventRow> events,
        (LoadedHappenings Happened, NamedRows Named) known,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        try
        {
            return await OpenAsync(claimed, row, events, known, now, cancel);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException) && Outage.Of(broken) is null)
        {
            return new LoadedDelivery(claimed, row.WebhookId, row.Endpoint.Format, null, null, broken);
        }
    }

    private async Task<LoadedDelivery> OpenAsync(
        ClaimedDelivery claimed,
        DeliveryRow row,
        IReadOnlyList<EventRow> events,
        (LoadedHappenings Happened, NamedRows Named) known,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        using var home = await ring.RentAsync(claimed.Endpoint.Tenant, cancel);
        using var source = await ring.RentAsync(claimed.Source, cancel);
        using var installation = await ring.RentAsync(TenantId.Installation, cancel);
        var content = row.MayKnow(AccessAct.ReadAllRecords, now) && events.Count > 0 ? Content(row, events, source, installation, now) : null;
        if (content is not null && TellsWhere(row))
        {
            var showsCodes = row.SendsCodes && row.MayKnow(AccessAct.RevealCredentials, now);
            content = content with { Happening = known.Happened.Open(AskOf(claimed, row), source, installation, showsCodes) };
        }

        if (content is not null && events[0].Listed is { } listed)
        {
            content = content with { Event = known.Named.Open(listed, source) };
        }

        return new LoadedDelivery(claimed, row.WebhookId, row.Endpoint.Format, row.Endpoint.Open(home, now), content);
    }

    private static WebhookContent Content(
        DeliveryRow row,
        IReadOnlyList<EventRow> events,
        TenantKeys source,
        TenantKeys installation,
        DateTimeOffset now
    )
    {
        var showsCodes = row.SendsCodes && row.MayKnow(AccessAct.RevealCredentials, now);
        return new WebhookContent
        {
            Topic = row.Topic,
            IsForm = row.IsForm,
            Account = row.Account.Open(installation) ?? "",
            Lock = row.Lock,
            Gateway = row.Gateway,
            Events = [.. events.Select(e => e.Open(source, installation, showsCodes, row.Battery))],
        };
    }

    private static T[] Column<T>(IReadOnlyList<ClaimedDelivery> claimed, Func<ClaimedDelivery, T> column) => [.. claimed.Select(column)];

    /// <param name="Listed">For the form of our own.</param>
    private sealed record EventRow(Guid Delivery, StoredEvent? Listed, AuditEvent Told, EventNames Names, CredentialId? Credential, byte[]? Sealed)
    {
        private const int NamesAt = 5;

        public static readonly string Sql = $"""
            select d.delivery_id, e.tenant_id, e.sequence, e.bytes, case when d.subject_kind = {(int)
                WebhookSubject.Anything} then {EventPlaces.SiteOf("e")} end,
                {EventNames.Columns}, c.credential_id, {EventNames.ValueThen}, d.subject_kind
            from unnest($1::uuid[], $2::uuid[]) as a (tenant_id, delivery_id)
            join delivery d on d.tenant_id = a.tenant_id and d.delivery_id = a.delivery_id
            cross join lateral unnest(d.sequences, d.received_at) with ordinality as s (sequence, received_at, n)
            join audit_event e on e.tenant_id = d.source_tenant_id and e.sequence = s.sequence and e.received_at = s.received_at
            {EventNames.Joins}
            order by d.delivery_id, s.n
            """;

        public static EventRow Read(NpgsqlDataReader row)
        {
            var listed = StoredEvent.Read(row, 1);
            return new(
                row.GetGuid(0),
                (WebhookSubject)row.GetInt16(NamesAt + EventNames.Width + 2) == WebhookSubject.Anything ? listed : null,
                listed.Told,
                EventNames.Read(row, NamesAt),
                row.GetId(NamesAt + EventNames.Width, id => new CredentialId(id)),
                row.IsDBNull(NamesAt + EventNames.Width + 1) ? null : row.GetFieldValue<byte[]>(NamesAt + EventNames.Width + 1)
            );
        }

        public WebhookEvent Open(TenantKeys source, TenantKeys installation, bool showsCodes, int? battery) =>
            new(
                new EventFacts(Told.Kind, Told.Outcome, Told.Cause, Told.Shown, Told.Bolt, Told.Door),
                Told.DeviceAt ?? Told.ReceivedAt,
                Told.ReceivedAt,
                Names.Person.Open(installation),
                Names.Credential,
                showsCodes && !IsRefused ? Code(source) : null,
                Told.Battery ?? battery
            );

        /// <summary>What was shown in vain is never told, also where it is known (WH-5; Sifely 12.4).</summary>
        private bool IsRefused => Told.Kind == AuditKind.CredentialRefused || Told.Outcome == AuditOutcome.Refused;

        /// <summary>Digits, or the number of a card or a fingerprint (Sifely 12.4).</summary>
        private string? Code(TenantKeys source) =>
            Told.Shown is { } kind && Credential is { } id && Sealed is not null
                ? CredentialValue.FromBytes(kind, source.Open(CredentialPlaces.Value(id), Sealed)).Reveal()
                : null;
    }
}
