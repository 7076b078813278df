using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Sites;
using Latchwork.Domain.Users;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Sites;

/// <summary>What is to be different; what is null stays.</summary>
public sealed record SiteChanges
{
    internal const int LongestName = 200;
    internal const int LongestAddress = 500;
    internal const int LongestTelephone = 40;

    public string? Name { get; init; }

    public SiteKind? Kind { get; init; }

    /// <summary>IANA zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Empty: none.</summary>
    public string? Address { get; init; }

    /// <inheritdoc cref="Address"/>
    public string? Telephone { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public TimeSpan? EarlyEntry { get; init; }

    public bool? NotifiesGuests { get; init; }

    internal AccessError? Refuse() =>
        Name?.Trim().Length is 0 or > LongestName ? AccessError.Invalid($"A site needs a name of at most {LongestName} characters.", Noun.Site)
        : Zone is { } zone && !ZoneDatabase.Knows(zone) ? AccessError.Invalid("That is no IANA time zone, such as Europe/London.", Noun.Site)
        : Kind is { } kind && !Enum.IsDefined(kind) ? AccessError.Invalid("There is no such kind of site.", Noun.Site)
        : Address?.Length > LongestAddress ? AccessError.Invalid($"An address has at most {LongestAddress} characters.", Noun.Site)
        : Telephone?.Length > LongestTelephone ? AccessError.Invalid($"A telephone number has at most {LongestTelephone} characters.", Noun.Site)
        : Latitude is < -90 or > 90 or double.NaN || Longitude is < -180 or > 180 or double.NaN
            ? AccessError.Invalid("That is no place on Earth.", Noun.Site)
        : EarlyEntry is { } early && (early < TimeSpan.Zero || early > TimeSpan.FromHours(72))
            ? AccessError.Invalid("Early entry is at most 72 hours.", Noun.Site)
        : null;

    internal IEnumerable<string> Names()
    {
        (string, object?)[] all =
        [
            ("name", Name),
            ("kind", Kind),
            ("zone", Zone),
            ("address", Address),
            ("telephone", Telephone),
            ("latitude", Latitude),
            ("longitude", Longitude),
            ("earlyEntry", EarlyEntry),
            ("notifiesGuests", NotifiesGuests),
        ];
        return all.Where(one => one.Item2 is not null).Select(one => one.Item1);
    }

    public override string ToString() => nameof(SiteChanges);
}

/// <summary>Changes what is kept of a site. Codes that wait for their start hear of another early entry.</summary>
public sealed class ChangeSite
{
    private readonly TenantTurns turns;
    private readonly KeyRing ring;

    internal ChangeSite(TenantTurns turns, KeyRing ring) => (this.turns, this.ring) = (turns, ring);

    public Task<Outcome<Done>> RunAsync(Caller by, WireId site, SiteChanges changes, CancellationToken cancel) =>
        turns.RunAsync<Done>(
            by,
            new TenantRules(AuditKind.SiteChanged, Permission.SitesWrite, Noun.Site),
            site,
            async (turn, row) =>
            {
                if (changes.Refuse() is { } invalid)
                {
                    return invalid;
                }

                if (!await SaveAsync(turn, row, changes, cancel))
                {
                    return AccessError.NotFound(Noun.Site);
                }

                turn.Told.Add(TenantTurns.Told(turn, AuditKind.SiteChanged, Noun.Site, row, changes.Names()));
                return Done.Yes;
            },
            cancel
        );

    private async Task<bool> SaveAsync(CallerTurn turn, Guid site, SiteChanges changes, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var saved = await turn.Work.DoAsync(
            """
            update site set name = coalesce($3, name), kind = coalesce($4, kind), zone = coalesce($5, zone),
                address_sealed = case when $6 then $7::bytea else address_sealed end, telephone_sealed = case when $8 then $9::bytea else telephone_sealed end,
                latitude = coalesce($10, latitude), longitude = coalesce($11, longitude), early_entry = coalesce($12, early_entry),
                notifies_guests = coalesce($13, notifies_guests), updated_at = $14
            where tenant_id = $1 and site_id = $2 and archived_at is null
            """,
            [
                turn.Tenant.Value,
                site,
                changes.Name?.Trim(),
                (short?)changes.Kind,
                changes.Zone,
                changes.Address is not null,
                Sealed(keys, SitePlaces.Address(site), changes.Address),
                changes.Telephone is not null,
                Sealed(keys, SitePlaces.Telephone(site), changes.Telephone),
                changes.Latitude,
                changes.Longitude,
                changes.EarlyEntry,
                changes.NotifiesGuests,
                turn.Now,
            ],
            cancel
        );
        if (saved > 0 && changes.EarlyEntry is not null)
        {
            await LookAgainAsync(turn, site, cancel);
        }

        return saved > 0;
    }

    private static byte[]? Sealed(TenantKeys keys, SecretPlace place, string? text) => text is { Length: > 0 } ? keys.SealText(place, text) : null;

    private static async Task LookAgainAsync(CallerTurn turn, Guid site, CancellationToken cancel)
    {
        var links = await turn.Work.ListAsync(
            $"""
            update enrollment e set due_at = $3 from smart_lock l
            where l.tenant_id = $1 and l.site_id = $2 and e.tenant_id = l.tenant_id and e.lock_id = l.lock_id and e.desired_present and e.gone_at is null
                and e.path = {(int)EnrollmentPath.Link} and lower(e.valid) > $3
            returning l.link_id
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, site, turn.Now],
            cancel
        );
        turn.Woken.UnionWith(links.Select(link => new LinkId(link)));
    }
}
