namespace WebShell.Core.Personal;

/// <summary>How much is kept for one person, and for all together where it is shared.</summary>
public static class PersonalLimits
{
    /// <summary>Machines with a star; one more is refused.</summary>
    public const int Favourites = 500;

    /// <summary>Machines whose uses are counted; that of the machine that has not been used longest is forgotten.</summary>
    public const int Uses = 500;

    /// <summary>Views of one person, and shared ones; one more is refused.</summary>
    public const int Views = 50;

    /// <summary>Characters of a view's name.</summary>
    public const int ViewName = 64;

    /// <summary>Characters of a query, a sort, a group, or a list of columns.</summary>
    public const int Text = 1024;
}
