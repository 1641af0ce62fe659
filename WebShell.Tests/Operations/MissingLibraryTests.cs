using WebShell.Tests.Demo;

namespace WebShell.Tests.Operations;

/// <summary>The portal on a machine whose libssh cannot be loaded.</summary>
public sealed class MissingLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webshell-nolib-").FullName;

    [Fact]
    public async Task Start_WithoutLibssh_NamesThePackageInOneLine()
    {
        // The loader asks this folder first and stops at a file of that name, whatever is in it.
        var libraries = Directory.CreateDirectory(Path.Combine(_folder, "lib")).FullName;
        File.WriteAllText(Path.Combine(libraries, "libssh.so.4"), "");
        await using var portal = new PortalProcess(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "WebShell.App.dll"), "--port", "0", "--data", Path.Combine(_folder, "data")],
            new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = libraries });

        Assert.Equal("", await portal.OutputAsync());
        Assert.Equal(1, await portal.ExitCodeAsync());
        var line = Assert.Single(portal.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("WebShell cannot start: The library libssh.so.4 is missing or damaged.", line, StringComparison.Ordinal);
        Assert.Contains("package libssh-4", line, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
