namespace WebShell.Core.Credentials;

/// <summary>No secret at all: the machine asks (keyboard-interactive, RFC 4256) and a person answers each prompt.</summary>
public sealed class PromptsCredential : Credential;
