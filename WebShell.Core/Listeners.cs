namespace WebShell.Core;

/// <summary>Tells listeners of an event, each of them, whatever the one before did.</summary>
internal static class Listeners
{
    /// <param name="changed">The event; null: nobody listens.</param>
    /// <param name="failed">Told of a listener that threw.</param>
    public static void Tell(this Action? changed, Action<Exception> failed)
    {
        foreach (var listener in changed?.GetInvocationList().Cast<Action>() ?? [])
        {
            try
            {
                listener();
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }
}
