using WebShell.Core.Access;

namespace WebShell.App.Admin;

/// <summary>One page of administration: where it is, what it is called, and the right that it needs.</summary>
/// <param name="Path">Relative to the portal's root.</param>
/// <param name="Title">In the navigation and as its heading.</param>
/// <param name="Icon">Its class in icons.css.</param>
/// <param name="Needs">Who may not do this does not see that there is such a page.</param>
public sealed record AdminPlace(string Path, string Title, string Icon, PortalAction Needs);

/// <summary>The pages of administration, in the order of the navigation.</summary>
public static class AdminPlaces
{
    public static AdminPlace People { get; } = new(AdminPaths.People, "People and groups", "i-users", PortalAction.ManageAccounts);

    public static AdminPlace Rules { get; } = new(AdminPaths.Rules, "Access rules", "i-shield", PortalAction.ManageRules);

    public static AdminPlace Reach { get; } = new(AdminPaths.Reach, "Who reaches what", "i-search", PortalAction.ManageRules);

    public static AdminPlace Requests { get; } = new(AdminPaths.Requests, "Requests", "i-bell", PortalAction.AnswerRequests);

    public static AdminPlace Credentials { get; } = new(AdminPaths.Credentials, "Credentials", "i-key", PortalAction.ManageCredentials);

    public static AdminPlace HostKeys { get; } = new(AdminPaths.HostKeys, "Host keys", "i-finger", PortalAction.ManageHostKeys);

    public static AdminPlace Sources { get; } = new(AdminPaths.Sources, "Sources", "i-server", PortalAction.ImportMachines);

    public static AdminPlace Ssh { get; } = new(AdminPaths.Ssh, "SSH and certificates", "i-terminal", PortalAction.SeeSettings);

    public static AdminPlace Audit { get; } = new(AdminPaths.Audit, "Audit", "i-scroll", PortalAction.SeeAudit);

    public static AdminPlace Posture { get; } = new(AdminPaths.Posture, "Posture", "i-shield", PortalAction.SeeSettings);

    public static IReadOnlyList<AdminPlace> All { get; } = [Rules, People, Reach, Requests, Credentials, HostKeys, Sources, Ssh, Audit, Posture];

    /// <summary>Those that somebody may see.</summary>
    public static IReadOnlyList<AdminPlace> For(PortalUser? user, AccessPolicy policy) => [.. All.Where(place => policy.Decide(user, place.Needs).IsAllowed)];
}
