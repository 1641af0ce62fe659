namespace WebShell.Core.Access.Rules;

/// <summary>What somebody may do on a machine with one login.</summary>
public readonly record struct LoginRights(string Login, RuleActivities What)
{
    /// <summary>What lets a machine be seen: not to be recorded is nothing that one can do alone.</summary>
    public const RuleActivities Visible = RuleActivities.All & ~RuleActivities.NoRecording;

    public bool LetsSee => (What & Visible) != 0;
}
