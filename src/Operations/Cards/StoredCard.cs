using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Cards;

/// <summary>Which card is meant: by its id of the KEYVOX wire, or by its number.</summary>
/// <param name="Id">Of a registered card; or of a credential, which is all that a card has that came over another wire.</param>
public readonly record struct CardName(WireId? Id, CardNumber? Number)
{
    public override string ToString() => nameof(CardName);
}

/// <summary>A card that the tenant has registered. What it opens, and when, are credentials: one for each door that it was set at.</summary>
internal sealed record StoredCard(CardId Id, CardNumber Number)
{
    public static SecretPlace PlaceOf(CardId card) => new("card", "code_sealed", card.Value);

    /// <summary>Null where there is none that was not removed.</summary>
    public static async Task<StoredCard?> FindAsync(CallerTurn turn, TenantKeys keys, CardName name, CancellationToken cancel)
    {
        var found = name.Number is { } number
            ? await turn.Work.ListAsync(
                "select card_id, code_sealed from card where tenant_id = $1 and code_index = any ($2) and removed_at is null",
                row => (Id: new CardId(row.GetGuid(0)), Sealed: row.GetFieldValue<byte[]>(1)),
                [turn.Tenant.Value, keys.CardIndexes(number).ToArray()],
                cancel
            )
            : await turn.Work.ListAsync(
                $"""
                select c.card_id, c.code_sealed from public_id p join card c on c.tenant_id = p.tenant_id and c.card_id = p.row_id
                where p.tenant_id = $1 and p.kind = {(int)WireIdKind.KeyvoxCard} and p.wire_id = $2 and c.removed_at is null
                """,
                row => (Id: new CardId(row.GetGuid(0)), Sealed: row.GetFieldValue<byte[]>(1)),
                [turn.Tenant.Value, name.Id?.Text ?? ""],
                cancel
            );
        return found is [var (id, blob), ..] ? new StoredCard(id, CardNumber.FromBytes(keys.Open(PlaceOf(id), blob))!.Value) : null;
    }

    public static async Task<StoredCard> AddAsync(
        CallerTurn turn,
        TenantKeys keys,
        WireIds ids,
        CardNumber number,
        CardText text,
        CancellationToken cancel
    )
    {
        var id = CardId.New(turn.Now);
        await turn.Work.DoAsync(
            """
            insert into card (tenant_id, card_id, code_index, code_sealed, name, description, created_at) values ($1, $2, $3, $4, $5, $6, $7)
            """,
            [turn.Tenant.Value, id.Value, keys.CardIndex(number), keys.Seal(PlaceOf(id), number.ToBytes()), text.Name, text.Description, turn.Now],
            cancel
        );
        await ids.IssueAsync(turn.Work, turn.Tenant, id.Value, cancel, WireIdKind.KeyvoxCard);
        turn.Told.Add(turn.Event(AuditKind.CardRegistered, smartLock: null) with { On = new AuditObject(Noun.Card, id.Value) });
        return new StoredCard(id, number);
    }

    /// <summary>The doors that it opens now or will: its credentials that were not revoked. Those of boxes are leases.</summary>
    /// <param name="at">Only those at these locks; null for all.</param>
    public Task<List<Guid>> GrantsAsync(CallerTurn turn, IReadOnlyList<LockId>? at, CancellationToken cancel) =>
        turn.Work.ListAsync(
            """
            select c.credential_id from credential c
            where c.tenant_id = $1 and c.card_id = $2 and c.revoked_at is null and c.box_lease_id is null and ($3::uuid[] is null or exists (
                select from enrollment e where e.tenant_id = $1 and e.credential_id = c.credential_id and e.lock_id = any ($3) and e.desired_present))
            order by c.credential_id
            """,
            row => row.GetGuid(0),
            [turn.Tenant.Value, Id.Value, at?.Select(one => one.Value).ToArray()],
            cancel
        );

    public override string ToString() => $"card {Id.Value}";
}

/// <summary>What people call a card; null says nothing.</summary>
public readonly record struct CardText(string? Name, string? Description)
{
    private const int Longest = 200;

    internal AccessError? Refuse() =>
        Name?.Length > Longest || Description?.Length > Longest
            ? AccessError.Invalid($"A card's name and description have at most {Longest} characters each.", Noun.Card)
            : null;

    public override string ToString() => nameof(CardText);
}
