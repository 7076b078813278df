using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Reservations;

/// <summary>Where the contact fields of a guest open (KR-2).</summary>
internal static class GuestPlaces
{
    public static SecretPlace Email(Guid person) => new("person", "email_sealed", person);

    public static SecretPlace Telephone(Guid person) => new("person", "telephone_sealed", person);

    public static SecretPlace Address(Guid person) => new("person", "address_sealed", person);

    public static SecretPlace Document(Guid person) => new("person", "document_sealed", person);
}

/// <summary>Guests as rows: names to be searched, contact fields sealed and found by a keyed hash (KR-2).</summary>
internal static class GuestRows
{
    private const int LongestName = 200;
    private const int LongestTelephone = 40;
    private const int LongestAddress = 500;
    private const int LongestDocument = 100;

    public static AccessError? Refuse(GuestFields contact) =>
        contact.Name?.Trim().Length > LongestName ? AccessError.Invalid($"A name has at most {LongestName} characters.", Noun.Reservation)
        : contact.Email is { Length: > 0 } email && ContactText.Email(email).Error is not null
            ? AccessError.Invalid("That is no e-mail address.", Noun.Reservation)
        : contact.Telephone?.Length > LongestTelephone
            ? AccessError.Invalid($"A telephone number has at most {LongestTelephone} characters.", Noun.Reservation)
        : contact.Address?.Length > LongestAddress ? AccessError.Invalid($"An address has at most {LongestAddress} characters.", Noun.Reservation)
        : contact.DocumentNumber?.Length > LongestDocument
            ? AccessError.Invalid($"A document number has at most {LongestDocument} characters.", Noun.Reservation)
        : null;

    public static PersonId Add(CallerTurn turn, TenantKeys keys, GuestFields contact)
    {
        var person = PersonId.New(turn.Now);
        var sealedAs = Sealed(keys, person.Value, contact);
        turn.Work.DoLater(
            """
            insert into person (tenant_id, person_id, name, created_at, email_sealed, email_index, telephone_sealed, telephone_index, address_sealed, document_sealed)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                turn.Tenant.Value,
                person.Value,
                contact.Name?.Trim() ?? "",
                turn.Now,
                sealedAs.Email,
                sealedAs.EmailIndex,
                sealedAs.Telephone,
                sealedAs.TelephoneIndex,
                sealedAs.Address,
                sealedAs.Document,
            ]
        );
        return person;
    }

    /// <returns>Whether the guest is reached elsewhere than before.</returns>
    public static async Task<bool> SaveAsync(CallerTurn turn, TenantKeys keys, PersonId person, GuestFields contact, CancellationToken cancel)
    {
        var id = person.Value;
        var sealedAs = Sealed(keys, id, contact);
        return await turn.Work.FirstAsync(
            """
            update person p set name = coalesce($3, p.name),
                email_sealed = case when $4 then $5::bytea else p.email_sealed end, email_index = case when $4 then $6::bytea else p.email_index end,
                telephone_sealed = case when $7 then $8::bytea else p.telephone_sealed end, telephone_index = case when $7 then $9::bytea else p.telephone_index end,
                address_sealed = case when $10 then $11::bytea else p.address_sealed end,
                document_sealed = case when $12 then $13::bytea else p.document_sealed end
            from person was
            where p.tenant_id = $1 and p.person_id = $2 and p.erased_at is null and was.tenant_id = p.tenant_id and was.person_id = p.person_id
            returning p.email_index is distinct from was.email_index or p.telephone_index is distinct from was.telephone_index
            """,
            row => row.GetBoolean(0),
            [
                turn.Tenant.Value,
                id,
                contact.Name?.Trim(),
                contact.Email is not null,
                sealedAs.Email,
                sealedAs.EmailIndex,
                contact.Telephone is not null,
                sealedAs.Telephone,
                sealedAs.TelephoneIndex,
                contact.Address is not null,
                sealedAs.Address,
                contact.DocumentNumber is not null,
                sealedAs.Document,
            ],
            cancel
        );
    }

    private readonly record struct SealedFields(
        byte[]? Email,
        byte[]? EmailIndex,
        byte[]? Telephone,
        byte[]? TelephoneIndex,
        byte[]? Address,
        byte[]? Document
    );

    private static SealedFields Sealed(TenantKeys keys, Guid person, GuestFields contact) =>
        new(
            Sealed(keys, GuestPlaces.Email(person), contact.Email),
            contact.Email is { Length: > 0 } email ? keys.ContactIndex(ContactText.Email(email).Value) : null,
            Sealed(keys, GuestPlaces.Telephone(person), contact.Telephone),
            contact.Telephone is { } typed && ContactText.TypedTelephone(typed) is { } number ? keys.ContactIndex(number) : null,
            Sealed(keys, GuestPlaces.Address(person), contact.Address),
            Sealed(keys, GuestPlaces.Document(person), contact.DocumentNumber)
        );

    private static byte[]? Sealed(TenantKeys keys, SecretPlace place, string? text) => text is { Length: > 0 } ? keys.SealText(place, text) : null;
}
