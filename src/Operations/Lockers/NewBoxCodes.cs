using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Operations.Cards;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Fleet;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Notifications;
using Latchwork.Operations.Secrets;
using Npgsql;

namespace Latchwork.Operations.Lockers;

/// <summary>A code of a lease, for who just made or changed it.</summary>
/// <param name="Uuid">Of the credential: our own API's.</param>
/// <param name="KeyvoxId">Of the same on that wire: <c>pinId</c> or <c>cardId</c>.</param>
public sealed record BoxCode(CredentialId Credential, CredentialKind Kind, string Uuid, string KeyvoxId)
{
    /// <summary>Of a passcode, where they may be shown.</summary>
    public PinDigits? Digits { get; init; }

    /// <summary>Of the registered card that it is of, on the KEYVOX wire.</summary>
    public string? CardId { get; init; }

    /// <summary>What its QR says, for a passcode that is shown as one too.</summary>
    public DoorToken? Token { get; init; }

    /// <summary>Its digits are not those that it was made with.</summary>
    internal bool WasChanged { get; init; }

    /// <summary>As a client sees it that is shown no digits (KR-3).</summary>
    internal BoxCode Masked() => this with { Digits = null, Token = null };

    public override string ToString() => $"{Kind} {Credential.Value}";
}

/// <summary>
/// Codes of leases. They are on no device: whoever shows one at the panel is decided by the server, so a code at a cabinet means one box at a time. The
/// database has the last word: two live codes with one value and overlapping windows are refused by an exclusion constraint.
/// </summary>
internal sealed class NewBoxCodes(KeyRing ring, WireIds ids, TellGuest tell)
{
    /// <summary>A generated code keeps this distance from the windows of others (KR-4).</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(24);

    public async Task<Outcome<BoxCode>> AddPasscodeAsync(
        CallerTurn turn,
        StoredLease lease,
        PinDigits? chosen,
        int length,
        bool hasQr,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var live = await LiveAsync(turn, lease, cancel);
        if ((chosen is { } own ? own : PinMaker.Make(digits => IsNear(live, keys, lease, digits), length)).IsRefused(out var refusal, out var digits))
        {
            return refusal;
        }

        var made = new NewCredential(CredentialValue.Of(digits), WindowOf(lease))
        {
            Name = lease.Name,
            Origin = chosen is null ? CredentialOrigin.Generated : CredentialOrigin.Chosen,
            Token = hasQr ? DoorToken.Make() : null,
            Lease = lease.Id,
        };
        return (await AddAsync(turn, lease, made, keys, cancel)).Then(code => code with { Digits = digits, Token = made.Token });
    }

    /// <summary>Of its passcodes: a card is in its holder's hand.</summary>
    public async Task TellAsync(CallerTurn turn, GuestContact guest, IReadOnlyList<BoxCode> codes, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var passcodes = codes.Where(code => code.Kind == CredentialKind.Passcode).Select(code => code.Credential).ToList();
        await tell.RunAsync(turn, keys, guest, GuestNews.CodeIssued, passcodes, cancel);
    }

    public async Task<Outcome<BoxCode>> AddCardAsync(CallerTurn turn, StoredLease lease, CardNumber card, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var made = new NewCredential(CredentialValue.Of(card), WindowOf(lease)) { Name = lease.Name, Lease = lease.Id };
        return await AddAsync(turn, lease, made, keys, cancel);
    }

    /// <summary>A number that nobody registered is registered by it.</summary>
    public async Task<Outcome<BoxCode>> AddRegisteredAsync(CallerTurn turn, StoredLease lease, CardName name, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var card = await StoredCard.FindAsync(turn, keys, name, cancel);
        if (card is null && name.Number is null)
        {
            return AccessError.NotFound(Noun.Card);
        }

        card ??= await StoredCard.AddAsync(turn, keys, ids, name.Number!.Value, default, cancel);
        var made = new NewCredential(CredentialValue.Of(card.Number), WindowOf(lease))
        {
            Name = lease.Name,
            Lease = lease.Id,
            Card = card.Id,
        };
        var cardId = await WireIds.TextAsync(turn.Work, turn.Tenant, card.Id.Value, WireIdKind.KeyvoxCard, cancel);
        return (await AddAsync(turn, lease, made, keys, cancel)).Then(code => code with { CardId = cardId });
    }

    /// <summary>Other digits for the passcode of a lease, in the place of those before.</summary>
    public async Task<AccessError?> ChangeDigitsAsync(
        CallerTurn turn,
        StoredLease lease,
        CredentialId passcode,
        PinDigits digits,
        CancellationToken cancel
    )
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        var value = CredentialValue.Of(digits);
        if (await IsTakenAsync(turn, lease, value, keys, passcode, cancel))
        {
            return LockerTurns.CodeIsTaken;
        }

