using WebShell.Core.Editing;
using WebShell.Core.Inventory.Import;

namespace WebShell.Tests.Editing;

public sealed class WatchedSourceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly MachineSource Source = new() { Id = "s", Name = "s", Kind = "csv", Place = "s.csv", Interval = TimeSpan.FromMinutes(10) };

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 1, 20)]
    [InlineData(10, 2, 40)]
    [InlineData(10, 3, 60)]
    [InlineData(10, 1000, 60)]
    [InlineData(600, 0, 600)]
    [InlineData(600, 5, 600)]
    public void NextLook_AfterFailures_IsLaterAndLater_UpToAnHourOrItsInterval(int minutes, int failures, int expected)
    {
        var watched = new WatchedSource(Source with { Interval = TimeSpan.FromMinutes(minutes) }, null) { Failures = failures };

        Assert.Equal(Now.AddMinutes(expected), watched.NextLook(Now, 0));
        Assert.Equal(Now.AddMinutes(expected * 1.1), watched.NextLook(Now, 1));
    }

    [Fact]
    public void NextLook_WithoutAnInterval_IsNever() => Assert.Null(new WatchedSource(Source with { Interval = null }, null).NextLook(Now, 0));

    [Fact]
    public void IsDue_FileThatIsStillWritten_OnlyWhenItIsQuiet_AndOnce()
    {
        var watched = new WatchedSource(Source, 1);

        Assert.Equal([false, false, false, true, false], new[] { 1, 2, 3, 3, 3 }.Select(version => watched.IsDue(version, Now)));
        watched.IsLooking = true;
        watched.DueAt = Now;
        Assert.False(watched.IsDue(4, Now));
    }

    [Fact]
    public void IsOf_AnotherPlaceOrLogins_IsAnotherSource()
    {
        var watched = new WatchedSource(Source with { DefaultLogins = ["a"] }, null);

        Assert.True(watched.IsOf(Source with { DefaultLogins = ["a"] }));
        Assert.False(watched.IsOf(Source with { DefaultLogins = ["b"] }));
        Assert.False(watched.IsOf(Source with { DefaultLogins = ["a"], Place = "other.csv" }));
    }
}
