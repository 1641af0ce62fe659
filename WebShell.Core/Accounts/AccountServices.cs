using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Accounts;

/// <summary>Registers who there is and how they prove it; the table is the storage's.</summary>
public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountBook>();
        services.AddSingleton<IPeople>(provider => provider.GetRequiredService<AccountBook>());
        services.AddHostedService<AccountFollower>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<VouchedAccounts>();
        services.AddSingleton<ISealedRows, SealedAuthenticators>();
        // Of one circuit or request: it acts for that one's user.
        services.AddScoped<AccountEditor>();
        return services;
    }
}
