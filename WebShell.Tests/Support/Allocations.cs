namespace WebShell.Tests.Support;

/// <summary>
/// What an action allocates on this thread, in bytes, each time it runs: the least of several runs, because the runtime itself
/// allocates here at times (a method recompiled while it runs), and what the action needs is there in every run.
/// </summary>
internal static class Allocations
{
    private const int Runs = 5;

    public static long Of(Action action)
    {
        action();
        return Enumerable.Range(0, Runs).Min(_ => Once(action));
    }

    private static long Once(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
