using System.Globalization;
using Npgsql;
using WebShell.Core.Storage;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Support;

/// <summary>A PostgreSQL server of the tests' own (package postgresql), on loopback and with a password; each test class gets a database of its own.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string User = "webshell";
    private const string Password = "p4ss'wörd";

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-pg-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;

    private string PasswordFile => Path.Combine(_directory, "password");

    /// <summary>Points the storage at a new, empty database.</summary>
    public async Task<Action<StorageOptions>> NewDatabaseAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await using var all = NpgsqlDataSource.Create(Text("postgres") + $";Password={Password};Pooling=false");
        await using var create = all.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return options => (options.PostgreSql, options.PasswordFile) = (Text(name), PasswordFile);
    }

    public async Task InitializeAsync()
    {
        var data = Path.Combine(_directory, "data");
        await File.WriteAllTextAsync(PasswordFile, Password + "\n");
        await GiveAsync(_directory);
        var (initdb, _) = As(Program("initdb"));
        await ServerProcess.RunAsync(
            initdb, "postgresql", [.. As(Program("initdb")).Arguments, "-D", data, "-U", User, "--pwfile", PasswordFile, "--auth", "scram-sha-256", "--no-sync", "-E", "UTF8"]);
        var (program, before) = As(Program("postgres"));
        _server = await ServerProcess.StartAsync(
            program, "postgresql",
            [.. before, "-D", data, "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", "", "-c", "fsync=off", "-c", "max_connections=200"],
            _port);
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string Text(string database) => $"Host=127.0.0.1;Port={_port};Database={database};Username={User}";

    // Debian keeps them beside each other by version, out of the path.
    private static string Program(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", name)).LastOrDefault(File.Exists, name)
            : name;

    // It refuses to run as root.
    private static (string Program, string[] Arguments) As(string program) =>
        Environment.UserName == "root" ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program]) : (program, []);

    private static Task GiveAsync(string directory) =>
        Environment.UserName == "root" ? ServerProcess.RunAsync("chown", "coreutils", "-R", "postgres:postgres", directory) : Task.CompletedTask;
}

/// <summary>The tests that share a PostgreSQL server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgreSql : ICollectionFixture<PostgreSqlServer>
{
    public const string Name = "PostgreSQL";
}
