using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using WebShell.App.Dialogs;

namespace WebShell.App.Notes;

/// <summary>Makes nodes of one document's syntax tree; what it does not know becomes its text.</summary>
internal sealed class NoteBuilder
{
    /// <summary>What lies deeper becomes text.</summary>
    private const int MaxDepth = 16;

    /// <summary>More are not made.</summary>
    private const int MaxNodes = 3000;

    private int _nodes;
    private int _depth;
    private bool _isInLink;

    /// <summary>There was more than fits.</summary>
    public bool IsFull { get; private set; }

    public IReadOnlyList<NoteNode> Blocks(ContainerBlock container) => Children(container, Node);

    private NoteNode? Node(Block block) => block switch
    {
        HeadingBlock heading => new(NoteKind.Heading) { Number = Math.Clamp(heading.Level, 1, 6), Children = Inlines(heading) },
        ParagraphBlock paragraph => new(NoteKind.Paragraph) { Children = Inlines(paragraph) },
        QuoteBlock quote => Container(NoteKind.Quote, quote),
        ListBlock list => Container(list.IsOrdered ? NoteKind.Numbers : NoteKind.Bullets, list) with { Number = int.TryParse(list.OrderedStart, out var first) ? first : 1 },
        ListItemBlock item => Container(NoteKind.Item, item),
        CodeBlock code => new(NoteKind.CodeBlock) { Text = MarkdownReader.Lines(code.Lines.ToString()) },
        ThematicBreakBlock => new(NoteKind.Rule),
        Table table => Container(NoteKind.Table, table),
        TableRow row => new(NoteKind.Row) { Children = Children(row, cell => Container(row.IsHeader ? NoteKind.HeadCell : NoteKind.Cell, (ContainerBlock)cell)) },
        LinkReferenceDefinitionGroup or LinkReferenceDefinition => null,
        LeafBlock leaf => new(NoteKind.Paragraph) { Children = Inlines(leaf) },
        _ => NoteNode.Of(Flat(block)),
    };

    private NoteNode Container(NoteKind kind, ContainerBlock block) => new(kind) { Children = Blocks(block) };

    private List<NoteNode> Inlines(LeafBlock block) =>
        block.Inline is { } inlines ? Children(inlines, Node) : block.Lines.Count > 0 ? [NoteNode.Of(Clean(block.Lines.ToString()))] : [];

    private NoteNode? Node(Inline inline) => inline switch
    {
        LiteralInline literal => NoteNode.Of(Clean(literal.Content.ToString())),
        CodeInline code => new(NoteKind.Code) { Text = Clean(code.Content) },
        HtmlEntityInline entity => NoteNode.Of(Clean(entity.Transcoded.ToString())),
        LineBreakInline => new(NoteKind.Break),
        EmphasisInline emphasis => new(KindOf(emphasis)) { Children = Children(emphasis, Node) },
        AutolinkInline auto => Link(auto.IsEmail ? $"mailto:{auto.Url}" : auto.Url, () => [NoteNode.Of(Clean(auto.Url))]),
        LinkInline { IsImage: true } image => Link(image.Url, () => [NoteNode.Of(Flat(image) is { Length: > 0 } words ? $"image: {words}" : $"image: {Clean(image.Url)}")]),
        LinkInline link => Link(link.Url, () => Children(link, Node)),
        DelimiterInline delimiter => new(NoteKind.Text) { Text = Clean(delimiter.ToLiteral()), Children = Children(delimiter, Node) },
        ContainerInline container => new(NoteKind.Text) { Children = Children(container, Node) },
        _ => null,
    };

    private static NoteKind KindOf(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => NoteKind.Struck,
        { DelimiterCount: 2 } => NoteKind.Strong,
        _ => NoteKind.Emphasis,
    };

    // A link in a link is none, and an address that is not for a browser is only read.
    private NoteNode Link(string? url, Func<IReadOnlyList<NoteNode>> children)
    {
        if (_isInLink)
        {
            return new NoteNode(NoteKind.Text) { Children = children() };
        }

        _isInLink = true;
        var inside = children();
        _isInLink = false;
        return NoteAddress.Of(url) is { } address
            ? new NoteNode(NoteKind.Link) { Url = address, Children = inside.Count > 0 ? inside : [NoteNode.Of(Clean(address))] }
            : new NoteNode(NoteKind.Text) { Children = [.. inside, NoteNode.Of($" ({Clean(url)})")] };
    }

    private List<NoteNode> Children<T>(IEnumerable<T> items, Func<T, NoteNode?> make)
        where T : MarkdownObject
    {
        var nodes = new List<NoteNode>();
        _depth++;
        foreach (var item in items)
        {
            IsFull |= _nodes == MaxNodes;
            if (IsFull)
            {
                break;
            }

            _nodes++;
            if ((_depth > MaxDepth ? NoteNode.Of(Flat(item)) : make(item)) is { } node)
            {
                nodes.Add(node);
            }
        }

        _depth--;
        return nodes;
    }

    // Without recursion: this is for what is nested too deep.
    private static string Flat(MarkdownObject item)
    {
        var text = new StringBuilder();
        foreach (var part in item.Descendants().Prepend(item))
        {
            _ = part switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                DelimiterInline delimiter => text.Append(delimiter.ToLiteral()),
                CodeBlock block => text.Append(block.Lines.ToString()),
                LineBreakInline => text.Append(' '),
                _ => text,
            };
        }

        return Clean(text.ToString());
    }

    private static string Clean(string? text) => ForeignText.Clean(text, MarkdownReader.MaxLength);
}
