namespace WebShell.Core.Credentials.Shared;

/// <summary>How shared credentials are called in sentences.</summary>
public static class SharedWords
{
    public static string Title(SharedCredential row) => $"the shared {Kind(row.Kind)} '{row.Name}'";

    public static string Kind(SharedKind kind) => kind switch
    {
        SharedKind.Password => "password",
        SharedKind.PrivateKey => "key",
        SharedKind.AgentKey => "agent key",
        _ => "authority",
    };

    /// <summary>What is to be looked at, as the end of a sentence about a machine.</summary>
    public static string State(BindingState state) => state switch
    {
        BindingState.NewMachine => "came to match after the machines were confirmed",
        BindingState.AddressChanged => "has another address than when it was confirmed",
        BindingState.HostKeyChanged => "has another host key than when it was confirmed",
        BindingState.NoHostKey => "has no pinned host key to bind to",
        _ => "is confirmed",
    };
}
