using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Npgsql;
using WebShell.App.Account;
using WebShell.App.Demo;
using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Ssh;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary>Looks how this portal is set up at this moment (singleton). Its rules are <see cref="PostureRules"/>.</summary>
internal sealed class Posture(IServiceProvider services)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public IReadOnlyList<PostureFinding> Look() => PostureRules.Look(Facts());

    /// <summary>Those that somebody else than their owner may read or write.</summary>
    internal static IReadOnlyList<string> OpenAmong(IEnumerable<string> paths) => OperatingSystem.IsWindows() ? []
        : [.. paths.Distinct().Where(IsOpen)];

    internal PostureFacts Facts()
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var data = services.GetRequiredService<DataDirectory>();
        var storage = Options<StorageOptions>();
        var keyFile = Path.GetFullPath(Options<SecretOptions>().KeyFile);
        var postgres = storage.PostgreSql is { } text ? new NpgsqlConnectionStringBuilder(text) : null;
        var machines = services.GetRequiredService<VmInventory>().Search(new VmQuery());
        var people = services.GetRequiredService<AccountBook>().Now;
        return new PostureFacts
        {
            IsDevelopment = services.GetRequiredService<IHostEnvironment>().IsDevelopment(),
            Origins = services.GetRequiredService<PublicOrigins>().All,
            Listening = [.. (services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(Listener).OfType<Uri>()],
            AllowedHosts = configuration[PublicOrigins.AllowedHostsKey] ?? "",
            // The framework's own switch, which forgets which proxies are known.
            BelievesAnyForwarder = string.Equals(configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase),
            TrustedProxies = [.. Options<PortalOptions>().TrustedProxies],
            WideProxies = WideAmong(Options<PortalOptions>().TrustedProxies),
            DemoRuns = machines.Any(vm => vm.Source == DemoFleet.SourceName),
            // What lies in the data directory is as closed as that.
            OpenFiles = OpenAmong(new[] { data.Root, keyFile, Options<SshOptions>().KnownHostsPath, storage.PasswordFile }.OfType<string>().Where(path => path == data.Root || !LiesIn(data, path))),
            KeyLiesWithDatabase = LiesIn(data, keyFile),
            HostKeys = Options<HostKeyRuleOptions>().Default,
            LegacyMachines = [.. machines.Where(vm => vm.AllowsLegacyAlgorithms).Select(vm => vm.Name)],
            LoopbackMachines = [.. machines.Where(vm => vm.AllowLoopback).Select(vm => vm.Name)],
            DatabaseIsReachedInTheOpen = postgres is not null && !IsHere(postgres.Host!) && postgres.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA),
            DatabaseMayBeDialled = postgres is not null && Options<SshOptions>().DeniedAddresses.Count == 0,
            AdministratorsWithPasswordAlone = [.. people.Accounts
                .Where(account => account is { Role: PortalRole.Administrator, IsDisabled: false } && people.MeansOf(account.Id) is { HasPassword: true, HasCode: false, Passkeys.Length: 0 })
                .Select(account => account.Name)],
            SignOutEndsShells = Options<SignInOptions>().SignOutEndsShells,
            LongestSignIn = Options<SignInOptions>().AbsoluteLimit,
            AuditDays = Options<AuditOptions>().RetentionDays,
            AuditIsBehind = services.GetService<AuditLog>()?.IsBehind ?? false,
            AuditBreak = services.GetService<AuditVerifier>()?.Last is { Findings: [var first, ..] } ? first.Why : null,
            DatabaseIsShared = postgres is null && IsOnNetwork(data.Root),
            WideLimits = WideAmong(Options<Core.Sessions.SessionOptions>(), Options<CircuitLimits>(), Options<SignInOptions>(), Options<SshOptions>()),
        };
    }

    /// <summary>Those with which nothing ends by itself, or nothing is refused, within a day's work.</summary>
    internal static IReadOnlyList<string> WideAmong(Core.Sessions.SessionOptions sessions, CircuitLimits circuits, SignInOptions signIn, SshOptions ssh) =>
    [
        .. new (string Name, bool IsWide, string Value)[]
        {
            ("Sessions:IdleLimit", sessions.IdleLimit > TimeSpan.FromHours(12), $"{sessions.IdleLimit:g}"),
            ("Sessions:LongestSession", sessions.LongestSession > TimeSpan.FromDays(3), $"{sessions.LongestSession:g}"),
            ("Sessions:DetachGrace", sessions.DetachGrace > TimeSpan.FromHours(12), $"{sessions.DetachGrace:g}"),
            ("Sessions:ShellsPerUser", sessions.ShellsPerUser > 200, $"{sessions.ShellsPerUser}"),
            ("Circuits:PerUser", circuits.PerUser > 500, $"{circuits.PerUser}"),
            ("SignIn:IdleLimit", signIn.IdleLimit > TimeSpan.FromHours(12), $"{signIn.IdleLimit:g}"),
            ("Ssh:FailedSignInsBeforePause", ssh.FailedSignInsBeforePause > 10, $"{ssh.FailedSignInsBeforePause}"),
        }.Where(limit => limit.IsWide).Select(limit => $"{limit.Name} = {limit.Value}"),
    ];

    /// <summary>Networks of more than 256 addresses, or of more than one subnet of IPv6.</summary>
    internal static IReadOnlyList<string> WideAmong(IEnumerable<string> proxies) =>
        [.. proxies.Where(proxy => TrustedProxies.NetworkOf(proxy) is { } network && network.PrefixLength < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 24 : 64))];

    private static bool IsOnNetwork(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    // A socket in the file system is no address that others reach.
    private static Uri? Listener(string address) =>
        Uri.TryCreate(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) ? uri : null;

    private static bool LiesIn(DataDirectory data, string path) => path.StartsWith(data.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsOpen(string path)
    {
        try
        {
            return (File.Exists(path) || Directory.Exists(path)) && (File.GetUnixFileMode(path) & Others) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the portal itself may not look at is no secret of its own.
            return false;
        }
    }

    // A path is a socket of this computer.
    private static bool IsHere(string host) => host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private T Options<T>()
        where T : class => services.GetRequiredService<IOptions<T>>().Value;
}
