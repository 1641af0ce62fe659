using Markdig;
using Markdig.Extensions.EmphasisExtras;
using WebShell.App.Dialogs;
using WebShell.Core.Inventory;

namespace WebShell.App.Notes;

/// <summary>
/// Reads Markdown that anybody wrote (CommonMark, with bare addresses, struck text and small tables). Markup in it is text; what comes out is
/// bounded in length, depth and number, whatever goes in.
/// </summary>
public static class MarkdownReader
{
    /// <summary>Characters; of more the beginning is read.</summary>
    public const int MaxLength = VmValidation.MaxNotesBytes;

    /// <summary>Cells of all tables together: the parser fills short rows up to the longest one, so a few lines could become millions.</summary>
    private const int MaxCells = 2000;

    private static readonly MarkdownPipeline Plain = Builder().Build();
    private static readonly MarkdownPipeline WithTables = Builder().UsePipeTables().Build();

    public static Note Read(string text)
    {
        var isCut = text.Length > MaxLength;
        var read = isCut ? text[..MaxLength] : text;
        try
        {
            var tree = new NoteBuilder();
            var nodes = tree.Blocks(Markdown.Parse(read, HasSmallTables(read) ? WithTables : Plain));
            return new Note(nodes, isCut || tree.IsFull);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser goes (128): nobody's notes, and still readable as they were written.
            return new Note([new NoteNode(NoteKind.CodeBlock) { Text = Lines(read) }], isCut);
        }
    }

    /// <summary>The text with its lines and nothing in it that cannot be seen.</summary>
    internal static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => ForeignText.Clean(line.Replace("\t", "    ", StringComparison.Ordinal), MaxLength)));

    private static MarkdownPipelineBuilder Builder() =>
        new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);

    private static bool HasSmallTables(string text)
    {
        var (rows, widest) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var bars = line.Count('|');
            rows += bars > 0 ? 1 : 0;
            widest = Math.Max(widest, bars + 1);
        }

        return rows > 0 && (long)rows * widest <= MaxCells;
    }
}
