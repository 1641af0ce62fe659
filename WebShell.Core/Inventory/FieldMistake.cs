namespace WebShell.Core.Inventory;

/// <summary>What is wrong with one field of a machine: the field's key in the YAML form, and a sentence for the user.</summary>
public sealed record FieldMistake(string Field, string Sentence);
