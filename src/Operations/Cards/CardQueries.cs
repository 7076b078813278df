using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;

namespace Latchwork.Operations.Cards;

/// <summary>What is known of a registered card at doors, for members and keys of its tenant.</summary>
public sealed class CardQueries
{
    private readonly CallerReads reads;
    private readonly CodeQueries codes;
    private readonly WireIdIndex index;

    internal CardQueries(CallerReads reads, CodeQueries codes, WireIdIndex index) => (this.reads, this.codes, this.index) = (reads, codes, index);

    /// <summary>All that it opens at the place; where that is nothing, what it opened last.</summary>
    /// <returns>Not found where it was never at such a place.</returns>
    public async Task<Outcome<IReadOnlyList<SeenCode>>> GrantsAsync(Caller by, WireId card, CardPlace place, CancellationToken cancel)
    {
        var (unit, smartLock) = (await RowAsync(by, place.Unit, cancel), await RowAsync(by, place.Lock, cancel));
        if ((place.Unit is not null && unit is null) || (place.Lock is not null && smartLock is null))
        {
            return AccessError.NotFound(place.Unit is null ? Noun.Lock : Noun.Unit);
        }

        var found = await reads.ReadAsync(by, GrantsSql, row => row.GetGuid(0), _ => [by.Home.Value, card.Text, unit, smartLock], cancel);
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.CredentialsRead, read.By.StandingIn(by.Home), Noun.Card) is { } weak)
        {
            return weak;
        }

        var seen = new List<SeenCode>(read.Rows.Count);
        foreach (var row in read.Rows)
        {
            if ((await codes.OneAsync(by, CredentialKind.Card, row, cancel)).IsRefused(out refusal, out var code))
            {
                return refusal;
            }

            seen.Add(code);
        }

        return seen.Count == 0 ? AccessError.NotFound(Noun.Card) : seen;
    }

    private async Task<Guid?> RowAsync(Caller by, WireId? id, CancellationToken cancel) =>
        id is { } named ? (await index.FindAsync(named, by.Tenants, cancel))?.Id : null;

    private static readonly string GrantsSql = $"""
        with hits as (
            select c.credential_id, c.revoked_at, c.created_at from public_id p
            join credential c on c.tenant_id = p.tenant_id and c.card_id = p.row_id
            where p.tenant_id = $1 and p.kind = {(int)WireIdKind.KeyvoxCard} and p.wire_id = $2
                and ($3::uuid is null and $4::uuid is null or exists (
                    select from enrollment e join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
                    where e.tenant_id = $1 and e.credential_id = c.credential_id and ($3 is null or l.unit_id = $3) and ($4 is null or l.lock_id = $4))))
        (select credential_id from hits where revoked_at is null order by credential_id limit 100)
        union all
        (select credential_id from hits where not exists (select from hits where revoked_at is null) order by revoked_at desc, credential_id limit 1)
        """;
}
