namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>The files that <c>Include</c> may read: those in one folder and below, links resolved; as many and as large together as one inventory may be.</summary>
internal sealed class IncludedFiles(string? baseDirectory)
{
    private const int MaxFiles = 1000;
    private const int MaxVisited = 100_000;

    private readonly string? _root = baseDirectory is null ? null : RealPath.Of(baseDirectory);
    private long _bytes;
    private int _read;

    /// <summary>The files that the pattern means, in order; null where it may not be followed. None is no mistake, as in ssh.</summary>
    public IReadOnlyList<string>? Find(string pattern)
    {
        if (_root is null || Refusal(pattern) is not null)
        {
            return null;
        }

        var relative = Path.IsPathRooted(pattern) ? Path.GetRelativePath(baseDirectory!, pattern) : pattern;
        IEnumerable<string> places = [_root];
        string[] parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, isLast) = (parts[i], i == parts.Length - 1);
            places = [.. places.SelectMany(place => Below(place, part, isLast)).Take(MaxVisited)];
        }

        return [.. places.Select(RealPath.Of).Where(IsInside).Where(File.Exists)];
    }

    /// <summary>Why a pattern is not followed; null when it is.</summary>
    public string? Refusal(string pattern) =>
        _root is null ? "only files on the portal's own disk can include others"
        : pattern.StartsWith('~') || pattern.Contains("${", StringComparison.Ordinal) || pattern.Contains('%') ? "home folders and variables are not known here"
        : pattern.Split('/').Contains("..") || (Path.IsPathRooted(pattern) && !IsBelow(Path.GetFullPath(pattern), Path.GetFullPath(baseDirectory!))) ? "it lies outside the file's own folder"
        : null;

    public string NameOf(string path) => Path.GetRelativePath(_root!, path);

    /// <exception cref="InventoryException">It could not be read, or there is too much.</exception>
    public string Read(string path, string place)
    {
        if (++_read > MaxFiles)
        {
            throw new InventoryException($"{place}: more than {MaxFiles} files are included.");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _bytes += file.Length;
            return _bytes <= ListingReader.MaxFileBytes
                ? ListingReader.ReadText(file)
                : throw new InventoryException($"{place}: the files included are larger than {ListingReader.MaxFileBytes / 1024 / 1024} MiB together.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InventoryException($"{place}: {ShownText.Of(NameOf(path))} could not be read: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Below(string place, string part, bool isLast)
    {
        if (part.AsSpan().IndexOfAny("*?") < 0)
        {
            return [Path.Combine(place, part)];
        }

        try
        {
            // As glob(3): by name, and a leading dot is meant only where it is written.
            var entries = isLast ? Directory.EnumerateFiles(place) : Directory.EnumerateDirectories(place);
            return [.. entries.Take(MaxVisited).Where(entry => IsMeant(part, Path.GetFileName(entry))).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsMeant(string part, string name) => (part[0] == '.' || name[0] != '.') && Wildcard.Matches(part, name);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private bool IsInside(string path) => IsBelow(path, _root!);
}
