namespace WebShell.App.Operations;

/// <summary>
/// An argument of a call to the browser that holds nothing of its circuit: no bytes, no element, no reference to an object of
/// either side. What is known about its JSON form is then shared by all circuits.
/// </summary>
internal interface IPlainArgument;
