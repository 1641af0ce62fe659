using System.Globalization;
using System.Text;
using QRCoder;

namespace WebShell.App.Account;

/// <summary>A text as the dark squares of a QR code, for the path of an SVG.</summary>
/// <param name="Size">Squares a side, the quiet zone included.</param>
/// <param name="Path">The dark ones, each a square of 1.</param>
public sealed record QrPicture(int Size, string Path)
{
    public static QrPicture Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrPicture(rows.Count, path.ToString());
    }
}
