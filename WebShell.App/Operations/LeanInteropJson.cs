using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;

namespace WebShell.App.Operations;

/// <summary>
/// Every circuit has JSON options of its own for its calls to the browser, and with them a cache of what is known about each type
/// it met. Looking for polymorphic ancestors of a value, System.Text.Json fills that cache with every interface of it, some
/// hundred for numbers and strings (<c>INumber&lt;long&gt;</c>, <c>ISpanParsable&lt;bool&gt;</c>…): 90 KB per circuit that nobody
/// ever reads. Here those interfaces have no JSON form, which costs nothing.
/// </summary>
internal static class LeanInteropJson
{
    private static readonly Resolver Lean = new();

    /// <summary>Call it after the circuits' own services were added.</summary>
    public static IServiceCollection AddLeanInteropJson(this IServiceCollection services)
    {
        var original = services.Last(service => service.ServiceType == typeof(IJSRuntime));
        services.AddScoped(provider => Slim((IJSRuntime)ActivatorUtilities.CreateInstance(provider, original.ImplementationType!)));
        return services;
    }

    private static IJSRuntime Slim(IJSRuntime runtime)
    {
        if (runtime is JSRuntime circuit)
        {
            OptionsOf(circuit).TypeInfoResolver = Lean;
        }

        return runtime;
    }

    // Open to subclasses only, and the circuit's own is sealed.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed class Resolver : IJsonTypeInfoResolver
    {
        private readonly DefaultJsonTypeInfoResolver _all = new();

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type is { IsInterface: true, Namespace: "System" or "System.Numerics" or "System.Runtime.Serialization" } ? null : _all.GetTypeInfo(type, options);
    }
}
