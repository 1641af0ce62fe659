using System.Diagnostics;
using System.Security.Cryptography;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A login of this machine made for the tests, with a password and a home of its own; goes with the fixture. Needs root.</summary>
internal sealed class TestLogin : IAsyncDisposable
{
    private TestLogin(string name, string password, string home) => (Name, Password, Home) = (name, password, home);

    public string Name { get; }

    public string Password { get; }

    public string Home { get; }

    /// <summary>How to start a program as this login that may read what root may: the tests may lie where nobody else looks.</summary>
    public ProcessStartInfo Running(params IEnumerable<string> command) => new("setpriv", [$"--reuid={Name}", "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", .. command])
    {
        WorkingDirectory = Home,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["HOME"] = Home, ["USER"] = Name },
    };

    /// <param name="password">Null: a random one.</param>
    /// <param name="homes">The folder for its home; null: the one for temporary files.</param>
    public static async Task<TestLogin> CreateAsync(string? password = null, string? homes = null)
    {
        if (Environment.UserName != "root")
        {
            throw new InvalidOperationException("This test makes a login with useradd and needs root: run ./test as root.");
        }

        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var home = homes is null
            ? Directory.CreateTempSubdirectory("webshell-home-").FullName
            : Directory.CreateDirectory(Path.Combine(homes, $"webshell-home-{random}")).FullName;
        var login = new TestLogin($"wst{random[..8]}", password ?? random, home);
        await ServerProcess.RunAsync("useradd", "passwd", "-M", "-d", home, "-s", "/bin/bash", login.Name);
        await login.SetPasswordAsync();
        await ServerProcess.RunAsync("chown", "coreutils", login.Name, home);
        return login;
    }

    /// <summary>Lets the key sign in where a server looks in the home only (dropbear, tinysshd).</summary>
    public async Task AuthorizeAsync(string publicKeyFile)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, ".ssh"));
        await File.AppendAllTextAsync(Path.Combine(folder.FullName, "authorized_keys"), await File.ReadAllTextAsync(publicKeyFile));
        await ServerProcess.RunAsync("chown", "coreutils", "-R", Name, folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        await ServerProcess.RunAsync("userdel", "passwd", "-f", Name);
        Directory.Delete(Home, recursive: true);
    }

    private async Task SetPasswordAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("chpasswd") { RedirectStandardInput = true })!;
        await process.StandardInput.WriteAsync($"{Name}:{Password}\n");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
