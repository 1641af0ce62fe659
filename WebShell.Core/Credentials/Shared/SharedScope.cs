using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>The machines of a shared credential, in the terms of access rules: labels and fields, no words and no states, because these would match what happens to contain them or change with who looks.</summary>
internal sealed class SharedScope
{
    private readonly LabelScope _scope;

    public SharedScope(string text)
    {
        var query = text == RuleText.Everything ? null : VmQuery.Parse(text);
        _scope = new LabelScope(query);
        Terms = query is null ? 0 : query.Labels.Count + query.ExcludedLabels.Count;
    }

    /// <summary>How many terms it has: more mean it more closely.</summary>
    public int Terms { get; }

    public bool Includes(Vm vm) => _scope.Includes(vm);

    /// <summary>Null, or the sentence that names the mistake.</summary>
    public static string? Check(string text)
    {
        if (text == RuleText.Everything)
        {
            return null;
        }

        var query = VmQuery.Parse(text);
        return text.Length > SharedCredential.MaxMachines ? $"This is longer than {SharedCredential.MaxMachines} characters."
            : query.Words.Concat(query.ExcludedWords).FirstOrDefault() is { } word ? $"{VmValidation.Quoted(word)} is a word; here a label or a field is needed (env:prod, name:db-*)."
            : query.States.Concat(query.ExcludedStates).FirstOrDefault() is { } state ? $"{VmValidation.Quoted("is:" + state)} changes with who looks; labels and fields are needed."
            : query.IsEmpty ? "Say which machines (env:prod role:web), or * for all."
            : RuleText.CanBeWritten(query) ? null
            : "It has a value that cannot be kept (a quotation mark, or a label that reads as an address).";
    }
}
