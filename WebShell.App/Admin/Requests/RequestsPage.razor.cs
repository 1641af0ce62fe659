using WebShell.Core.Access.Rules;
using WebShell.Core.Requests;

namespace WebShell.App.Admin.Requests;

/// <summary><c>/admin/requests</c>: who asks for what and why, what a grant would give, and what became of those before. For operators and administrators.</summary>
public sealed partial class RequestsPage(RequestAnswers answers, RuleBook rules, TimeProvider time)
{
    private const int MaxAnswer = 500;

    private IReadOnlyList<RequestLine>? _lines;
    private RequestLine? _granting;
    private RequestLine? _denying;

    protected override string Unreadable => "The requests cannot be read.";

    protected override void Listen()
    {
        answers.Changed += OnChanged;
        rules.Changed += OnChanged;
    }

    protected override void Unlisten()
    {
        answers.Changed -= OnChanged;
        rules.Changed -= OnChanged;
    }

    protected override async Task ReadAsync()
    {
        _lines = await answers.ReadAsync(Left);
        IsDenied = _lines is null;
    }

    protected override bool IsTold(Exception e) => e is RequestException || base.IsTold(e);

    private Task TakeBackAsync(AskedAccess asked) => DoAsync(async () =>
    {
        if ((await answers.TakeBackAsync(asked.Id, asked.Version, Left)).Refusal is { } refusal)
        {
            throw new IOException(refusal);
        }
    });

    // The longest wait first; what holds by its end; what is over, the newest first.
    private IEnumerable<(string Title, IReadOnlyList<RequestLine> Lines)> Parts()
    {
        yield return ("Waiting", [.. _lines!.Where(line => line.Asked.State == AskState.Pending).OrderBy(line => line.Asked.AskedAt)]);
        if (_lines!.Where(line => line.Asked.State == AskState.Granted).OrderBy(line => line.Asked.Given!.Until).ToArray() is { Length: > 0 } holding)
        {
            yield return ("Granted", holding);
        }

        if (_lines!.Where(line => !line.Asked.IsOpen).OrderByDescending(line => line.Asked.SettledAt).ToArray() is { Length: > 0 } past)
        {
            yield return ("Before", past);
        }
    }

    private Task DoneAsync()
    {
        (_granting, _denying) = (null, null);
        return ReloadAsync();
    }
}
