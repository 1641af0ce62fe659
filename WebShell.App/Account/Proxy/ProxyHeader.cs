using Microsoft.Extensions.Options;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Account.Proxy;

/// <summary>What a trusted proxy says of who sends a request. From anybody else it says nothing. Thread-safe singleton.</summary>
internal sealed class ProxyHeader(IOptions<ProxySignInOptions> options)
{
    private const int MaxGroups = 1_000;

    // No provider's issuer looks like this one.
    private const string Issuer = "proxy";

    /// <summary>The person; null: it says nothing, or nothing that can be a name. One header with one value counts.</summary>
    public Vouched? Of(HttpContext context)
    {
        if (options.Value.Header is not { } header || !ForwardedClient.IsFromProxy(context)
            || context.Request.Headers[header] is not [{ Length: > 0 and <= ExternalIdentity.MaxSubject } value] || value.Any(c => c is <= ' ' or > '~'))
        {
            return null;
        }

        var name = value.ToLowerInvariant();
        return new Vouched(AccountOrigin.Header, new ExternalIdentity(Issuer, name), "proxy") { Name = name, Groups = GroupsOf(context) };
    }

    /// <summary>Whether a ticket of that account may come with that request: one that the proxy vouches for comes through it, in that person's name.</summary>
    public bool Allows(HttpContext context, Core.Accounts.Account? account, SignInMeans means) =>
        account?.Origin != AccountOrigin.Header || Of(context)?.Identity == means.External;

    private string[] GroupsOf(HttpContext context) => options.Value.GroupsHeader is { } header && context.Request.Headers[header] is [{ } text]
        ? [.. text.Split(options.Value.GroupsSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(MaxGroups)]
        : [];
}
