using WebShell.App.Dialogs;
using WebShell.App.Layout;
using WebShell.Core.Credentials.Shared;

namespace WebShell.App.Admin.Credentials;

/// <summary>How shared credentials are called on their page.</summary>
internal static class CredentialWords
{
    private const int MaxMachines = 200;

    public static IReadOnlyList<(SharedKind Kind, string Title)> Kinds { get; } =
    [
        (SharedKind.PrivateKey, "Private key"),
        (SharedKind.Password, "Password"),
        (SharedKind.Authority, "Certificate authority"),
        (SharedKind.AgentKey, "Key in the agent"),
    ];

    public static string Kind(SharedKind kind) => Kinds.First(entry => entry.Kind == kind).Title;

    public static string Machines(SharedDraft draft) => draft.Machines == "*" ? "all machines" : ForeignText.Clean(draft.Machines, MaxMachines);

    public static string Login(SharedDraft draft) => draft.Login == SharedCredential.AnyLogin ? "any login" : ForeignText.Clean(draft.Login);

    public static string Owner(string owner) => owner.Split(':', 2) switch
    {
        ["group", var name] => $"group {ForeignText.Clean(name)}",
        [_, var name] => ForeignText.Clean(name),
        _ => "the administrators",
    };

    public static string LastUse(SharedLine line, DateTimeOffset now) =>
        line.LastUsedAt is { } at ? $"{Times.At(at, now)} by {ForeignText.Clean(line.LastUsedBy)} on {ForeignText.Clean(line.LastUsedOn)}" : "never";

    /// <summary>What is to be looked at, and its colour.</summary>
    public static (string Text, string Dot) State(SharedLine line) =>
        !line.HasSecret ? ("has no secret: rotate it", "bad")
        : line.Waiting > 0 ? (line.Waiting == 1 ? "1 machine waits for you" : $"{line.Waiting:N0} machines wait for you", "warn")
        : line.Machines == 0 ? ("means no machine", "off")
        : line.WithoutHostKey == line.Machines ? ("no machine has a pinned host key", "warn")
        : line.WithoutHostKey > 0 ? ($"ready, {line.WithoutHostKey:N0} without a pinned host key", "ok")
        : ("ready", "ok");

    public static string State(SharedMachine machine) => machine.State switch
    {
        BindingState.NewMachine => "came to match later",
        BindingState.AddressChanged => $"now at {ForeignText.Clean(SharedMachines.AddressOf(machine.Vm))}, was {ForeignText.Clean(machine.Confirmed!.Address)}",
        BindingState.HostKeyChanged => "has another host key",
        BindingState.NoHostKey => "has no pinned host key",
        _ => "confirmed",
    };

    public static bool Matches(SharedLine line, string word) =>
        new[] { line.Draft.Name, line.Draft.Description, line.Draft.Owner, line.Draft.Machines, line.Draft.Login, Kind(line.Draft.Kind), line.LastUsedBy, line.LastUsedOn, State(line).Text }
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    public static string Act(SharedAct act) => act switch
    {
        SharedAct.Added => "Added",
        SharedAct.Rotated => "Rotated",
        SharedAct.Confirmed => "Confirmed",
        _ => "Changed",
    };
}
