namespace WebShell.App.Notes;

/// <summary>Notes, read.</summary>
/// <param name="Nodes">From the top.</param>
/// <param name="IsCut">There is more than is drawn.</param>
public sealed record Note(IReadOnlyList<NoteNode> Nodes, bool IsCut);
