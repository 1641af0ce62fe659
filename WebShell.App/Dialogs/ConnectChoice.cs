using WebShell.Core.Inventory;

namespace WebShell.App.Dialogs;

/// <summary>Connect to that machine with that login; null: the first that the user may use there.</summary>
public sealed record ConnectChoice(Vm Vm, string? Login)
{
    /// <summary>Null: as the inventory says.</summary>
    public SignInPlan? Plan { get; init; }

    /// <summary>One of the machine's jumps; null: its usual way.</summary>
    public string? Jump { get; init; }

    /// <summary>Why, or the ticket; null: it is asked, where the machine's rules want to know.</summary>
    public string? Reason { get; init; }
}

/// <summary>Sign in that way, whatever credential the inventory names; the person is asked for what it takes.</summary>
public sealed record SignInPlan(SignInWay Way);
