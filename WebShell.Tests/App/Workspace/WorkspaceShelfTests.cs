using Microsoft.Extensions.Time.Testing;
using WebShell.App.Workspace;

namespace WebShell.Tests.App.Workspace;

public sealed class WorkspaceShelfTests
{
    private static readonly WorkspaceMemory Minimised = new() { IsMinimised = true };

    private readonly FakeTimeProvider _time = new();
    private readonly WorkspaceShelf _shelf;
    private readonly object _old = new();
    private readonly object _next = new();

    public WorkspaceShelfTests() => _shelf = new WorkspaceShelf(_time);

    [Fact]
    public void Kept_IsFoundByTheSameUserOnly()
    {
        _shelf.Take("ann", ["window"], _old);
        _shelf.Keep("ann", "window", _old, Minimised);

        Assert.Empty(_shelf.Take("bob", ["window"], _next));
        Assert.Equal([Minimised], _shelf.Take("ann", ["window"], _next));
    }

    [Fact]
    public void Taken_TheOldCircuitsLastWordsCountForNothing()
    {
        _shelf.Take("ann", ["window"], _old);
        _shelf.Take("ann", ["window"], _next);

        _shelf.Keep("ann", "window", _old, Minimised);

        Assert.Equal([WorkspaceMemory.Empty], _shelf.Take("ann", ["window"], _next));
    }

    [Fact]
    public void WorkspacesWithoutAPage_AreTakenOnce()
    {
        _shelf.Take("ann", ["gone"], _old);
        _shelf.Keep("ann", "gone", _old, Minimised);

        Assert.Equal([Minimised], _shelf.Take("ann", ["one", "gone"], _next));
        Assert.Empty(_shelf.Take("ann", ["two", "gone"], _next));
    }

    [Fact]
    public void TooMany_TheOldestIsForgotten()
    {
        for (var i = 0; i <= WorkspaceShelf.MaxPerUser; i++)
        {
            _shelf.Take("ann", [$"{i}"], _old);
            _shelf.Keep("ann", $"{i}", _old, Minimised);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_shelf.Take("ann", ["0"], _next));
        Assert.Equal([Minimised], _shelf.Take("ann", [$"{WorkspaceShelf.MaxPerUser}"], _next));
    }
}
