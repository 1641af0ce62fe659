using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace WebShell.Tests.Support;

/// <summary>
/// Finds AngleSharp.Diffing, which bUnit needs to compare markup: the project file copies it beside the tests instead of
/// referencing its package, so the host's list of assemblies does not have it.
/// </summary>
internal static class DiffingResolver
{
    private const string AssemblyName = "AngleSharp.Diffing";

    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == AssemblyName ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll")) : null;
}
