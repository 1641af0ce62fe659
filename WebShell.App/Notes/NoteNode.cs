namespace WebShell.App.Notes;

/// <summary>One part of notes, harmless to draw: its text can be seen as it is, its address is one that a browser opens as a page or a letter.</summary>
/// <param name="Kind">What it is drawn as.</param>
public sealed record NoteNode(NoteKind Kind)
{
    /// <summary>Of text and code.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of a link: http, https or mailto.</summary>
    public string Url { get; init; } = "";

    /// <summary>Of a heading, 1–6; of numbers, the first.</summary>
    public int Number { get; init; } = 1;

    public IReadOnlyList<NoteNode> Children { get; init; } = [];

    public static NoteNode Of(string text) => new(NoteKind.Text) { Text = text };
}
