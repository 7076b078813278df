using Latchwork.Operations.SecondFactors;
using QRCoder;

namespace Latchwork.Dialects.Native.Session;

/// <summary>A secret for an app that makes codes; it counts once a code of it was sent.</summary>
/// <param name="Secret">Base32, for who types it.</param>
/// <param name="Uri">What the QR code says: <c>otpauth://</c>.</param>
/// <param name="Qr">The code itself, a text of 0 and 1 for each row; the quiet zone around it is there.</param>
internal sealed record TotpOfferBody(string Secret, string Uri, IReadOnlyList<string> Qr)
{
    public static TotpOfferBody Of(TotpOffer offer) => new(offer.Secret, offer.Uri, RowsOf(offer.Uri));

    public override string ToString() => nameof(TotpOfferBody);

    private static string[] RowsOf(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. data.ModuleMatrix.Select(row => string.Create(row.Length, row, Write))];
    }

    private static void Write(Span<char> text, System.Collections.BitArray row)
    {
        for (var x = 0; x < text.Length; x++)
        {
            text[x] = row[x] ? '1' : '0';
        }
    }
}

internal sealed record TotpCodeBody(string Code)
{
    public override string ToString() => nameof(TotpCodeBody);
}

/// <param name="RecoveryCodes">Each works once in place of a second factor. Shown this once; none where those from before still hold.</param>
internal sealed record RecoveryCodesBody(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesBody);
}

/// <param name="Current">The password so far.</param>
internal sealed record NewPasswordBody(string Current, string New)
{
    public override string ToString() => nameof(NewPasswordBody);
}

internal sealed record SecondFactorRemovedBody(bool IsRemoved);

internal sealed record PasswordChangedBody(bool IsChanged);
