namespace WebShell.Core.Storage;

/// <summary>The folder that holds everything the portal keeps; it and what is made in it here is readable by the portal's own user only.</summary>
public sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">It can neither be found nor made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made or entered.</exception>
    public DataDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root, OwnerOnly);
    }

    /// <summary>The absolute path.</summary>
    public string Root { get; }

    /// <summary>The absolute path of a file directly in the folder.</summary>
    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The absolute path of a sub-folder, which is made if it is missing.</summary>
    public string Folder(string name)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(path, OwnerOnly);
        return path;
    }
}
