using System.Globalization;

namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>A name of the configuration with the values that count for it.</summary>
internal sealed class SshHost
{
    private readonly List<string> _mistakes = [];
    private readonly IReadOnlyList<JumpHop>? _hops;
    private readonly bool _saysHowItIsReached;

    public SshHost(string name, string place, Dictionary<string, SshValue> values)
    {
        (Name, Place) = (name, place);
        HasOwnAddress = values.ContainsKey("hostname");
        Address = Expanded(values.TryGetValue("hostname", out var address) ? address.Text : name);
        Login = values.TryGetValue("user", out var user) ? user.Text : null;
        if (values.TryGetValue("port", out var port))
        {
            Port = int.TryParse(port.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        if (values.TryGetValue("proxyjump", out var jump))
        {
            (JumpPlace, _saysHowItIsReached) = (jump.Place, true);
            _hops = JumpHop.TryReadAll(jump.Text);
            if (_hops is null)
            {
                _mistakes.Add($"ProxyJump {VmValidation.Quoted(jump.Text)} ({jump.Place}) is not a way of at most {JumpRoute.MaxHops} machines.");
            }
        }
    }

    public string Name { get; }

    public string Place { get; }

    /// <summary>True where a HostName counts for it.</summary>
    public bool HasOwnAddress { get; }

    public string Address { get; }

    public string? Login { get; private set; }

    public int? Port { get; private set; }

    /// <summary>The machine before it, by name.</summary>
    public string? Jump { get; set; }

    public string JumpPlace { get; } = "";

    /// <summary>No Host line names it: a ProxyJump does.</summary>
    public bool IsOnlyAJump { get; set; }

    public IReadOnlyCollection<string> Mistakes => _mistakes;

    // A jump that only a ProxyJump names is dialled directly, whatever a Host * says about machines.
    public IReadOnlyList<JumpHop> JumpHops() => IsOnlyAJump ? [] : _hops ?? [];

    /// <summary>A longer way leads to it through that machine.</summary>
    public void JumpThrough(string before, ListingBuilder listing)
    {
        if (Jump is null && (IsOnlyAJump || !_saysHowItIsReached))
        {
            Jump = before;
        }
        else if (!before.Equals(Jump ?? (_hops is { Count: > 0 } ? _hops[^1].Host : null), StringComparison.OrdinalIgnoreCase))
        {
            listing.Ignore($"a ProxyJump that reaches {ShownText.Of(Name)} through {ShownText.Of(before)}: {ShownText.Of(Name)} is reached as its own entry says ({Place})");
        }
    }

    /// <summary>What the ProxyJump says about login and port, which counts where the machine's own entry says nothing.</summary>
    public void ReachedAs(JumpHop hop, SshHost from, ListingBuilder listing)
    {
        Login ??= hop.Login;
        Port ??= hop.Port;
        if ((hop.Login is { } login && login != Login) || (hop.Port is { } port && port != Port))
        {
            listing.Ignore($"the login or port of {ShownText.Of(Name)} in a ProxyJump ({from.JumpPlace}): its own entry counts ({Place})");
        }
    }

    // %h is the name, %% a percent sign (ssh_config(5), TOKENS); no other token has a meaning for HostName.
    private string Expanded(string text)
    {
        var expanded = text.Replace("%%", "\0", StringComparison.Ordinal).Replace("%h", Name, StringComparison.Ordinal);
        if (expanded.Contains('%'))
        {
            _mistakes.Add($"HostName {VmValidation.Quoted(text)} has a token that has no meaning here (%h and %% have).");
        }

        return expanded.Replace('\0', '%');
    }
}
