using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications.Messages;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Notifications;

/// <summary>What a guest is told of.</summary>
internal enum GuestNews
{
    CodeIssued,
    CodeChanged,
    CodeEnded,
    StayBooked,
    StayChanged,
    StayCancelled,
}

/// <summary>
/// Tells guests of what they were given, in the transaction that gives it: the messages go out after the commit, and whatever becomes of them the act stands.
/// Who is written to too often is not told; that is kept too.
/// </summary>
internal sealed class TellGuest(NotificationOutbox outbox)
{
    /// <summary>Later it is no news any more.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <param name="keys">Of the turn's tenant.</param>
    /// <param name="credentials">As they stand in this transaction: where they open, when, and how. Of one site.</param>
    /// <param name="stay">For rooms without codes too; null: none, and the period and site are those of the first credential.</param>
    public async Task RunAsync(
        CallerTurn turn,
        TenantKeys keys,
        GuestContact to,
        GuestNews news,
        IReadOnlyList<CredentialId> credentials,
        CancellationToken cancel,
        GuestStay? stay = null
    )
    {
        var rows = await turn.Work.ListAsync(
            Sql,
            GuestCodeRow.Read,
            [turn.Tenant.Value, credentials.Select(id => id.Value).ToArray(), turn.Now],
            cancel
        );
        var first = rows.FirstOrDefault();
        if ((stay?.Site ?? first?.Site) is not { } site)
        {
            return;
        }

        var window = stay?.Period ?? first!.Window;
        var visit = new GuestVisit(site.Name, site.Zone, window.StartsAt, window.EndsAt, rows.ConvertAll(row => row.Open(keys, IsOver(news))));
        var latest = turn.Now + Life;
        var message = MessageOf(news, visit, !IsOver(news) && window.EndsAt < latest ? window.EndsAt.Value : latest);
        List<string> by = [];
        foreach (var (channel, contact) in Ways(to))
        {
            var outgoing = new OutgoingMessage(channel, Person: null, contact, to.Locale ?? site.Locale, message) { Stay = stay?.Id };
            by.Add(await outbox.WriteUnlessTooManyAsync(turn, outgoing, cancel) ? $"{channel}" : $"{channel}: too many");
        }

        turn.Told.Add(
            turn.Event(AuditKind.GuestTold, smartLock: null, first?.Credential) with
            {
                On = stay is null ? null : new AuditObject(Noun.Reservation, stay.Id.Value),
                Changed = new Dictionary<string, string> { ["what"] = message.Template, ["by"] = string.Join(' ', by) },
            }
        );
    }

    private static IEnumerable<(NotificationChannel Channel, ContactText To)> Ways(GuestContact to)
    {
        if (to.Email is { } email)
        {
            yield return (NotificationChannel.Mail, email);
        }

        if (to.Telephone is { } telephone)
        {
            yield return (NotificationChannel.Sms, telephone);
        }
    }

    private static bool IsOver(GuestNews news) => news is GuestNews.CodeEnded or GuestNews.StayCancelled;

    private static GuestMessage MessageOf(GuestNews news, GuestVisit visit, DateTimeOffset expiresAt) =>
        news switch
        {
            GuestNews.CodeIssued => new CodeIssued(visit, expiresAt),
            GuestNews.CodeChanged => new CodeChanged(visit, expiresAt),
            GuestNews.CodeEnded => new CodeEnded(visit, expiresAt),
            GuestNews.StayBooked => new StayBooked(visit, expiresAt),
            GuestNews.StayChanged => new StayChanged(visit, expiresAt),
            GuestNews.StayCancelled => new StayCancelled(visit, expiresAt),
        };

    // A door is called as its unit, where it has one. What was revoked in this very transaction is still told of.
    private const string Sql = """
        select c.credential_id, c.kind, c.value_sealed, c.qr_sealed, c.starts_at, c.ends_at, s.name, s.zone, s.locale, d.doors
        from unnest($2::uuid[]) with ordinality as w (credential_id, n)
        join credential c on c.tenant_id = $1 and c.credential_id = w.credential_id
        join lateral (
            select p.site_id, string_agg(distinct p.name, ', ' order by p.name) as doors from (
                select l.site_id, coalesce(u.name, l.name) as name from enrollment e
                join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
                left join unit u on u.tenant_id = l.tenant_id and u.unit_id = l.unit_id
                where e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and (e.desired_present or c.revoked_at = $3)
                union all
                select k.site_id, k.name || ' ' || coalesce(b.name, b.number) from box_lease x
                join locker_box b on b.tenant_id = x.tenant_id and b.box_id = x.box_id
                join locker k on k.tenant_id = b.tenant_id and k.locker_id = b.locker_id
                where x.tenant_id = c.tenant_id and x.lease_id = c.box_lease_id) as p
            group by p.site_id order by 1 limit 1) as d on true
        join site s on s.tenant_id = c.tenant_id and s.site_id = d.site_id
        order by w.n
        """;
}

/// <summary>The stay that a guest is told of, and where it is.</summary>
internal sealed record GuestStay(ReservationId Id, TimeWindow Period, GuestSite Site);

/// <param name="Zone">IANA zone.</param>
internal sealed record GuestSite(string Name, string Zone, string Locale);

/// <summary>A credential as its guest is told of it.</summary>
internal sealed record GuestCodeRow(
    CredentialId Credential,
    CredentialKind Kind,
    byte[]? Sealed,
    byte[]? SealedQr,
    TimeWindow Window,
    GuestSite Site,
    string Doors
)
{
    public static GuestCodeRow Read(NpgsqlDataReader row) =>
        new(
            new CredentialId(row.GetGuid(0)),
            (CredentialKind)row.GetInt16(1),
            row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
            new TimeWindow(row.GetInstant(4), row.GetInstant(5)),
            new GuestSite(row.GetString(6), row.GetString(7), row.GetString(8)),
            row.GetString(9)
        );

    /// <param name="isOver">Then there is nothing to be told that could be shown at a door.</param>
    public GuestCode Open(TenantKeys keys, bool isOver) =>
        isOver ? new GuestCode(Doors, null, null) : new GuestCode(Doors, DigitsBy(keys), TokenBy(keys)?.LinkText);

    private string? DigitsBy(TenantKeys keys) =>
        Kind == CredentialKind.Passcode && Sealed is { } blob
            ? CredentialValue.FromBytes(Kind, keys.Open(CredentialPlaces.Value(Credential), blob)).Reveal()
            : null;

    private DoorToken? TokenBy(TenantKeys keys) => SealedQr is { } blob ? DoorToken.From(keys.Open(CredentialPlaces.Qr(Credential), blob)) : null;

    public override string ToString() => $"credential {Credential.Value}";
}
