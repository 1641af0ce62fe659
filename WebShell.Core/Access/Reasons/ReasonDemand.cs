using System.Text.RegularExpressions;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.Core.Access.Reasons;

/// <summary>What is asked before a shell on some machines, and which answers count. Patterns are matched in linear time, whatever somebody types.</summary>
public sealed class ReasonDemand
{
    public const int MaxCharacters = 200;

    private const string UsualTicket = @"^[A-Za-z][A-Za-z0-9_]*-[0-9]+$";

    // Non-backtracking takes linear time; this is for a machine that is very busy.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    private readonly LabelScope _scope;
    private readonly Regex? _pattern;

    internal ReasonDemand(ReasonOptions options)
    {
        Kind = KindOf(options.Ask) ?? ReasonKind.Reason;
        _scope = new LabelScope(WhereOf(options.Machines));
        var pattern = options.Pattern ?? (Kind == ReasonKind.Ticket ? UsualTicket : null);
        _pattern = pattern is null ? null : Compile(pattern);
    }

    public ReasonKind Kind { get; }

    /// <summary>"a ticket", "a reason".</summary>
    public string Asks => Kind == ReasonKind.Ticket ? "a ticket" : "a reason";

    /// <summary>Null, or the sentence that says what is wrong with an answer.</summary>
    public string? Check(string? answer)
    {
        var text = OneLine.Clean(answer);
        return text.Length == 0 ? $"Say {(Kind == ReasonKind.Ticket ? "which ticket this is for" : "why you go there")}."
            : text.Length > MaxCharacters ? $"It has {text.Length:N0} characters; at most {MaxCharacters} are kept."
            : Matches(text) ? null
            : Kind == ReasonKind.Ticket ? $"{VmValidation.Quoted(text)} is not the id of a ticket as it is written here."
            : $"{VmValidation.Quoted(text)} is not what is asked for here.";
    }

    internal bool IsFor(Vm vm) => _scope.Includes(vm);

    /// <summary>Every mistake of an entry, a sentence each.</summary>
    internal static IEnumerable<string> Mistakes(ReasonOptions options)
    {
        if (options.Machines.Trim() != RuleText.Everything && RuleValidation.Where(VmQuery.Parse(options.Machines)) is { } where)
        {
            yield return $"{nameof(options.Machines)} {VmValidation.Quoted(options.Machines)}: {where}";
        }

        if (KindOf(options.Ask) is null)
        {
            yield return $"{nameof(options.Ask)} {VmValidation.Quoted(options.Ask)} must be {nameof(ReasonKind.Reason)} or {nameof(ReasonKind.Ticket)}.";
        }

        if (options.Pattern is { } pattern && PatternMistake(pattern) is { } mistake)
        {
            yield return $"{nameof(options.Pattern)} {VmValidation.Quoted(pattern)} cannot be used: {mistake}";
        }
    }

    private static ReasonKind? KindOf(string text) => Enum.GetValues<ReasonKind>().Where(kind => kind.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(kind => (ReasonKind?)kind).FirstOrDefault();

    private static VmQuery? WhereOf(string machines) => machines.Trim() == RuleText.Everything ? null : VmQuery.Parse(machines);

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);

    private static string? PatternMistake(string pattern)
    {
        try
        {
            Compile(pattern);
            return pattern.Length == 0 ? "it is empty." : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private bool Matches(string text)
    {
        try
        {
            return _pattern?.IsMatch(text) != false;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
