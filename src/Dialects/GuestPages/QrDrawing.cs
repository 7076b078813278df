using System.Globalization;
using System.Text;
using QRCoder;

namespace Latchwork.Dialects.GuestPages;

/// <summary>A QR as one path of SVG, with the quiet zone around it that readers need.</summary>
internal static class QrDrawing
{
    /// <param name="label">For who does not see it, already fit for an attribute.</param>
    public static string Svg(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    var from = x;
                    while (x + 1 < rows[y].Length && rows[y][x + 1])
                    {
                        x++;
                    }

                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from + 1}v1H{from}z");
                }
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg viewBox="0 0 {rows.Count} {rows.Count}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}H0z"/><path fill="#000" d="{path}"/></svg>"""
        );
    }
}
