using WebShell.Core.Access;

namespace WebShell.Core.Accounts;

/// <summary>What follows here from what somebody who vouches for people says of them: who comes in, with which role, in which groups.</summary>
public abstract class VouchingOptions
{
    /// <summary>Who gets an account when they come for the first time: <c>Off</c> nobody, <c>Everybody</c>, or <c>Groups</c>: who is in one of <see cref="AllowedGroups"/>. Default Off.</summary>
    public Provisioning NewPeople { get; set; }

    /// <summary>The voucher's groups of which one is needed, at every sign-in, where <see cref="NewPeople"/> is <c>Groups</c>.</summary>
    public IList<string> AllowedGroups { get; } = [];

    /// <summary>The voucher's groups whose people are administrators. Where one of the three lists has an entry, roles are the voucher's: asked at every sign-in.</summary>
    public IList<string> AdministratorGroups { get; } = [];

    /// <summary>The voucher's groups whose people are operators, unless they are administrators.</summary>
    public IList<string> OperatorGroups { get; } = [];

    /// <summary>The voucher's groups whose people are auditors, unless they are one of the others.</summary>
    public IList<string> AuditorGroups { get; } = [];

    /// <summary>Groups of the portal whose members are those of a group of the voucher, as of their last sign-in. Groups that are not named here are the portal's own.</summary>
    public IList<GroupMapping> Groups { get; } = [];

    internal bool GivesRoles => AdministratorGroups.Count + OperatorGroups.Count + AuditorGroups.Count > 0;

    /// <summary>Whether somebody in those groups may come in, as far as groups say.</summary>
    internal bool Admits(IReadOnlyCollection<string> groups) => NewPeople != Provisioning.Groups || AllowedGroups.Any(groups.Contains);

    internal PortalRole RoleOf(IReadOnlyCollection<string> groups) =>
        AdministratorGroups.Any(groups.Contains) ? PortalRole.Administrator
        : OperatorGroups.Any(groups.Contains) ? PortalRole.Operator
        : AuditorGroups.Any(groups.Contains) ? PortalRole.Auditor
        : PortalRole.User;

    /// <summary>What is wrong with it, one sentence each.</summary>
    /// <param name="section">The section it stands in.</param>
    public IEnumerable<string> Mistakes(string section)
    {
        if (NewPeople == Provisioning.Groups != AllowedGroups.Count > 0)
        {
            yield return $"{section}:AllowedGroups: it belongs to {section}:NewPeople=Groups, and neither goes without the other.";
        }

        foreach (var map in Groups)
        {
            if (string.IsNullOrEmpty(map.From))
            {
                yield return $"{section}:Groups: an entry has no From, the group over there; one looks like From=platform-dba, To=dba.";
            }

            if (AccountNames.GroupName(map.To) is { } mistake)
            {
                yield return $"{section}:Groups: '{map.To}' cannot be the To of an entry. {mistake}";
            }
        }
    }
}

/// <summary>Who gets an account by coming.</summary>
public enum Provisioning
{
    /// <summary>Nobody: who has none is told so.</summary>
    Off,

    /// <summary>Everybody whom the voucher knows.</summary>
    Everybody,

    /// <summary>Who is in one of the allowed groups there.</summary>
    Groups,
}

/// <summary>A group of the portal that follows one of the voucher.</summary>
public sealed class GroupMapping
{
    /// <summary>The group there, exactly as the voucher writes it.</summary>
    public string From { get; set; } = "";

    /// <summary>The name of the group here; made where there is none.</summary>
    public string To { get; set; } = "";
}
