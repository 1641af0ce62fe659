using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.JSInterop;

namespace WebShell.App.Operations;

/// <summary>
/// Every circuit has JSON options of its own for its calls to the browser, and with them a cache of what is known about each type
/// it met. For an argument, which is declared as <c>object</c>, System.Text.Json looks for polymorphic ancestors and so fills that
/// cache with each base class and interface of it, some hundred for numbers and strings (<c>INumber&lt;long&gt;</c>…): 100 KB per
/// circuit that nobody ever reads. Here an argument is written as the type it is, without looking for ancestors; and what holds
/// nothing of the circuit is written with options that all circuits share.
/// </summary>
internal static class LeanInteropJson
{
    private static readonly ArgumentConverter Lean = new();

    // As a circuit's, but without its converters for what belongs to it: bytes, elements and references.
    private static readonly JsonSerializerOptions Shared = new(JsonSerializerDefaults.Web) { MaxDepth = 32, NumberHandling = JsonNumberHandling.Strict };

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
            OptionsOf(circuit).Converters.Add(Lean);
        }

        return runtime;
    }

    // Open to subclasses only, and the circuit's own is sealed.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed class ArgumentConverter : JsonConverter<object>
    {
        public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonElement.ParseValue(ref reader);

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            switch (value)
            {
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case bool truth:
                    writer.WriteBooleanValue(truth);
                    break;
                case int number:
                    writer.WriteNumberValue(number);
                    break;
                case long number:
                    writer.WriteNumberValue(number);
                    break;
                case Enum or IPlainArgument or Dictionary<string, List<string>>:
                    JsonSerializer.Serialize(writer, value, value.GetType(), Shared);
                    break;
                default:
                    WriteAsItsType(writer, value, options);
                    break;
            }
        }

        private static void WriteAsItsType(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            if (value.GetType() == typeof(object))
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
                return;
            }

            JsonSerializer.Serialize(writer, value, value.GetType(), options);
        }
    }
}
