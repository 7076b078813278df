using System.Buffers.Binary;
using System.Text;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;

namespace Latchwork.Operations.Secrets;

/// <summary>
/// What is shown at a door, in the bytes that are sealed and indexed (KR-2, KR-3): digits as text, the number of a card as its lock gets it, that of a
/// fingerprint in eight bytes, the most significant first. Stored values depend on these forms.
/// </summary>
internal sealed class CredentialValue
{
    private CredentialValue(CredentialKind kind, byte[] bytes) => (Kind, Bytes) = (kind, bytes);

    public CredentialKind Kind { get; }

    public byte[] Bytes { get; }

    public PinDigits? Digits => Kind == CredentialKind.Passcode ? PinDigits.Parse(Encoding.ASCII.GetString(Bytes)).Value : null;

    public CardNumber? Card => Kind == CredentialKind.Card ? CardNumber.FromBytes(Bytes) : null;

    public FingerprintNumber? Fingerprint =>
        Kind == CredentialKind.Fingerprint ? FingerprintNumber.From(BinaryPrimitives.ReadUInt64BigEndian(Bytes)) : null;

    /// <summary>As a slot holds it; null for what no server writes into one.</summary>
    public SlotContent? Content =>
        Digits is { } digits ? new SlotContent.Passcode(digits)
        : Card is not null ? new SlotContent.Card(Bytes)
        : null;

    /// <summary>What distinguishes it under the key of the indexes: the kinds never meet, for no digit is as low as the number of a kind.</summary>
    public byte[] Indexed => Kind == CredentialKind.Passcode ? Bytes : [(byte)Kind, .. Bytes];

    public static CredentialValue Of(PinDigits digits) => new(CredentialKind.Passcode, Encoding.ASCII.GetBytes(digits.Reveal()));

    public static CredentialValue Of(CardNumber card) => new(CredentialKind.Card, card.ToBytes());

    public static CredentialValue Of(FingerprintNumber fingerprint)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, fingerprint.Value);
        return new(CredentialKind.Fingerprint, bytes);
    }

    /// <summary>Null for what no credential of ours can be.</summary>
    public static CredentialValue? Of(SlotContent shown) =>
        shown switch
        {
            SlotContent.Passcode passcode => Of(passcode.Digits),
            SlotContent.Card card when CardNumber.FromBytes(card.Bytes.Span) is { } number => Of(number),
            _ => null,
        };

    /// <summary>Null where the text is none of that kind.</summary>
    public static CredentialValue? Typed(CredentialKind kind, string? text) =>
        kind switch
        {
            CredentialKind.Passcode => PinDigits.Parse(text) is { Error: null, Value: var digits } ? Of(digits) : null,
            CredentialKind.Card => CardNumber.Parse(text) is { Error: null, Value: var card } ? Of(card) : null,
            CredentialKind.Fingerprint => FingerprintNumber.Parse(text) is { Error: null, Value: var finger } ? Of(finger) : null,
            CredentialKind.QrCode => null,
        };

    /// <summary>In clear, as wires write it: for who may see it.</summary>
    public string Reveal() => Digits?.Reveal() ?? Card?.Reveal() ?? Fingerprint?.Reveal() ?? "";

    /// <param name="bytes">As they were sealed.</param>
    public static CredentialValue FromBytes(CredentialKind kind, byte[] bytes) => new(kind, bytes);

    public bool IsSameAs(CredentialValue other) => Kind == other.Kind && Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override string ToString() => $"{Kind}";
}
