namespace WebShell.Core.Credentials.Shared;

/// <summary>The prints of the host keys that are pinned for machines.</summary>
public interface IPinnedPrints
{
    /// <summary>By machine's slug, for all at once, as they are now.</summary>
    Func<string, IReadOnlyList<string>> Read();
}
