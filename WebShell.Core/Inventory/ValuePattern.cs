namespace WebShell.Core.Inventory;

/// <summary>A value that is asked for: the whole of it, without regard to case, where <c>*</c> stands for any text.</summary>
internal readonly struct ValuePattern(string text)
{
    private readonly string[] _pieces = text.Split('*');

    public bool Matches(string value)
    {
        if (_pieces.Length == 1)
        {
            return value.Equals(_pieces[0], StringComparison.OrdinalIgnoreCase);
        }

        if (!value.StartsWith(_pieces[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The last piece stands at the end; the earliest place for each one before leaves most room for those behind.
        var at = _pieces[0].Length;
        for (var i = 1; i < _pieces.Length - 1; i++)
        {
            var found = value.IndexOf(_pieces[i], at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + _pieces[i].Length;
        }

        return value.Length - at >= _pieces[^1].Length && value.EndsWith(_pieces[^1], StringComparison.OrdinalIgnoreCase);
    }
}
