using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A server the suite started itself: ended by its own pid, its children with it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <param name="package">Named when the program is missing.</param>
    public static async Task<ServerProcess> StartAsync(string program, string package, IEnumerable<string> arguments, int port)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        try
        {
            var server = new ServerProcess(Process.Start(start)!);
            server._process.ErrorDataReceived += static (_, _) => { };
            server._process.BeginErrorReadLine();
            await server.WaitForPortAsync(port);
            return server;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is missing: install the package {package}.", e);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task RunAsync(string program, string package, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} {arguments[0]}: {await process.StandardError.ReadToEndAsync()}");
            }
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is missing: install the package {package}.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitForPortAsync(int port)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < StartTimeout && !_process.HasExited)
            {
                await Task.Delay(20);
            }
        }
    }
}
