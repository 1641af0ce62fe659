namespace WebShell.App.Notes;

/// <summary>What a <see cref="NoteNode"/> is drawn as; there is nothing else in notes.</summary>
public enum NoteKind
{
    Text,
    Break,
    Code,
    Strong,
    Emphasis,
    Struck,
    Link,
    Paragraph,
    Heading,
    Quote,
    Bullets,
    Numbers,
    Item,
    CodeBlock,
    Rule,
    Table,
    Row,
    HeadCell,
    Cell,
}
