using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>What a person reads while a limit is about to end a shell: when, why, and what keeps it.</summary>
internal static class ExpiryWords
{
    public static string Of(SessionExpiry expiry, DateTimeOffset now)
    {
        var left = expiry.At - now;
        var time = left < TimeSpan.FromMinutes(1) ? Durations.Of(left) : $"{Math.Ceiling(left.TotalMinutes):0} min";
        return expiry.Reason == SessionEndReason.IdleTimeout
            ? $"Ends in {time}: idle. Press a key to keep it."
            : $"Ends in {time}: it reaches the longest time that a shell may last. Save what you have and connect again.";
    }
}
