namespace WebShell.Core.Inventory.Formats;

/// <summary>Where a path leads when every symbolic link on the way is followed (realpath(3)); what does not exist stays as it is written.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    public static string Of(string path)
    {
        var links = 0;
        var done = "/";
        var rest = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out var part))
        {
            var here = part == ".." ? Path.GetDirectoryName(done) ?? "/" : Path.Combine(done, part);
            if (part == ".." || new FileInfo(here).LinkTarget is not { } target || ++links > MaxLinks)
            {
                done = here;
                continue;
            }

            done = target.StartsWith('/') ? "/" : done;
            foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(piece => piece != ".").Reverse())
            {
                rest.Push(piece);
            }
        }

        return done;
    }
}
