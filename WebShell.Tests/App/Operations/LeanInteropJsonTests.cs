using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using WebShell.App.Operations;

namespace WebShell.Tests.App.Operations;

public sealed class LeanInteropJsonTests
{
    [Fact]
    public void CircuitsOptions_ForEverythingThatIsSent_GiveTheSameJsonAsBefore()
    {
        object[] call = [1, 2L, 0.5, true, "text", DateTimeOffset.UnixEpoch, DayOfWeek.Friday, null!, new Sent([1, 2], new Dictionary<string, int> { ["a"] = 1 })];

        Assert.Equal(JsonSerializer.Serialize(call, Options(isLean: false)), JsonSerializer.Serialize(call, Options(isLean: true)));
    }

    [Fact]
    public void CircuitsOptions_WithWhatHoldsNothingOfTheCircuit_GiveTheSameJsonAsBefore()
    {
        object[] call = [new Plain(1, "text", DayOfWeek.Friday), new Dictionary<string, List<string>> { ["Key"] = ["a", "ü<"] }];

        Assert.Equal(JsonSerializer.Serialize(call, Options(isLean: false)), JsonSerializer.Serialize(call, Options(isLean: true)));
    }

    [Fact]
    public void CircuitsOptions_WithAReference_StillSendItAsTheCircuitDoes()
    {
        using var reference = DotNetObjectReference.Create(this);

        var json = JsonSerializer.Serialize<object[]>([reference], Options(isLean: true));

        Assert.Matches("""^\[\{"__dotNetObject":[0-9]+\}\]$""", json);
    }

    [Fact]
    public void CircuitsOptions_ForAnArgument_RememberNoAncestors()
    {
        var asked = new Asked();

        JsonSerializer.Serialize<object[]>([1, 2L, true, "text", new Sent([1], new Dictionary<string, int>())], Options(isLean: true, asked));

        Assert.DoesNotContain(asked.Types, type => type.Namespace is "System.Numerics" || type == typeof(IComparable<string>) || type == typeof(IEquatable<Sent>));
        Assert.Contains(typeof(Sent), asked.Types);
    }

    private static JsonSerializerOptions Options(bool isLean, IJsonTypeInfoResolver? resolver = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        if (isLean)
        {
            builder.Services.AddLeanInteropJson();
        }

        using var app = builder.Build();
        using var circuit = app.Services.CreateScope();
        var options = OptionsOf((JSRuntime)circuit.ServiceProvider.GetRequiredService<IJSRuntime>());
        options.TypeInfoResolver = resolver ?? new DefaultJsonTypeInfoResolver();

        // What the first call to the browser does.
        _ = JsonSerializer.Serialize(1, options);
        return options;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed record Sent(IReadOnlyList<int> Numbers, IReadOnlyDictionary<string, int> Named);

    private sealed record Plain(int Number, string Text, DayOfWeek Day) : IPlainArgument;

    private sealed class Asked : IJsonTypeInfoResolver
    {
        private readonly DefaultJsonTypeInfoResolver _all = new();

        public List<Type> Types { get; } = [];

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            Types.Add(type);
            return _all.GetTypeInfo(type, options);
        }
    }
}
