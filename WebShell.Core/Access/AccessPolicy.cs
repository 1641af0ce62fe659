using System.Diagnostics.CodeAnalysis;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access;

/// <summary>The one place that says who may do what on which machine with which login. What no rule allows is denied.</summary>
public sealed class AccessPolicy
{
    // A machine that is not there and one that the user may not see give the same answer.
    private static readonly AccessDecision Unknown = AccessDecision.Denied("There is no such machine, or you may not use it.");

    // Asked of every machine at every keystroke of a search.
    private static readonly AccessDecision Seen = AccessDecision.Allowed("Administrators see every machine.");

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    /// <param name="vm">On which machine; null when the inventory knows none of that name.</param>
    /// <param name="login">With which of its logins, where the action signs in; else null.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Rules will come from a store; callers hold the service.")]
    public AccessDecision Decide(PortalUser? user, AccessAction action, Vm? vm, string? login)
    {
        if (user is null)
        {
            return AccessDecision.Denied("You are not signed in.");
        }

        if (vm is null || !user.IsAdministrator)
        {
            return Unknown;
        }

        return action switch
        {
            AccessAction.SeeVm => Seen,
            AccessAction.OpenShell when login is not null && vm.Logins.Contains(login, StringComparer.Ordinal) =>
                AccessDecision.Allowed("Administrators may use every login that is listed for a machine."),
            AccessAction.OpenShell => AccessDecision.Denied($"This login is not listed for {vm.Name}."),
            AccessAction.PassThrough => AccessDecision.Allowed("Who may use a machine may pass through those that its entry names on the way to it."),
            _ => AccessDecision.Denied("No rule allows this."),
        };
    }

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    /// <param name="ownerId">Whose session it is.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Rules will come from a store; callers hold the service.")]
    public AccessDecision Decide(PortalUser? user, SessionAction action, string ownerId) => user switch
    {
        null => AccessDecision.Denied("You are not signed in."),
        _ when user.Id == ownerId => AccessDecision.Allowed("It is your own."),
        { IsAdministrator: true } when action is SessionAction.See or SessionAction.End => AccessDecision.Allowed("Administrators see and may end every session."),
        _ => AccessDecision.Denied("There is no such session, or it is not yours."),
    };

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Rules will come from a store; callers hold the service.")]
    public AccessDecision Decide(PortalUser? user, PortalAction action) => user switch
    {
        null => AccessDecision.Denied("You are not signed in."),
        _ when MayDo(user.Role, action) => AccessDecision.Allowed($"Your role, {user.Role.ToString().ToLowerInvariant()}, is there for this."),
        _ => AccessDecision.Denied("Your role does not include this; an administrator can do it, or change your role."),
    };

    private static bool MayDo(PortalRole role, PortalAction action) => role switch
    {
        PortalRole.Administrator => Enum.IsDefined(action),
        PortalRole.Operator => action is PortalAction.ManageHostKeys or PortalAction.EditMachines or PortalAction.ImportMachines or PortalAction.ShareViews or PortalAction.AnswerRequests,
        PortalRole.Auditor => action is PortalAction.SeeAudit,
        _ => false,
    };
}
