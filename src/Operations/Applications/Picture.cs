namespace Latchwork.Operations.Applications;

/// <summary>The numbers are stored: only add.</summary>
public enum PictureType
{
    Png = 1,
    Jpeg = 2,
}

public sealed record Picture(PictureType Type, byte[] Bytes);

/// <summary>Pictures by their first bytes.</summary>
internal static class PictureTypes
{
    public static bool Is(PictureType type, ReadOnlySpan<byte> picture) =>
        type switch
        {
            PictureType.Png => picture.StartsWith(PngSignature),
            PictureType.Jpeg => picture.StartsWith(JpegStart),
        };

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];
}
