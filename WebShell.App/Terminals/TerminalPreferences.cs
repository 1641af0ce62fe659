namespace WebShell.App.Terminals;

/// <summary>What a person may choose about their terminals; taken when a view opens.</summary>
public sealed record TerminalPreferences
{
    public const int MaxScrollback = 50_000;

    /// <summary>Lines kept above the screen, at most <see cref="MaxScrollback"/>.</summary>
    public int Scrollback { get; init; } = 5_000;

    /// <summary>Letter size in CSS pixels, 10–22.</summary>
    public int FontSize { get; init; } = 13;

    /// <summary>Reads output to assistive technology; slower, so off unless chosen.</summary>
    public bool ScreenReader { get; init; }

    /// <summary>Asks before several lines or more than 5 KB are pasted.</summary>
    public bool AskBeforePaste { get; init; } = true;
}
