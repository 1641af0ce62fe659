using System.Runtime.CompilerServices;

namespace WebShell.Tests.Architecture;

public sealed class ArrowsTests
{
    [Fact]
    public void Core_PointsOnlyDownward() => Assert.Empty(Files("WebShell.Core").SelectMany(file => Arrows.InCore(file.Path, file.Text)));

    [Fact]
    public void App_KnowsNoLibssh() => Assert.Empty(Files("WebShell.App").SelectMany(file => Arrows.InApp(file.Path, file.Text)));

    [Fact]
    public void Files_AreReallyRead()
    {
        Assert.Contains(Files("WebShell.Core"), file => file.Path == "Sessions/TerminalSession.cs");
        Assert.Contains(Files("WebShell.App"), file => file.Path.EndsWith(".razor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sessions/X.cs", "using WebShell.Core.Ssh;")]
    [InlineData("Ssh/X.cs", "using WebShell.Core.Sessions;")]
    [InlineData("Ssh/Libssh/X.cs", "using WebShell.Core.Inventory;")]
    [InlineData("Shells/X.cs", "using static WebShell.Core.Sessions.SessionState;")]
    [InlineData("Access/X.cs", "var x = new WebShell.Core.Sessions.X();")]
    [InlineData("Access/X.cs", "var x = new global::WebShell.Core.Sessions.X();")]
    [InlineData("Inventory/X.cs", "Core.Ssh.Known x;")]
    [InlineData("Sessions/X.cs", "using Microsoft.AspNetCore.Components;")]
    [InlineData("Sessions/X.cs", "using Microsoft.AspNetCore.Components.Web;")]
    [InlineData("Sessions/X.cs", "using Microsoft.AspNetCore.Http;")]
    [InlineData("X.cs", "using Microsoft.JSInterop;")]
    [InlineData("Newfolder/X.cs", "namespace WebShell.Core.Newfolder;")]
    public void Core_APlantedViolation_IsFound(string path, string source) => Assert.Single(Arrows.InCore(path, source));

    [Theory]
    [InlineData("Sessions/X.cs", "using WebShell.Core.Shells;\nusing WebShell.Core.Access;\nnamespace WebShell.Core.Sessions;")]
    [InlineData("Sessions/X.cs", "// WebShell.Core.Ssh is not used here")]
    [InlineData("Ssh/Libssh/X.cs", "using WebShell.Core.Shells;\nnamespace WebShell.Core.Ssh.Libssh;")]
    [InlineData("CoreServices.cs", "using WebShell.Core.Ssh;")]
    public void Core_WhatTheDesignAllows_IsNotFound(string path, string source) => Assert.Empty(Arrows.InCore(path, source));

    [Theory]
    [InlineData("X.cs", "using WebShell.Core.Ssh.Libssh;", 1)]
    [InlineData("X.razor", "@using WebShell.Core.Ssh.Libssh", 1)]
    [InlineData("X.razor", "@* WebShell.Core.Ssh.Libssh *@", 0)]
    [InlineData("X.cs", "using WebShell.Core.Ssh;", 0)]
    public void App_APlantedViolation_IsFound(string path, string source, int found) => Assert.Equal(found, Arrows.InApp(path, source).Count());

    private static IEnumerable<(string Path, string Text)> Files(string project, [CallerFilePath] string thisFile = "")
    {
        var root = Path.Combine(thisFile, "..", "..", "..", project);
        var folder = Path.GetFullPath(root);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal)
                && !file.Path.StartsWith("client/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.file)));
    }
}
