using Microsoft.AspNetCore.Components;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;

namespace WebShell.App.Admin.Rules;

/// <summary><c>/admin/reach?user=&amp;vm=&amp;login=</c>: who can reach a machine, what somebody can reach, and why or why not. For administrators.</summary>
public sealed partial class ReachPage(RuleEditor editor, ReachAnswers answers, RuleImpacts impacts, NavigationManager navigation)
{
    private const int MaxSentence = 1000;

    private IReadOnlyList<string> _names = [];
    private ReachAnswer? _answer;
    private bool _isAsking;
    private string _person = "";
    private string _machine = "";
    private string _login = "";

    [SupplyParameterFromQuery(Name = "user")]
    public string? Person { get; set; }

    [SupplyParameterFromQuery(Name = "vm")]
    public string? Machine { get; set; }

    [SupplyParameterFromQuery(Name = "login")]
    public string? Login { get; set; }

    protected override string Unreadable => "The rules cannot be read.";

    protected override void Listen() => editor.Changed += OnChanged;

    protected override void Unlisten() => editor.Changed -= OnChanged;

    protected override async Task ReadAsync()
    {
        IsDenied = !await editor.MayEditAsync(Left);
        _names = IsDenied ? [] : [.. impacts.People().Select(person => person.Name)];
        await AnswerAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        (_person, _machine, _login) = (Person?.Trim() ?? "", Machine?.Trim() ?? "", Login?.Trim() ?? "");
        await AnswerAsync();
    }

    protected override bool IsTold(Exception e) => e is RuleException || base.IsTold(e);

    private async Task AnswerAsync()
    {
        var (person, machine, login) = (Person?.Trim() ?? "", Machine?.Trim() ?? "", Login?.Trim() ?? "");
        _isAsking = person.Length + machine.Length > 0 && await editor.MayEditAsync(Left);
        _answer = _isAsking ? await Task.Run(() => answers.Of(person, machine, login), Left) : null;
        _isAsking = false;
    }

    private void Ask() => navigation.NavigateTo(navigation.GetUriWithQueryParameters(AdminPaths.Reach, new Dictionary<string, object?>
    {
        ["user"] = _person.Trim() is { Length: > 0 } person ? person : null,
        ["vm"] = _machine.Trim() is { Length: > 0 } machine ? machine : null,
        ["login"] = _login.Trim() is { Length: > 0 } login ? login : null,
    }));
}
