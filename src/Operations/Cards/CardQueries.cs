using Latchwork.Domain;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Cards;

/// <summary>What is known of a registered card at doors, for members and keys of its tenant. Its number is not told.</summary>
public sealed class CardQueries
{
    private readonly CallerReads reads;
    private readonly WireIdIndex index;

    internal CardQueries(CallerReads reads, WireIdIndex index) => (this.reads, this.index) = (reads, index);

    /// <summary>All that it opens at the place, as it is at its locks; where that is nothing, what it opened last.</summary>
    /// <returns>Not found where it was never at such a place.</returns>
    public async Task<Outcome<IReadOnlyList<SeenCode>>> GrantsAsync(Caller by, WireId card, CardPlace place, CancellationToken cancel)
    {
        var (unit, smartLock) = (await RowAsync(by, place.Unit, cancel), await RowAsync(by, place.Lock, cancel));
        if ((place.Unit is not null && unit is null) || (place.Lock is not null && smartLock is null))
        {
            return AccessError.NotFound(place.Unit is null ? Noun.Lock : Noun.Unit);
        }

        var found = await reads.ReadAsync(by, GrantsSql, CodeRow.Read, _ => [by.Home.Value, card.Text, unit, smartLock], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return AccessDecision.Refuse(Permission.CredentialsRead, read.By.StandingIn(by.Home), Noun.Card) is { } weak ? weak
            : read.Rows.Count == 0 ? AccessError.NotFound(Noun.Card)
            : read.Rows.GroupBy(row => row.Code!.Id).Select(of => CodeRow.View([.. of], keys: null, reads.Now)).ToList();
    }

    private async Task<Guid?> RowAsync(Caller by, WireId? id, CancellationToken cancel) =>
        id is { } named ? (await index.FindAsync(named, by.Tenants, cancel))?.Id : null;

    private const string IsAtPlace = "($3::uuid is null or l.unit_id = $3) and ($4::uuid is null or l.lock_id = $4)";

    // A credential that was taken off one of its locks opens nothing there, though it lives: there it is shown on its way off.
    private static readonly string GrantsSql = $"""
        with hits as (
            select c.tenant_id, c.credential_id, coalesce(c.revoked_at, c.updated_at) as changed_at,
                c.revoked_at is null and ($3::uuid is null and $4::uuid is null or here.is_desired) as opens
            from public_id p
            join credential c on c.tenant_id = p.tenant_id and c.card_id = p.row_id
            cross join lateral (
                select count(*) > 0 as is_any, coalesce(bool_or(e.desired_present), false) as is_desired
                from enrollment e join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
                where e.tenant_id = c.tenant_id and e.credential_id = c.credential_id and {IsAtPlace}) as here
            where p.tenant_id = $1 and p.kind = {(int)WireIdKind.KeyvoxCard} and p.wire_id = $2
                and ($3::uuid is null and $4::uuid is null or here.is_any)),
        page as (
            select h.*, 1 as total, true as knows from (
                (select * from hits where opens order by credential_id limit 100)
                union all
                (select * from hits where not exists (select from hits where opens) order by changed_at desc, credential_id desc limit 1)) as h)
        select {CodeRow.Columns} from (select $1::uuid as tenant_id) as t join page on true
        {CodeRow.JoinsOf($"{IsAtPlace} and (e.desired_present or not page.opens)")}
        order by c.credential_id, e.enrollment_id
        """;
}
