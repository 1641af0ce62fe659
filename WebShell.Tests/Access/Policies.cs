using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Tests.Support;

namespace WebShell.Tests.Access;

/// <summary>Policies over rules in memory.</summary>
internal static class Policies
{
    /// <summary>As a portal starts that nobody has written rules for: administrators may go everywhere.</summary>
    public static AccessPolicy New() => new(Book(), TimeProvider.System);

    public static AccessPolicy Of(params AccessRule[] rules) => new(Book(rules), TimeProvider.System);

    public static RuleBook Book(params AccessRule[] rules)
    {
        var book = new RuleBook(new MemoryRuleTable(), TimeProvider.System, NullLogger<RuleBook>.Instance);
        book.Start();
        if (rules.Length > 0)
        {
            book.Set(rules);
        }

        return book;
    }

    /// <summary>Reads the rules of a table in memory, which does not wait.</summary>
    public static void Start(this RuleBook book) => book.StartAsync(default).GetAwaiter().GetResult();

    /// <summary>From now on these rules hold, and no other.</summary>
    public static void Set(this RuleBook book, params AccessRule[] rules) => book.ChangeAsync(_ => rules, "a test", default).GetAwaiter().GetResult();
}
