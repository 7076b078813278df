using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Reservations;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Reservations;

/// <summary>
/// Tells the guest of a stay what became of it, where its site tells guests (keyvox.md 11): by mail, and by telephone where the number is a full one. In the
/// transaction of the act, when its codes and the guest's contact stand as they are told.
/// </summary>
internal sealed class StayNews(TellGuest tell)
{
    public async Task TellAsync(CallerTurn turn, ReservationId stay, GuestNews news, TenantKeys keys, CancellationToken cancel)
    {
        if (
            await FindAsync(turn, stay, cancel) is { IsTold: true } found
            && found.Contact(keys) is { } guest
            && (found.Codes.Count > 0 || found.IsNewsWithoutCodes(news))
        )
        {
            await tell.RunAsync(turn, keys, guest, news, found.Codes, cancel, new GuestStay(stay, found.Period, found.Site));
        }
    }

    /// <summary>What a booked stay is told of, once more and by these ways, whether or not its site tells guests by itself: somebody asked for it.</summary>
    /// <returns>False: the guest has none of these ways to be reached by.</returns>
    public async Task<bool> TellAgainAsync(
        CallerTurn turn,
        ReservationId stay,
        IReadOnlyCollection<NotificationChannel> ways,
        TenantKeys keys,
        CancellationToken cancel
    )
    {
        if (await FindAsync(turn, stay, cancel) is not { } found || found.Contact(keys)?.By(ways) is not { } guest)
        {
            return false;
        }

        await tell.RunAsync(turn, keys, guest, GuestNews.StayBooked, found.Codes, cancel, new GuestStay(stay, found.Period, found.Site));
        return true;
    }

    private static Task<Visit?> FindAsync(CallerTurn turn, ReservationId stay, CancellationToken cancel) =>
        turn.Work.FirstAsync(
            Sql,
            row => new Visit(
                new PersonId(row.GetGuid(0)),
                row.GetBytes(1),
                row.GetBytes(2),
                new TimeWindow(row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4)),
                Array.ConvertAll(row.GetFieldValue<Guid[]>(5), id => new CredentialId(id)),
                new GuestSite(row.GetString(6), row.GetString(7), row.GetString(8)),
                (StayState)row.GetInt16(9),
                row.GetBoolean(10)
            ),
            [turn.Tenant.Value, stay.Value, turn.Now],
            cancel
        );

    /// <param name="IsTold">Its site tells guests by itself.</param>
    private sealed record Visit(
        PersonId Guest,
        byte[]? Email,
        byte[]? Telephone,
        TimeWindow Period,
        IReadOnlyList<CredentialId> Codes,
        GuestSite Site,
        StayState State,
        bool IsTold
    )
    {
        /// <summary>A room has no code where no lock of it takes one. What is only asked for, or over, is no news when it changes.</summary>
        public bool IsNewsWithoutCodes(GuestNews news) => news != GuestNews.StayChanged || State is StayState.Booked or StayState.CheckedIn;

        public GuestContact? Contact(TenantKeys keys) =>
            GuestContact.Reachable(
                Email is { } email ? keys.OpenText(GuestPlaces.Email(Guest.Value), email) : null,
                Telephone is { } telephone ? keys.OpenText(GuestPlaces.Telephone(Guest.Value), telephone) : null
            );

        public override string ToString() => $"visit of {Guest.Value}";
    }

    // Codes that live, and those that this very act revoked.
    private const string Sql = """
        select r.person_id, p.email_sealed, p.telephone_sealed, r.starts_at, r.ends_at,
            array(select c.credential_id from reservation_credential rc
                join credential c on c.tenant_id = rc.tenant_id and c.credential_id = rc.credential_id
                where rc.tenant_id = r.tenant_id and rc.reservation_id = r.reservation_id and (c.revoked_at is null or (r.cancelled_at = $3 and c.revoked_at = $3))
                order by rc.created_at, c.credential_id),
            s.name, s.zone, s.locale, r.state, s.notifies_guests
        from reservation r
        join site s on s.tenant_id = r.tenant_id and s.site_id = r.site_id
        join person p on p.tenant_id = r.tenant_id and p.person_id = r.person_id and p.erased_at is null
        where r.tenant_id = $1 and r.reservation_id = $2
        """;
}
