namespace WebShell.Core.Shells;

/// <summary>
/// One round of prompts of a machine, in its own words: untrusted text. At most <see cref="MaxPrompts"/> prompts and
/// <see cref="MaxRounds"/> rounds come from one sign-in.
/// </summary>
/// <param name="VmName">The machine that asks.</param>
/// <param name="Login">The user name on it.</param>
/// <param name="Address">Where it answered, as <c>address:port</c>.</param>
/// <param name="Prompts">What it asks.</param>
public sealed record PromptsQuestion(string VmName, string Login, string Address, IReadOnlyList<SignInPrompt> Prompts)
{
    public const int MaxPrompts = 8;
    public const int MaxRounds = 3;

    /// <summary>What the machine said before it let anybody in, in its own words; mostly empty.</summary>
    public string Said { get; init; } = "";

    /// <summary>What the machine calls the round; mostly empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the machine says besides; mostly empty.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>The machine that is to be reached through this one; null when this one is it.</summary>
    public string? OnTheWayTo { get; init; }

    /// <summary>From 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>What the machine has accepted before and is not content with; <see cref="SignInMethods.None"/> when this is the first proof.</summary>
    public SignInMethods Accepted { get; init; }

    /// <summary>True when the machine did not ask in words of its own but wants the login's password.</summary>
    public bool IsPassword { get; init; }

    /// <summary>How long the answer is waited for; null: as long as it takes.</summary>
    public AnswerTime? Time { get; init; }
}

/// <summary>One thing a machine asks.</summary>
/// <param name="Text">Its own words.</param>
/// <param name="IsShown">Whether the answer may be seen while it is typed.</param>
public sealed record SignInPrompt(string Text, bool IsShown);
