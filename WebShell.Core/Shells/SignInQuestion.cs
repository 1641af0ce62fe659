namespace WebShell.Core.Shells;

/// <summary>How does the person want to sign in?</summary>
/// <param name="VmName">The machine's name.</param>
/// <param name="Login">The user name on it.</param>
/// <param name="Address">Where it answered, as <c>address:port</c>.</param>
/// <param name="Offered">What the machine offers; never nothing.</param>
public sealed record SignInQuestion(string VmName, string Login, string Address, SignInMethods Offered)
{
    /// <summary>The machine that is to be reached through this one; null when this one is it.</summary>
    public string? OnTheWayTo { get; init; }

    /// <summary>What the machine has accepted before and is not content with; <see cref="SignInMethods.None"/> when this is the first proof.</summary>
    public SignInMethods Accepted { get; init; }

    /// <summary>What the machine said before it let anybody in, in its own words; mostly empty.</summary>
    public string Said { get; init; } = "";

    /// <summary>How long the answer is waited for; null: as long as it takes.</summary>
    public AnswerTime? Time { get; init; }
}
