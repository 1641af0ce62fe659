using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Personal;

namespace WebShell.Core.Storage;

/// <summary>Registers the database (SQLite) and the tables in it.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.Section);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsAnnotations>();
        services.AddSingleton<StorageConnection>();
        services.AddDbContextFactory<PortalDb>((provider, db) => db.UseSqlite(provider.GetRequiredService<StorageConnection>().Text).AddInterceptors(Patience));
        services.AddSingleton<ISavedCredentialTable, SavedCredentialTable>();
        services.AddSingleton<IPersonalTable, PersonalTable>();
        services.AddSingleton<IMachineTable, MachineTable>();
        services.AddSingleton<ISourceTable, SourceTable>();
        services.AddHostedService<StorageStart>();
        return services;
    }

    private static readonly PatientConnections Patience = new();

    /// <summary>Who finds the file locked by another writer waits up to 5 s.</summary>
    private sealed class PatientConnections : DbConnectionInterceptor
    {
        private const string Wait = "PRAGMA busy_timeout=5000";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Wait;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Wait;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
