using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Core.Reachability;
using WebShell.Core.Requests;
using WebShell.Core.Sessions;
using WebShell.Core.Ssh;
using WebShell.Core.Storage;

namespace WebShell.Core;

/// <summary>Everything Core offers, in reading order: the table of contents.</summary>
public static class CoreServices
{
    public static IServiceCollection AddWebShellCore(this IServiceCollection services) => services
        .AddStorage() // first: accounts and inventory are read from it
        .AddAudit()
        .AddAccounts()
        .AddInventory()
        .AddAccess()
        .AddEditing()
        .AddRequests()
        .AddCredentials()
        .AddSharedCredentials()
        .AddCertificateAuthority()
        .AddSsh()
        .AddReachability()
        .AddSessions()
        .AddPersonal();
}
