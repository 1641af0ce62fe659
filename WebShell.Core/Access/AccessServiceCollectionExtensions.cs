using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Access;

public static class AccessServiceCollectionExtensions
{
    /// <summary>The host registers <see cref="ICurrentUser"/>: only it knows who is signed in.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services.AddSingleton<AccessPolicy>();
}
