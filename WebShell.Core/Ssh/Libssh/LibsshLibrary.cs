using System.Runtime.InteropServices;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Whether the native library is there and new enough; asked once, before the start (<see cref="LibsshRules"/>).</summary>
internal static unsafe class LibsshLibrary
{
    /// <summary>0.10.6: the first with strict key exchange (CVE-2023-48795).</summary>
    private const int MinVersion = (0 << 16) | (10 << 8) | 6;

    private static readonly Lazy<string?> Checked = new(Check);
    private static readonly Lazy<bool> GcmTags = new(() => SshAlgorithms.GcmCiphers.Split(',').All(cipher => TagSelfTest.Passes(cipher)));

    private static readonly Lazy<Task<bool>> Preparing = new(BeginTest);

    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);

    /// <summary>Why it cannot be used and what to install; null when it can.</summary>
    public static string? Fault => Checked.Value;

    /// <summary>The version, e.g. <c>0.10.6/openssl/zlib</c>; empty when there is none.</summary>
    public static string Version => Fault is null ? LibsshNative.Text(LibsshNative.ssh_version(0)) : "";

    /// <summary>It was seen to refuse an AES-GCM packet with a changed tag (<see cref="TagSelfTest"/>); found out at the first question, in some tens of milliseconds.</summary>
    public static bool ChecksGcmTags => GcmTags.Value;

    /// <summary>Begins to find out what the first connection needs to know, so that it need not wait.</summary>
    public static void Prepare()
    {
        if (Fault is null)
        {
            _ = Preparing.Value;
        }
    }

    // A portal that cannot start exits while the test runs, and OpenSSL is put away under it: that was exit code 139 instead of 1.
    private static Task<bool> BeginTest()
    {
        var test = Task.Run(() => ChecksGcmTags);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => test.Wait(ExitPatience);
        return test;
    }

    /// <exception cref="ShellException">It is missing or too old; the message names the package.</exception>
    public static void EnsureUsable()
    {
        if (Fault is { } fault)
        {
            throw new ShellException(ShellFailureReason.Internal, fault);
        }
    }

    private static string? Check()
    {
        const string Remedy = "Install the Debian/Ubuntu package libssh-4 (0.10.6 or newer) on the portal's machine.";
        if (!NativeLibrary.TryLoad(LibsshNative.Library, typeof(LibsshLibrary).Assembly, null, out _))
        {
            return $"The library {LibsshNative.Library} is missing or damaged. {Remedy}";
        }

        return LibsshNative.ssh_version(MinVersion) == null || LibsshNative.ssh_init() != LibsshNative.Ok
            ? $"The library {LibsshNative.Library} is version {LibsshNative.Text(LibsshNative.ssh_version(0))}. {Remedy}"
            : null;
    }
}