        await turn.Work.DoAsync(
            """
            with code as (update box_code set value_index = $3 where tenant_id = $1 and credential_id = $2)
            update credential set value_sealed = $4, value_since = $6, origin = $5, revision = revision + 1, updated_at = $6 where tenant_id = $1 and credential_id = $2
            """,
            [
                turn.Tenant.Value,
                passcode.Value,
                keys.ValueIndex(lease.Locker, value),
                keys.Seal(CredentialPlaces.Value(passcode), value.Bytes),
                (short)CredentialOrigin.Chosen,
                turn.Now,
            ],
            cancel
        );
        return null;
    }

    /// <summary>The codes of a lease that live, with digits and QR where they are to be shown.</summary>
    /// <param name="withRevoked">Those too that do not live any more; they have digits until they are erased.</param>
    public async Task<IReadOnlyList<BoxCode>> OfLeaseAsync(
        CallerTurn turn,
        BoxLeaseId lease,
        bool showsDigits,
        CancellationToken cancel,
        bool withRevoked = false
    )
    {
        using var keys = await ring.RentAsync(turn.Tenant, cancel);
        return await turn.Work.ListAsync(
            $"""
            select c.credential_id, c.kind, {WireIds.Of(WireIdKind.CredentialUuid, "c.credential_id")},
                {WireIds.Of(WireIdKind.KeyvoxCredential, "c.credential_id")}, c.value_sealed, c.qr_sealed,
                {WireIds.Of(WireIdKind.KeyvoxCard, "c.card_id")}, c.revision > 1 from credential c
            where c.tenant_id = $1 and c.box_lease_id = $2 and ($3 or c.revoked_at is null) order by c.kind, c.created_at
            """,
            row => Read(row, keys, showsDigits),
            [turn.Tenant.Value, lease.Value, withRevoked],
            cancel
        );
    }

    private async Task<Outcome<BoxCode>> AddAsync(CallerTurn turn, StoredLease lease, NewCredential made, TenantKeys keys, CancellationToken cancel)
    {
        if (await IsTakenAsync(turn, lease, made.Value, keys, except: null, cancel))
        {
            return made.Value.Kind == CredentialKind.Card ? LockerTurns.CardIsTaken : LockerTurns.CodeIsTaken;
        }

        var credential = CredentialId.New(turn.Now);
        NewCredentials.Insert(turn, credential, made, keys);
        await turn.Work.DoAsync(
            """
            insert into box_code (tenant_id, credential_id, lease_id, locker_id, kind, value_index, during) values ($1, $2, $3, $4, $5, $6, tstzrange($7, $8))
            """,
            [
                turn.Tenant.Value,
                credential.Value,
                lease.Id.Value,
                lease.Locker.Value,
                (short)made.Value.Kind,
                keys.ValueIndex(lease.Locker, made.Value),
                lease.Lease.StartsAt.Cut(),
                lease.Lease.EndsAt?.Cut(),
            ],
            cancel
        );
        await ids.IssueAsync(turn.Work, turn.Tenant, credential.Value, cancel, WireIdKind.CredentialUuid, WireIdKind.KeyvoxCredential);
        turn.Told.Add(
            turn.Event(AuditKind.CredentialCreated, null, credential) with
            {
                On = new AuditObject(Noun.Box, lease.Box.Value),
                Shown = made.Value.Kind,
            }
        );
        var names = await CredentialNames.OfAsync(turn, [credential.Value], cancel);
        return new BoxCode(
            credential,
            made.Value.Kind,
            names.Text(credential.Value, WireIdKind.CredentialUuid),
            names.Text(credential.Value, WireIdKind.KeyvoxCredential)
        );
    }

    /// <summary>By a key version that is not the newest any more too: that the constraint does not see.</summary>
    private static async Task<bool> IsTakenAsync(
        CallerTurn turn,
        StoredLease lease,
        CredentialValue value,
        TenantKeys keys,
        CredentialId? except,
        CancellationToken cancel
    ) =>
        await turn.Work.FirstAsync(
            """
            select exists (select from box_code where tenant_id = $1 and locker_id = $2 and kind = $3 and value_index = any ($4) and ended_at is null
                and during && tstzrange($5, $6) and credential_id is distinct from $7)
            """,
            row => row.GetBoolean(0),
            [
                turn.Tenant.Value,
                lease.Locker.Value,
                (short)value.Kind,
                keys.ValueIndexes(lease.Locker, value).ToArray(),
                lease.Lease.StartsAt.Cut(),
                lease.Lease.EndsAt?.Cut(),
                except?.Value,
            ],
            cancel
        );

    /// <summary>Indexes of passcodes at the cabinet that a drawn one must not meet.</summary>
    private static Task<List<byte[]>> LiveAsync(CallerTurn turn, StoredLease lease, CancellationToken cancel) =>
        turn.Work.ListAsync(
            """
            select value_index from box_code where tenant_id = $1 and locker_id = $2 and kind = $3 and value_index is not null
                and during && tstzrange($4, $5) and (ended_at is null or ended_at > $4)
            """,
            row => row.GetFieldValue<byte[]>(0),
            [
                turn.Tenant.Value,
                lease.Locker.Value,
                (short)CredentialKind.Passcode,
                (lease.Lease.StartsAt - Apart).Cut(),
                (lease.Lease.EndsAt + Apart)?.Cut(),
            ],
            cancel
        );

    private static bool IsNear(List<byte[]> live, TenantKeys keys, StoredLease lease, PinDigits digits) =>
        live.Count > 0
        && keys.ValueIndexes(lease.Locker, CredentialValue.Of(digits)).Any(index => live.Any(other => other.AsSpan().SequenceEqual(index)));

    private static TimeWindow WindowOf(StoredLease lease) => new(lease.Lease.StartsAt, lease.Lease.EndsAt);

    private static BoxCode Read(NpgsqlDataReader row, TenantKeys keys, bool showsDigits)
    {
        var (id, kind) = (new CredentialId(row.GetGuid(0)), (CredentialKind)row.GetInt16(1));
        var shows = showsDigits && kind == CredentialKind.Passcode;
        return new BoxCode(id, kind, row.GetString(2), row.GetString(3))
        {
            Digits =
                shows && !row.IsDBNull(4)
                    ? CredentialValue.FromBytes(kind, keys.Open(CredentialPlaces.Value(id), row.GetFieldValue<byte[]>(4))).Digits
                    : null,
            CardId = row.IsDBNull(6) ? null : row.GetString(6),
            WasChanged = row.GetBoolean(7),
            Token = shows && !row.IsDBNull(5) ? DoorToken.From(keys.Open(CredentialPlaces.Qr(id), row.GetFieldValue<byte[]>(5))) : null,
        };
    }
}
