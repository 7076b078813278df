using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Latchwork.Domain.Sites;

/// <summary>Width and height of a picture, from its header alone: nothing is decoded.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PictureSize(int Width, int Height)
{
    private const byte Marker = 0xFF;

    /// <summary>Of a PNG; null where its header is none.</summary>
    public static PictureSize? OfPng(ReadOnlySpan<byte> picture) =>
        picture.Length >= 33 && picture[..8].SequenceEqual(PngSignature) && picture[12..16].SequenceEqual("IHDR"u8)
            ? Of(BinaryPrimitives.ReadUInt32BigEndian(picture[16..]), BinaryPrimitives.ReadUInt32BigEndian(picture[20..]))
            : null;

    /// <summary>Of a JPEG: of its first frame, in front of which there may be other segments; null where there is none.</summary>
    public static PictureSize? OfJpeg(ReadOnlySpan<byte> picture)
    {
        if (!picture.StartsWith((ReadOnlySpan<byte>)[Marker, 0xD8]))
        {
            return null;
        }

        for (var at = 2; at + 4 <= picture.Length && picture[at] == Marker; )
        {
            var (kind, length) = (picture[at + 1], BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]));
            if (kind == Marker)
            {
                at++;
            }
            else if (IsFrame(kind))
            {
                return at + 9 <= picture.Length
                    ? Of(BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 5)..]))
                    : null;
            }
            else if (kind is 0 or >= 0xD0 and <= 0xDA || length < 2)
            {
                // The picture itself, or nothing that stands in front of it.
                return null;
            }
            else
            {
                at += 2 + length;
            }
        }

        return null;
    }

    // Among the frames stand tables: Huffman, arithmetic, and what is reserved.
    private static bool IsFrame(byte kind) => kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static PictureSize? Of(uint width, uint height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new PictureSize((int)width, (int)height) : null;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
}
