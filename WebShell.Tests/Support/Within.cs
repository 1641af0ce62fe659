namespace WebShell.Tests.Support;

/// <summary>Waits with a limit: a test that would hang fails instead.</summary>
internal static class Within
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static Task Seconds(Task task) => task.WaitAsync(Limit);

    public static Task<T> Seconds<T>(Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Seconds<T>(ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    public static Task Seconds(ValueTask task) => task.AsTask().WaitAsync(Limit);
}
