using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Keys;

/// <summary>The key-encryption keys at hand: the one that seals from now on, and all that open. Read once, so what was checked at the start is what is used until the end.</summary>
internal sealed class SecretKeys(IOptions<SecretOptions> options, IEnumerable<IKeyWrapper> adapters, IDataProtectionProvider? ring = null)
{
    private readonly Lock _gate = new();
    private readonly SecretKeyFile _file = new(options.Value.KeyPath);
    private IKeyWrapper? _current;
    private IReadOnlyList<IKeyWrapper>? _others;

    /// <summary>Making the key file now would make a key that opens nothing of what may be stored already.</summary>
    public bool IsFileMissing => options.Value.KeySource == SecretKeySource.File && !_file.Exists;

    /// <summary>Seals what is stored from now on; a key file that is missing is made.</summary>
    /// <exception cref="SecretUnreadableException">There is no usable key; the message is for an administrator.</exception>
    public IKeyWrapper Current
    {
        get
        {
            lock (_gate)
            {
                return _current ??= ReadCurrent();
            }
        }
    }

    /// <summary>Those that only open, and what there is of the configured ones; never makes a key.</summary>
    private IReadOnlyList<IKeyWrapper> Others
    {
        get
        {
            lock (_gate)
            {
                return _others ??= [.. ReadOthers()];
            }
        }
    }

    /// <summary>The key of that name; null when it is not at hand.</summary>
    /// <exception cref="SecretUnreadableException">A configured key cannot be read.</exception>
    public IKeyWrapper? Find(string id) => (!IsFileMissing && Current.Id == id ? Current : null) ?? Others.FirstOrDefault(key => key.Id == id);

    /// <summary>Where the keys at hand are, for a message.</summary>
    public string Places => string.Join(", ", (IsFileMissing ? Others : [Current, .. Others]).DistinctBy(key => key.Id).Select(key => $"{key.Place} ({key.Id})"));

    /// <exception cref="SecretUnreadableException">It is not set, or no key.</exception>
    public static LocalKey FromVariable(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? LocalKey.Parse(text, $"the environment variable {variable}")
        : throw new SecretUnreadableException($"The environment variable {variable} is not set.");

    private IKeyWrapper ReadCurrent() => options.Value.KeySource switch
    {
        SecretKeySource.Environment => FromVariable(options.Value.KeyVariable),
        SecretKeySource.KeyRing => ring is null ? throw new SecretUnreadableException("There is no key ring in this program.") : new KeyRingWrapper(ring),
        SecretKeySource.Adapter => adapters.FirstOrDefault() ?? throw new SecretUnreadableException($"{SecretOptions.Section}:{nameof(SecretOptions.KeySource)} is Adapter, but this build registers none (IKeyWrapper)."),
        _ => _file.ReadOrMake(),
    };

    private IEnumerable<IKeyWrapper> ReadOthers()
    {
        if (_file.Exists)
        {
            yield return _file.Read();
        }

        foreach (var file in options.Value.FormerKeyFiles)
        {
            yield return new SecretKeyFile(Path.GetFullPath(file)).Read();
        }

        foreach (var variable in options.Value.FormerKeyVariables)
        {
            yield return FromVariable(variable);
        }

        if (ring is not null)
        {
            yield return new KeyRingWrapper(ring);
        }

        foreach (var adapter in adapters)
        {
            yield return adapter;
        }
    }
}
