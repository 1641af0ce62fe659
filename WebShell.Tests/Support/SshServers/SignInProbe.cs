using System.Globalization;
using System.Security.Cryptography;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A process of its own that tries every way of signing in with something that does not fit, and prints what became of each.</summary>
internal static class SignInProbe
{
    public static async Task<int> RunAsync(string port, string hostKey, string login)
    {
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 100);
        portal.HostKeys.Pin("vm-1", HostKey.Parse(hostKey), "test");
        var request = new ShellRequest { VmName = "vm-1", Host = "127.0.0.1", Port = int.Parse(port, CultureInfo.InvariantCulture), Login = login, AllowLoopback = true };
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Credential[] credentials = [new PasswordCredential("wrong"), new PromptsCredential(), new PrivateKeyCredential(stranger.ExportECPrivateKeyPem(), null)];
        foreach (var credential in credentials)
        {
            try
            {
                await using var shell = await portal.OpenAsync(request, new Person { SignsInWith = credential, Answers = new([["wrong"]]) });
                Console.WriteLine($"{credential}: Opened");
            }
            catch (ShellException e)
            {
                Console.WriteLine($"{credential}: {e.Failure.Reason}");
            }
        }

        return 0;
    }
}
