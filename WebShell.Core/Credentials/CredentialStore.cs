using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials;

/// <summary>The credentials by name: those set while running (the demo fleet's), then the configured ones. What goes in comes out for signing in only.</summary>
public sealed class CredentialStore(IOptionsMonitor<CredentialOptions> options)
{
    private readonly ConcurrentDictionary<string, Credential> _set = new(StringComparer.Ordinal);

    public void Set(string name, Credential credential) => _set[name] = credential;

    /// <summary>Null: there is none of that name.</summary>
    /// <exception cref="ArgumentException">The configured files do not make a credential any more.</exception>
    /// <exception cref="IOException">A configured file cannot be read any more.</exception>
    public Credential? Find(string name) =>
        _set.TryGetValue(name, out var credential) ? credential
        : options.CurrentValue.Named.TryGetValue(name, out var files) ? files.Read()
        : null;
}
