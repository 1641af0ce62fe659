using WebShell.Core.Inventory.Formats;

namespace WebShell.Core.Inventory.Import;

/// <summary>
/// Where sources may read on the portal's own disk: lists in one folder, tokens in another, links resolved. Who looks after machines in the page is not
/// who looks after the portal's files; only the file of the configuration may lie anywhere.
/// </summary>
/// <param name="lists">The folder of the lists.</param>
/// <param name="tokens">The folder of the tokens.</param>
public sealed class SourceFolders(string lists, string tokens)
{
    private readonly string _tokens = Path.GetFullPath(tokens);

    /// <summary>The folder of the lists, absolute.</summary>
    public string Lists { get; } = Path.GetFullPath(lists);

    /// <summary>The absolute path of a source's file.</summary>
    /// <exception cref="InventoryException">It lies elsewhere, or is no file.</exception>
    public string FileOf(MachineSource source) => source.IsConfigured ? Path.GetFullPath(source.Place!) : Within(Lists, source.Place!, "The file");

    /// <summary>The absolute path of a source's token file; null: it has none.</summary>
    /// <exception cref="InventoryException">It lies elsewhere.</exception>
    public string? TokenOf(MachineSource source) => source.TokenFile is { } token ? Within(_tokens, token, "The token's file") : null;

    private static string Within(string folder, string name, string what)
    {
        var path = Path.GetFullPath(name, folder);
        return IsBelow(path, folder) && IsBelow(RealPath.Of(path), RealPath.Of(folder))
            ? path
            : throw new InventoryException($"{what} must lie in {folder}, links followed.");
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
