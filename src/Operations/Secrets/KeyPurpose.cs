namespace Latchwork.Operations.Secrets;

/// <summary>What a key is derived for. One key never serves two purposes.</summary>
internal enum KeyPurpose
{
    /// <summary>Encrypts stored secrets.</summary>
    Seal,

    /// <summary>Finds the same digits twice on one lock (KR-3).</summary>
    PinIndex,

    /// <summary>Finds a person by e-mail, telephone, address or document number (KR-2), and what was counted against one of these or a source (RL-1).</summary>
    ContactIndex,

    /// <summary>Permutes the sequences behind 31-bit wire ids (AZ-8).</summary>
    PublicIds,

    /// <summary>Permutes a tenant's audit sequence into record ids.</summary>
    RecordIds,
}

internal static class KeyPurposes
{
    /// <summary>The HKDF <c>info</c> of the purpose. Stored values depend on it: never reword.</summary>
    public static ReadOnlySpan<byte> Label(this KeyPurpose purpose) =>
        purpose switch
        {
            KeyPurpose.Seal => "latchwork-data-1/seal"u8,
            KeyPurpose.PinIndex => "latchwork-data-1/pin-index"u8,
            KeyPurpose.ContactIndex => "latchwork-data-1/contact-index"u8,
            KeyPurpose.PublicIds => "latchwork-data-1/public-ids/"u8,
            KeyPurpose.RecordIds => "latchwork-data-1/record-ids"u8,
        };
}
