using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.App;

/// <summary>The section <c>WebShell</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "WebShell";

    /// <summary>The folder for everything the portal keeps; made if missing. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>
    /// The origins (<c>https://shell.example.com</c>) under which browsers reach the portal; every other origin is refused.
    /// Required outside Development, where the default is the addresses the portal listens on.
    /// </summary>
    public IList<string> PublicOrigins { get; } = [];

    /// <summary>
    /// The proxies before the portal: addresses and networks (<c>10.0.0.5</c>, <c>10.0.1.0/24</c>), or <c>unix</c> for who comes by a socket of the file system.
    /// Only from them is <c>X-Forwarded-For</c> taken as where a request comes from. Default: none.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// How long the pages that show a shell are warned before the portal stops and ends it; without such a page it stops at once.
    /// Default 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether the demo fleet runs; only in Development and with no inventory configured. Default true.</summary>
    public bool Demo { get; set; } = true;
}

/// <summary>Names every value of <see cref="PortalOptions"/> that is out of its bounds.</summary>
[OptionsValidator]
internal sealed partial class PortalOptionsValidator : IValidateOptions<PortalOptions>;
