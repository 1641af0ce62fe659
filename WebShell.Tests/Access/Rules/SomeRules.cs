using System.Net;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Access.Rules;

/// <summary>Rules, people and machines for tests; made up by a seed where many are needed.</summary>
internal static class SomeRules
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Environments = ["prod", "dev", "lab"];
    private static readonly string[] Roles = ["web", "db"];
    private static readonly string[] Names = ["ana", "bob", "Cleo"];
    private static readonly string[] Groups = ["dba", "Ops"];

    public static AccessRule Allow(string name) => new()
    {
        Id = name.Replace(' ', '-'),
        Name = name,
        Effect = RuleEffect.Allow,
        Who = RulePeople.Everybody,
        Logins = ["*"],
        What = RuleActivities.Shell,
    };

    public static AccessRule Deny(string name) => Allow(name) with { Effect = RuleEffect.Deny, What = RuleActivities.All };

    public static RulePeople Users(params string[] names) => new(IsEverybody: false, names, []);

    public static RulePeople Members(params string[] groups) => new(IsEverybody: false, [], groups);

    public static Asker Ask(string name, params string[] groups) => new(new AccessPerson(name, groups), Noon, IPAddress.Loopback);

    public static RuleTimes Hours(string zone, params string[] hours) => new() { Zone = zone, Hours = [.. hours.Select(text => RuleHours.Parse(text).Hours!)] };

    public static AccessRule Random(Random random, int number) => new()
    {
        Id = $"rule-{number}",
        Name = $"rule {number}",
        Effect = random.Next(3) == 0 ? RuleEffect.Deny : RuleEffect.Allow,
        Who = random.Next(3) switch { 0 => RulePeople.Everybody, 1 => Users(Pick(random, Names)), _ => Members(Pick(random, Groups)) },
        Where = random.Next(4) == 0 ? null : VmQuery.Parse(Pick(random, [
            $"env:{Pick(random, Environments)}", $"role:{Pick(random, Roles)}", $"-env:{Pick(random, Environments)}", "name:m-*1", "login:post*", "owner:\"team a\" -role:db"])),
        Logins = [Pick(random, ["*", "root", "postgres", "{user}", "adm-{user}"])],
        What = (RuleActivities)random.Next(1, (int)RuleActivities.All + 1),
        When = random.Next(4) == 0 ? Hours("Europe/Berlin", Pick(random, ["Mon-Fri 08:00-18:00", "Sat,Sun 00:00-24:00", "daily 22:00-06:00"])) : RuleTimes.Always,
        From = random.Next(4) == 0 ? [Pick(random, ["10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"])] : [],
    };

    public static Asker RandomAsker(Random random) => new(
        new AccessPerson(Pick(random, Names), [.. Groups.Where(_ => random.Next(2) == 0)]),
        Noon.AddMinutes(random.Next(7 * 24 * 60)),
        Pick<IPAddress?>(random, [null, IPAddress.Parse("10.1.2.3"), IPAddress.Parse("::ffff:192.0.2.7"), IPAddress.Parse("2001:db8::1")]));

    public static Vm[] RandomMachines(Random random, int count) => [.. Enumerable.Range(0, count).Select(i =>
        Machines.Named($"m-{i:000}", ("env", Pick(random, Environments)), ("role", Pick(random, Roles))) with
        {
            Logins = Pick<string[]>(random, [["root"], ["root", "postgres"], ["deploy"]]),
            Owner = Pick(random, ["Team A", ""]),
        })];

    public static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
