using Latchwork.Domain;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.GuestPages;

/// <summary>
/// The page of a code, for whoever has its link: 128 random bits are the right (keyvox.md 5.3). It lives as long as the code. Showing it is a reveal, recorded
/// once an hour (KR-3).
/// </summary>
public sealed class ReadGuestPage
{
    private static readonly AccessError Missing = AccessError.NotFound(Noun.QrCode);
    private static readonly AccessError Over = new(AccessErrorCode.Removed, "This page is over.", Noun.QrCode);

    private readonly AccessDb db;
    private readonly KeyRing ring;
    private readonly WireIdIndex index;
    private readonly PageReveals reveals;
    private readonly TimeProvider clock;

    internal ReadGuestPage(AccessDb db, KeyRing ring, WireIdIndex index, PageReveals reveals, TimeProvider clock) =>
        (this.db, this.ring, this.index, this.reveals, this.clock) = (db, ring, index, reveals, clock);

    /// <returns><see cref="AccessErrorCode.NotFound"/> for what was never a page, <see cref="AccessErrorCode.Removed"/> for one that is over.</returns>
    public async Task<Outcome<GuestPage>> RunAsync(string link, RequestOrigin from, CancellationToken cancel)
    {
        if (!DoorToken.IsLinkText(link) || await index.FindAsync(DoorToken.PageOf(link), cancel) is not { } row)
        {
            return Missing;
        }

        var now = clock.Now();
        var tenant = TenantSet.Of(row.Tenant);
        object?[] of = [row.Tenant.Value, row.Id];
        var code = await db.FirstAsync(tenant, GuestCredential.Sql, GuestCredential.Read, of, cancel);
        if (code is null || code.IsOver(now))
        {
            return Over;
        }

        var places = await db.ListAsync(tenant, GuestPlace.DoorsSql, GuestPlace.ReadDoor, of, cancel);
        places.AddRange(await db.ListAsync(tenant, GuestPlace.BoxSql, GuestPlace.ReadBox, of, cancel));
        if (places is not [var first, ..])
        {
            return Over;
        }

        await reveals.NoteAsync(row.Tenant, code, from, cancel);
        using var keys = await ring.RentAsync(row.Tenant, cancel);
        return new GuestPage
        {
            Place = first.Site,
            Zone = first.Zone,
            Locale = first.Locale,
            Window = code.Window,
            Digits = code.DigitsBy(keys),
            QrText = code.QrTextBy(keys),
            Doors = places.ConvertAll(place => place.At(now)),
        };
    }
}
