using WebShell.App.Terminals;

namespace WebShell.Tests.Terminals;

public sealed class CircuitConnectionTests
{
    [Fact]
    public async Task Dispose_AsItselfAndAsTheCircuitsHandler_EndsItsConnectionOnce()
    {
        var connection = new CircuitConnection();
        var token = await connection.UpAsync(default);

        connection.Dispose();
        connection.Dispose();

        Assert.True(token.IsCancellationRequested);
    }
}
