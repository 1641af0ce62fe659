using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.App.Security;

namespace WebShell.Tests.Security;

public sealed class CircuitBookTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EdgeMetrics _metrics;
    private readonly CircuitBook _book;

    public CircuitBookTests()
    {
        _metrics = new EdgeMetrics(_services.GetRequiredService<IMeterFactory>());
        _book = new CircuitBook(Options.Create(new CircuitLimits { PerUser = 2, PerNode = 3 }), _metrics);
    }

    [Fact]
    public void Pages_ThatAreAway_MakeRoomUntilTheyComeBack()
    {
        var first = Enter("ana", "c1");
        Enter("ana", "c2");
        _book.Started(first, "secret");
        Assert.Null(_book.TryEnter("ana", "c3"));

        _book.WentAway("c1");
        Enter("ana", "c3");
        _book.CameBack("secret", "c4");

        Assert.Null(_book.TryEnter("ana", "c5"));
        Assert.Null(_book.TryEnter("bob", "c5"));
        Assert.Equal(3, _book.Count);
    }

    [Fact]
    public void Connection_ThatEndsAfterItsCircuitMovedOn_ChangesNothing()
    {
        var entry = Enter("ana", "c1");
        _book.Started(entry, "secret");
        _book.CameBack("secret", "c2");

        _book.WentAway("c1");

        Enter("ana", "c3");
        Assert.Null(_book.TryEnter("ana", "c4"));
    }

    [Fact]
    public void Circuits_EndedInAnyOrder_LeaveNoTrace()
    {
        for (var round = 0; round < 20; round++)
        {
            var (first, second, third) = (Enter("ana", "c1"), Enter("ana", "c1"), Enter("bob", "c2"));
            _book.WentAway("c1");
            _book.Remove(second);
            _book.Remove(second);
            _book.Remove(third);
            _book.WentAway("c2");
            _book.Remove(first);
        }

        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Pages_ThatAreAway_AreBoundedToo()
    {
        for (var page = 0; page < 20; page++)
        {
            Enter("ana", $"c{page}");
            _book.WentAway($"c{page}");
        }

        Assert.Null(_book.TryEnter("ana", "c20"));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    private CircuitEntry Enter(string user, string connection)
    {
        var entry = _book.TryEnter(user, connection);
        Assert.NotNull(entry);
        return entry;
    }
}
