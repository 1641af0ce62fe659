using System.Text;

namespace WebShell.Tests.Security;

/// <summary>Looks for a text in bytes as somebody would who wants to find it: plain, and in the encodings in which programs keep text.</summary>
internal static class CanarySearch
{
    /// <summary>The places that have the text, with the encoding it was found in.</summary>
    public static IEnumerable<string> Find(string text, IEnumerable<CanaryPlace> places)
    {
        var forms = Forms(text).ToList();
        return places.SelectMany(place => forms.Where(form => place.Bytes.Span.IndexOf(form.Bytes) >= 0).Select(form => $"{place.Name} ({form.Name})"));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        yield return ("plain", plain);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(text));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(plain)));
        foreach (var escaped in new[] { Uri.EscapeDataString(text), System.Net.WebUtility.HtmlEncode(text) }.Where(escaped => escaped != text))
        {
            yield return ("escaped", Encoding.UTF8.GetBytes(escaped));
        }

        // In base64 a text looks different after 0, 1 and 2 bytes; what hangs together with its neighbours is left out.
        for (var before = 0; before < 3; before++)
        {
            var shifted = Convert.ToBase64String([.. new byte[before], .. plain]);
            var first = before == 0 ? 0 : 4;
            yield return ("base64", Encoding.ASCII.GetBytes(shifted[first..((before + plain.Length) / 3 * 4)]));
        }
    }
}

/// <summary>Something that was kept, written or sent.</summary>
internal sealed record CanaryPlace(string Name, ReadOnlyMemory<byte> Bytes)
{
    public static CanaryPlace Of(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
