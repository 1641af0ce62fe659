using System.Globalization;

namespace WebShell.Core.Inventory.Generating;

/// <summary>
/// Makes up machines as a company of many teams has them: sites with bastions, applications with web, app and database servers in four
/// environments. The same count and seed give the same machines, everywhere.
/// </summary>
/// <remarks>Addresses lie in 10.0.0.0/8, unique; about a third of the machines, most databases among them, stand behind their site's bastions.</remarks>
public sealed class FleetGenerator
{
    /// <summary>Five times what the portal is measured with.</summary>
    public const int MaxMachines = 500_000;

    /// <summary>What machines made up say their source is.</summary>
    public const string Source = "made up";

    private const int OneIn3 = 3;
    private const int OneIn10 = 10;

    private readonly Random _random;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly int[] _nextAddress = new int[FleetWords.Sites.Length];

    private FleetGenerator(int seed) => _random = new Random(seed);

    /// <param name="count">1 to <see cref="MaxMachines"/>; the bastions count.</param>
    /// <param name="seed">Another one gives other machines.</param>
    public static IReadOnlyList<Vm> Machines(int count, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxMachines);
        var generator = new FleetGenerator(seed);
        return [.. generator.Bastions().Concat(generator.Others()).Take(count)];
    }

    private static string BastionName(int site, int number) => $"bastion-{FleetWords.Sites[site]}-{number}";

    private IEnumerable<Vm> Bastions()
    {
        for (var site = 0; site < FleetWords.Sites.Length; site++)
        {
            for (var number = 1; number <= 2; number++)
            {
                yield return new Vm
                {
                    Name = BastionName(site, number),
                    Address = NextAddress(site),
                    Logins = ["hop"],
                    Labels = new Dictionary<string, string> { ["env"] = "prod", ["role"] = "bastion", ["site"] = FleetWords.Sites[site] },
                    OperatingSystem = "Debian 12",
                    Owner = "Platform",
                    Source = Source,
                };
            }
        }
    }

    private IEnumerable<Vm> Others()
    {
        while (true)
        {
            // An application's machines of one role come in groups, as they do in life.
            var group = (Site: _random.Next(FleetWords.Sites.Length), App: _random.Next(FleetWords.Apps.Length), Role: Weighted(FleetWords.Roles), Env: Weighted(FleetWords.Environments));
            var size = 1 + _random.Next(12);
            var os = Weighted(FleetWords.Systems);
            var isBehind = group.Role == "db" || _random.Next(OneIn3) == 0;
            for (var i = 0; i < size; i++)
            {
                yield return Machine(group.Site, group.App, group.Role, group.Env, os, isBehind);
            }
        }
    }

    private Vm Machine(int site, int app, string role, string env, string os, bool isBehind)
    {
        var stem = env == "prod" ? $"{FleetWords.Sites[site]}-{FleetWords.Apps[app]}-{role}" : $"{FleetWords.Sites[site]}-{env}-{FleetWords.Apps[app]}-{role}";
        var number = _numbers[stem] = _numbers.GetValueOrDefault(stem) + 1;
        var name = $"{stem}-{number:00}";
        var address = NextAddress(site);
        return new Vm
        {
            Name = name,
            Address = _random.Next(OneIn10) == 0 ? $"{name}.internal.example" : address,
            Port = _random.Next(OneIn10) == 0 ? 2222 : 22,
            Logins = os.StartsWith("Ubuntu", StringComparison.Ordinal) ? ["ubuntu", "deploy"] : role == "db" ? ["postgres", "root"] : ["deploy", "root"],
            Jumps = isBehind ? [BastionName(site, 1), BastionName(site, 2)] : [],
            Labels = Labels(site, app, role, env, number),
            OperatingSystem = os,
            Owner = FleetWords.Teams[app % FleetWords.Teams.Length],
            Source = Source,
        };
    }

    private Dictionary<string, string> Labels(int site, int app, string role, string env, int number)
    {
        var labels = new Dictionary<string, string>
        {
            ["env"] = env,
            ["role"] = role,
            ["site"] = FleetWords.Sites[site],
            ["app"] = FleetWords.Apps[app],
            ["rack"] = $"{(char)('a' + _random.Next(8))}{1 + _random.Next(40):00}",
            ["zone"] = $"{FleetWords.Sites[site]}-{(char)('a' + (number % 3))}",
        };
        if (env == "prod")
        {
            labels["tier"] = role is "db" or "web" ? "1" : "2";
        }

        if (_random.Next(OneIn3) == 0)
        {
            labels["backup"] = _random.Next(2) == 0 ? "daily" : "weekly";
        }

        return labels;
    }

    private string NextAddress(int site)
    {
        // From .1 on, 250 a network; the second octet and a part of the third are the site's.
        var n = _nextAddress[site]++;
        return string.Create(CultureInfo.InvariantCulture, $"10.{(site * 20) + (n / 62_500)}.{n / 250 % 250}.{1 + (n % 250)}");
    }

    private string Weighted((string Word, int Weight)[] words)
    {
        var left = _random.Next(words.Sum(word => word.Weight));
        return words.First(word => (left -= word.Weight) < 0).Word;
    }
}
