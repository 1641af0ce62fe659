using System.Net;
using System.Net.Sockets;
using WebShell.Tests.Benchmarks;
using WebShell.Tests.Demo;

namespace WebShell.Tests.Operations;

/// <summary><c>./run</c> as a person types it.</summary>
public sealed class RunScriptTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-run-").FullName;

    [Fact]
    public async Task Run_FromStartToStop_PrintsOneLineSignsInAndLeavesNothing()
    {
        await using var portal = Run("--port", "0", "--data", _data);
        var link = await portal.ReadyAsync();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });

        using var page = await client.GetAsync(link);
        portal.Signal("TERM");

        Assert.Equal(("/", HttpStatusCode.OK), (page.RequestMessage!.RequestUri!.AbsolutePath, page.StatusCode));
        Assert.Equal("", await portal.OutputAsync());
        Assert.Equal(0, await portal.ExitCodeAsync());
        Assert.Empty(await PortalProcess.LeftOverAsync(_data));
    }

    [Fact]
    public async Task Run_OnABusyPort_SaysSoInOneLine()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        await using var portal = Run("--port", $"{port}", "--data", _data, "--no-demo");

        Assert.Equal(1, await portal.ExitCodeAsync());
        Assert.Equal("", await portal.OutputAsync());
        Assert.Contains($"127.0.0.1:{port}: address already in use. Choose another port with --port N.", LastLine(portal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithMistakes_NamesEachInALine()
    {
        await using var portal = Run("--port", "0", "--data", _data, "--no-demo", "--WebShell:Circuits:PerUser=0", "--WebShell:Sesions:X=1");

        Assert.Equal(1, await portal.ExitCodeAsync());
        Assert.Contains("WebShell:Sesions is not a key", portal.Errors, StringComparison.Ordinal);
        Assert.Contains("PerUser", portal.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", portal.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet", "dotnet-sdk-10.0")]
    [InlineData("node", "nodejs")]
    public async Task Run_WithoutATool_NamesThePackage(string missing, string package)
    {
        var tools = Path.Combine(_data, "tools");
        Directory.CreateDirectory(tools);
        foreach (var tool in new[] { "bash", "env", "dirname", "grep", "sed", "cut", "paste", "dotnet", "node", "npm", "realpath" }.Where(tool => tool != missing))
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), Find(tool));
        }

        await using var portal = new PortalProcess(
            Path.Combine(Repository.Root, "run"), ["--data", _data], new Dictionary<string, string?> { ["PATH"] = tools });

        Assert.Equal(1, await portal.ExitCodeAsync());
        Assert.Contains(package, LastLine(portal), StringComparison.Ordinal);
        Assert.Single(portal.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static PortalProcess Run(params string[] options) => new(Path.Combine(Repository.Root, "run"), options);

    private static string LastLine(PortalProcess portal) => portal.Errors.TrimEnd().Split('\n')[^1];

    private static string Find(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
