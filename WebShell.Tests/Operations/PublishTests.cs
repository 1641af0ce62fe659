using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using WebShell.Tests.Benchmarks;
using WebShell.Tests.Demo;

namespace WebShell.Tests.Operations;

/// <summary>What <c>dotnet publish</c> makes of this build, started elsewhere: it serves every file its page names, by fingerprint.</summary>
[Collection(Name)]
public sealed partial class PublishTests : IDisposable
{
    public const string Name = "publish";

    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("webshell-publish-").FullName;

    [Fact]
    public async Task Publish_StartedElsewhere_ServesItsPageAndEveryFileItNames()
    {
        var published = Path.Combine(_folder, "app");
        await PublishAsync(published);
        await using var portal = new PortalProcess("dotnet", [Path.Combine(published, "WebShell.App.dll"), "--port", "0", "--no-demo", "--data", Path.Combine(_folder, "data")]);
        var link = await portal.ReadyAsync();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.Brotli });

        var page = await client.GetStringAsync(link);

        var files = NamedFiles().Matches(page).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value).Distinct().ToArray();
        string[] needed = ["app", "tokens", "WebShell.App", "lib/boot", "lib/xterm", "_framework/blazor.web", "Terminals/TerminalView", "Inventory/MachineTable"];
        Assert.All(needed, name => Assert.Contains(files, file => Regex.IsMatch(file, $@"^(\./)?{Regex.Escape(name)}\.[a-z0-9]{{10}}\.")));
        foreach (var file in files)
        {
            using var response = await client.GetAsync(new Uri(link, file));
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{file}: {response.StatusCode}");
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
            Assert.True(!Fingerprint().IsMatch(file) || response.Headers.CacheControl is { MaxAge.TotalDays: > 300 }, $"{file}: {response.Headers.CacheControl}");
        }

        Assert.Contains("Blazor", await client.GetStringAsync(new Uri(link, files.First(file => file.StartsWith("_framework/blazor.web.", StringComparison.Ordinal)))), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Of the files that were built beside these tests; a build of its own would take minutes and test the same.
    private static async Task PublishAsync(string to)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", ["publish", "WebShell.App", "--no-build", "-c", configuration, "-o", to, "--nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publishing = Process.Start(start)!;
        var output = publishing.StandardOutput.ReadToEndAsync();
        var errors = publishing.StandardError.ReadToEndAsync();
        try
        {
            await publishing.WaitForExitAsync().WaitAsync(PublishLimit);
        }
        finally
        {
            if (!publishing.HasExited)
            {
                publishing.Kill(entireProcessTree: true);
            }
        }

        Assert.True(publishing.ExitCode == 0, await output + await errors);
    }

    // The page's links and scripts, and its import map.
    [GeneratedRegex("""(?:href|src)="((?![/#]|https?:)[^"]+\.(?:css|js|svg|woff2))"|:\s*"(\./[^"]+\.js)""" + "\"")]
    private static partial Regex NamedFiles();

    [GeneratedRegex(@"\.[a-z0-9]{10}(\.razor|\.styles)?\.\w+$")]
    private static partial Regex Fingerprint();
}

/// <summary>It needs the machine for some seconds: nothing that measures runs beside it.</summary>
[CollectionDefinition(PublishTests.Name, DisableParallelization = true)]
public sealed class PublishGroup;
