using System.Diagnostics.CodeAnalysis;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access;

/// <summary>
/// The one place that says who may do what on which machine with which login, by the rules that hold now. What no rule allows is denied, a
/// machine that somebody may never use is to them as if it were not there, and roles open no shells: administrators go where rules let them.
/// </summary>
public sealed class AccessPolicy(RuleBook rules, TimeProvider time)
{
    private static readonly AccessDecision SignedOut = AccessDecision.Denied("You are not signed in.");
    private static readonly AccessDecision Seen = AccessDecision.Allowed("You may see this machine.");
    private static readonly AccessDecision NeverConnects = AccessDecision.Denied("Auditors see machines and sessions and never connect, whatever rules say.");

    private static readonly AccessDecision Passed =
        AccessDecision.Allowed("Who may use a machine may pass through those that its entry names on the way to it.");

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    /// <param name="vm">On which machine; null when the inventory knows none of that name.</param>
    /// <param name="login">With which login, where the action signs in; else null.</param>
    public AccessDecision Decide(PortalUser? user, AccessAction action, Vm? vm, string? login) => (user, vm) switch
    {
        (null, _) => SignedOut,
        (_, null) => AccessDecision.Unknown,
        ({ Role: PortalRole.Auditor }, _) => action == AccessAction.SeeVm ? Seen : NeverConnects,
        _ => action switch
        {
            AccessAction.SeeVm => SeesAll(user) || rules.Now.Knows(AskerOf(user), vm) ? Seen : AccessDecision.Unknown,
            AccessAction.OpenShell => Decide(user, RuleActivities.Shell, vm, login),
            AccessAction.Watch => Decide(user, RuleActivities.Shell, vm, login) is { IsAllowed: false } no ? no : Decide(user, RuleActivities.Watch, vm, login),

            // Asked for the machines on the way to one that the person may use.
            AccessAction.PassThrough => Passed,
            _ => AccessDecision.Denied("No rule allows this."),
        },
    };

    /// <summary>The logins with which somebody may open a shell on a machine, the usual one first; empty where they may not.</summary>
    public IReadOnlyList<string> LoginsOf(PortalUser? user, Vm vm) =>
        user is null or { Role: PortalRole.Auditor } ? [] : rules.Now.LoginsOf(AskerOf(user), vm, RuleActivities.Shell);

    /// <summary>Whether any rule lets somebody watch others' shells anywhere; cheap, and asked before each is.</summary>
    public bool MayWatchAnybody(PortalUser user) => user.Role != PortalRole.Auditor && rules.Now.MayGive(PersonOf(user), RuleActivities.Watch);

    /// <summary>Those of a search's machines that are listed for somebody: on which they may do something now. Asked at every keystroke.</summary>
    public VmMatches SeenBy(PortalUser? user, VmMatches machines) =>
        user is null ? VmMatches.None
        : SeesAll(user) ? machines
        : machines.WhereAt(rules.Now.Over(machines.Everything).SightOf(AskerOf(user)));

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    /// <param name="ownerId">Whose session it is.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Callers hold the service and ask it everything.")]
    public AccessDecision Decide(PortalUser? user, SessionAction action, string ownerId) => (user, action) switch
    {
        (null, _) => SignedOut,
        _ when user.Id == ownerId => AccessDecision.Allowed("It is your own."),
        ({ Role: PortalRole.Administrator or PortalRole.Operator }, SessionAction.See or SessionAction.End) => AccessDecision.Allowed("Administrators and operators see and may end every session."),
        ({ Role: PortalRole.Auditor }, SessionAction.See) => AccessDecision.Allowed("Auditors see every session."),
        _ => AccessDecision.Denied("There is no such session, or it is not yours."),
    };

    /// <param name="user">Who; null when nobody is signed in.</param>
    /// <param name="action">What.</param>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Callers hold the service and ask it everything.")]
    public AccessDecision Decide(PortalUser? user, PortalAction action) => user switch
    {
        null => SignedOut,
        _ when MayDo(user.Role, action) => AccessDecision.Allowed($"Your role, {user.Role.ToString().ToLowerInvariant()}, is there for this."),
        _ => AccessDecision.Denied("Your role does not include this; an administrator can do it, or change your role."),
    };

    /// <summary>Somebody as rules know them, now.</summary>
    public Asker AskerOf(PortalUser user) => new(PersonOf(user), time.GetUtcNow(), user.From);

    /// <summary>By their name, their groups and the one of their role.</summary>
    public static AccessPerson PersonOf(PortalUser user) => new(user.Name, [.. user.Groups, RoleGroups.Of(user.Role)]);

    private AccessDecision Decide(PortalUser user, RuleActivities what, Vm vm, string? login)
    {
        var decision = rules.Now.Decide(new AccessRequest(AskerOf(user), vm, login ?? "", what));
        return decision.IsAllowed ? AccessDecision.Allowed(decision.Explanation)
            : decision.IsKnown || SeesAll(user) ? AccessDecision.Denied(decision.Explanation)
            : AccessDecision.Unknown;
    }

    // Who looks after the machines, or after what happens on them.
    private static bool SeesAll(PortalUser user) => user.Role is PortalRole.Administrator or PortalRole.Operator or PortalRole.Auditor;

    private static bool MayDo(PortalRole role, PortalAction action) => role switch
    {
        PortalRole.Administrator => Enum.IsDefined(action),
        PortalRole.Operator => action is PortalAction.ManageHostKeys or PortalAction.EditMachines or PortalAction.ImportMachines or PortalAction.ShareViews or PortalAction.AnswerRequests,
        PortalRole.Auditor => action is PortalAction.SeeAudit,
        _ => false,
    };
}
