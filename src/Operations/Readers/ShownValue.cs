using Latchwork.Domain.Credentials;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Secrets;

namespace Latchwork.Operations.Readers;

/// <summary>What a reader tells of what it was shown, as credentials are found by it.</summary>
internal static class ShownValue
{
    /// <summary>Null for a QR, which is found by its hash, and for what nothing of ours can be.</summary>
    public static CredentialValue? Of(CredentialKind kind, string text) =>
        kind switch
        {
            CredentialKind.Passcode => CredentialValue.Typed(kind, text),
            CredentialKind.Card => CardOf(text),
            CredentialKind.Fingerprint or CredentialKind.QrCode => null,
        };

    /// <summary>Null for what is not in the form of a QR of ours.</summary>
    public static byte[]? TokenHashOf(CredentialKind kind, string text) =>
        kind == CredentialKind.QrCode && DoorToken.IsQrText(text) ? TokenHash.Of(text) : null;

    private static CredentialValue? CardOf(string hexadecimal)
    {
        var bytes = new byte[CardNumber.MostBytes];
        return
            Convert.FromHexString(hexadecimal, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && CardNumber.FromBytes(bytes.AsSpan(0, written)) is { } card
            ? CredentialValue.Of(card)
            : null;
    }
}
