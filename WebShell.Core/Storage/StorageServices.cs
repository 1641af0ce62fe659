using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.Core.Access.Rules;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Personal;
using WebShell.Core.Requests;

namespace WebShell.Core.Storage;

/// <summary>Registers the database (SQLite, or PostgreSQL) and the tables in it.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.Section);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsRules>();
        services.AddSingleton<StorageConnection>();
        services.AddDbContextFactory<PortalDb>((provider, db) => provider.GetRequiredService<StorageConnection>().Configure(db));
        services.AddSingleton<IAccountTable, AccountTable>();
        services.AddSingleton<ISavedCredentialTable, SavedCredentialTable>();
        services.AddSingleton<IPersonalTable, PersonalTable>();
        services.AddSingleton<IMachineTable, MachineTable>();
        services.AddSingleton<ISourceTable, SourceTable>();
        services.AddSingleton<IRuleTable, RuleTable>();
        services.AddSingleton<IRequestTable, RequestTable>();
        services.AddSingleton<IAuditTable, AuditTable>();
        services.AddSingleton<IAuditSearch, AuditSearch>();
        services.AddSingleton(provider => new AuditHeadFile(provider.GetRequiredService<DataDirectory>().File("audit.head")));
        services.AddSingleton(provider => new AuditSpool(provider.GetRequiredService<DataDirectory>().File("audit.spool")));
        services.AddSingleton(SourceFoldersOf);
        services.AddSingleton<ISealedRows, SealedSavedCredentials>();
        services.AddSingleton<ISharedCredentialTable, SharedCredentialTable>();
        services.AddSingleton<ISealedRows, SealedSharedCredentials>();
        services.AddSingleton<StorageStart>();
        services.AddHostedService(provider => provider.GetRequiredService<StorageStart>());
        services.AddSingleton<SecretKeyStart>();
        services.AddHostedService(provider => provider.GetRequiredService<SecretKeyStart>());
        services.AddSingleton(provider => new SecretUpkeep(provider.GetRequiredService<StorageStart>(), provider.GetRequiredService<SecretKeyStart>(), provider.GetRequiredService<SecretRewrap>(), provider.GetRequiredService<IAuditLog>()));
        return services;
    }

    /// <summary>Brings the database up without starting the portal, for what is done from the console.</summary>
    /// <exception cref="StorageException">The database cannot be opened or is none.</exception>
    public static Task PrepareStorageAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        ActivatorUtilities.CreateInstance<StorageStart>(services).StartAsync(cancellationToken);

    private static SourceFolders SourceFoldersOf(IServiceProvider provider)
    {
        var (inventory, data) = (provider.GetRequiredService<IOptions<InventoryOptions>>().Value, provider.GetRequiredService<DataDirectory>());
        return new SourceFolders(inventory.SourcesFolder ?? data.Folder("inventory"), inventory.TokensFolder ?? data.Folder("inventory-tokens"));
    }
}
