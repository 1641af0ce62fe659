namespace WebShell.App.Inventory;

/// <summary>The urls that a page wrote itself and that have not come back from the browser yet, in order; they say nothing new when they come.</summary>
internal sealed class RewrittenUrls
{
    private readonly Queue<string> _onTheWay = new();

    /// <summary>The page writes this url.</summary>
    public void Goes(string url) => _onTheWay.Enqueue(url);

    /// <summary>Whether the url that the page is told of is one of its own. What was written before it will not come any more.</summary>
    public bool Comes(string url)
    {
        if (!_onTheWay.Contains(url))
        {
            return false;
        }

        while (_onTheWay.Dequeue() != url)
        {
        }

        return true;
    }
}
