namespace WebShell.App.Account;

/// <summary>An account as the framework's passkey handler knows it.</summary>
internal sealed record PasskeyOwner(string Id, string Name);
