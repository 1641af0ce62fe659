using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
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

    [Theory]
    [InlineData(typeof(INumber<long>))]
    [InlineData(typeof(ISpanParsable<bool>))]
    [InlineData(typeof(IComparable<string>))]
    public void CircuitsOptions_ForInterfacesOfPlainValues_RememberNothing(Type type)
    {
        Assert.True(Options(isLean: false).TryGetTypeInfo(type, out _));
        Assert.False(Options(isLean: true).TryGetTypeInfo(type, out _));
    }

    private static JsonSerializerOptions Options(bool isLean)
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

        // What the first call to the browser does.
        _ = JsonSerializer.Serialize(1, options);
        return options;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed record Sent(IReadOnlyList<int> Numbers, IReadOnlyDictionary<string, int> Named);
}
