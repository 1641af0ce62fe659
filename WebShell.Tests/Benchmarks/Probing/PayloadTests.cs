using System.Text;

namespace WebShell.Tests.Benchmarks.Probing;

public sealed class PayloadTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Theory]
    [InlineData(PayloadKind.Plain)]
    [InlineData(PayloadKind.Log)]
    [InlineData(PayloadKind.FullScreen)]
    [InlineData(PayloadKind.Unicode)]
    public void Pieces_OfEveryKind_AreAMegabyteOfWholeCharacters(PayloadKind kind)
    {
        var pieces = Payload.Of(kind).Pieces;

        Assert.InRange(pieces.Sum(piece => piece.Length), 1_000_000, 1_050_000);
        Assert.All(pieces, piece => Strict.GetString(piece));
    }

    [Fact]
    public void MixedLines_OfAllNumbers_FitInARow()
    {
        // At most two cells a character, so this is an upper bound.
        var widest = Enumerable.Range(1, 10_000).Max(number => MixedLines.Line(number).EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : 2));

        Assert.InRange(widest, 1, 119);
    }
}
