using Latchwork.Domain;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Fleet;

internal static class SlotRows
{
    /// <summary>So long a slot counts as a stranger's after it was seen as one. Then it may be tried again: it is read before it is written.</summary>
    public static readonly TimeSpan ForeignFor = TimeSpan.FromHours(24);

    /// <summary>The slots of a lock that are not free. Parameters: tenant, lock, kind, the instant before which sights of strangers count no more.</summary>
    public const string UsedSql = """
        select slot, false as is_size from enrollment where tenant_id = $1 and lock_id = $2 and kind = $3 and gone_at is null and slot is not null
        union all select slot, false from foreign_slot where tenant_id = $1 and lock_id = $2 and kind = $3 and seen_at > $4
        """;
}

internal static class CredentialPlaces
{
    public static SecretPlace Value(CredentialId credential) => new("credential", "value_sealed", credential.Value);

    public static SecretPlace Qr(CredentialId credential) => new("credential", "qr_sealed", credential.Value);
}
