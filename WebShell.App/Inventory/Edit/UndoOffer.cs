using WebShell.Core.Editing;

namespace WebShell.App.Inventory.Edit;

/// <summary>The last act on several machines, for as long as it is offered to be taken back (scoped: one a page).</summary>
public sealed class UndoOffer(TimeProvider time)
{
    /// <summary>How long it is offered.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    /// <summary>More reasons are cut.</summary>
    private const int MaxReasons = 3;

    /// <summary>A new act, or none any more.</summary>
    public event Action? Changed;

    /// <summary>What was done, as a sentence; null: nothing is shown.</summary>
    public string? Sentence { get; private set; }

    public BulkUndo? Undo { get; private set; }

    /// <summary>When the offer ends.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>Offers to take back what was done.</summary>
    public void Make(string verb, BulkOutcome outcome) => Show(
        $"{(outcome.Changed.Count == 1 ? outcome.Changed[0] : $"{outcome.Changed.Count:N0} machines")} {verb}.{Reasons(outcome.Skipped)}", outcome.Undo);

    /// <summary>Says what was taken back.</summary>
    public void Taken(BulkOutcome outcome) => Show(
        $"{(outcome.Changed.Count == 1 ? $"{outcome.Changed[0]} is" : $"{outcome.Changed.Count:N0} machines are")} as before.{Reasons(outcome.Skipped)}", undo: null);

    /// <summary>Says why it could not be taken back; the offer stays.</summary>
    public void Fail(string sentence) => Show(sentence, Undo);

    public void Close()
    {
        (Sentence, Undo) = (null, null);
        Changed?.Invoke();
    }

    private static string Reasons(IReadOnlyList<string> skipped) => skipped.Count == 0 ? ""
        : " " + string.Join(' ', skipped.Take(MaxReasons)) + (skipped.Count > MaxReasons ? $" And {skipped.Count - MaxReasons:N0} more were left as they are." : "");

    private void Show(string sentence, BulkUndo? undo)
    {
        (Sentence, Undo, Until) = (sentence, undo, time.GetUtcNow() + Lasts);
        Changed?.Invoke();
    }
}
