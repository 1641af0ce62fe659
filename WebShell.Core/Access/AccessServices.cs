using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Access;

/// <summary>Registers who may do what.</summary>
public static class AccessServices
{
    /// <summary>The host registers <see cref="ICurrentUser"/>: only it knows who is signed in.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services.AddSingleton<AccessPolicy>();
}
