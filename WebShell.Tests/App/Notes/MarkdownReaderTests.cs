using WebShell.App.Notes;

namespace WebShell.Tests.App.Notes;

public sealed class MarkdownReaderTests
{
    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("[a](")]
    [InlineData("[![](")]
    [InlineData("*a ")]
    [InlineData("**a __b ")]
    [InlineData("*")]
    [InlineData("`")]
    [InlineData("~")]
    [InlineData("- ")]
    [InlineData("1. ")]
    [InlineData("* a\n")]
    [InlineData("<a ")]
    [InlineData("&#x202e;")]
    [InlineData("|")]
    [InlineData("|\n")]
    [InlineData("|-|\n")]
    [InlineData("[a]: b\n")]
    [InlineData("https://a.b/ ")]
    [InlineData("\\")]
    public void Read_OneThingOverAndOver_IsBounded(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (MarkdownReader.MaxLength / piece.Length) + 1))[..MarkdownReader.MaxLength];

        var note = MarkdownReader.Read(text);

        Assert.InRange(Count(note.Nodes), 0, 3000 + 1000);
        Assert.InRange(Depth(note.Nodes), 0, 20);
    }

    [Fact]
    public void Read_ATableThatWouldFillUpWithMillionsOfCells_IsNoTable()
    {
        var text = "|" + new string('|', 4000) + "\n" + string.Concat(Enumerable.Repeat("|-", 1000)) + "\n" + string.Concat(Enumerable.Repeat("|\n", 4000));

        Assert.DoesNotContain(All(MarkdownReader.Read(text).Nodes), node => node.Kind is NoteKind.Table or NoteKind.Cell);
    }

    [Fact]
    public void Read_NestedDeeperThanAnybodyWrites_StaysReadable()
    {
        var note = MarkdownReader.Read(new string('>', 1000) + " the one who reads this");

        Assert.Contains("the one who reads this", Assert.Single(note.Nodes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongerThanNotesMayBe_SaysThatThereIsMore()
    {
        Assert.True(MarkdownReader.Read(new string('a', MarkdownReader.MaxLength + 1)).IsCut);
        Assert.False(MarkdownReader.Read(new string('a', MarkdownReader.MaxLength)).IsCut);
        Assert.True(MarkdownReader.Read(string.Concat(Enumerable.Repeat("* a\n", 4000))).IsCut);
    }

    private static int Count(IEnumerable<NoteNode> nodes) => All(nodes).Count();

    private static IEnumerable<NoteNode> All(IEnumerable<NoteNode> nodes) => nodes.SelectMany(node => All(node.Children).Prepend(node));

    private static int Depth(IReadOnlyList<NoteNode> nodes) => nodes.Count == 0 ? 0 : 1 + nodes.Max(node => Depth(node.Children));
}
