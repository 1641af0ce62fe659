namespace WebShell.Core.Requests;

/// <summary>Requests for access cannot be read or written, or not so; the message is for the user.</summary>
public sealed class RequestException : Exception
{
    public RequestException(string message)
        : base(message)
    {
    }

    public RequestException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
