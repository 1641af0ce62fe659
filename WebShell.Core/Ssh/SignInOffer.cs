using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>What a machine wants to be shown next.</summary>
/// <param name="Address">Where it answered, as <c>address:port</c>; behind a jump host its configured name may stand there.</param>
/// <param name="Methods">The ways to sign in it offers; never nothing.</param>
public sealed record SignInOffer(string Address, SignInMethods Methods)
{
    /// <summary>What it has accepted before and is not content with (partial success, RFC 4252, 5.1).</summary>
    public SignInMethods Accepted { get; init; }

    /// <summary>What it has said so far (banners, RFC 4252, 5.4), in its own words: untrusted, cleaned and bounded.</summary>
    public string Said { get; init; } = "";
}
