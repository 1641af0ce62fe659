using WebShell.App.Layout;
using WebShell.App.Workspace;
using WebShell.Core.Requests;

namespace WebShell.App.Requests;

/// <summary>The words of requests for access.</summary>
internal static class RequestWords
{
    /// <summary>"web-01 as deploy", "web-01" with its usual login; to who asked the name is as they typed it.</summary>
    public static string What(AskedAccess asked) => asked.Given is { } given ? $"{given.Machine} as {given.Login}"
        : asked.Login.Length > 0 ? $"{asked.Machine} as {asked.Login}"
        : asked.Machine;

    /// <summary>"1 h", "2 d", "1 d 2 h".</summary>
    public static string Time(TimeSpan time) => time.TotalHours < 24 ? Durations.Of(time) : time.Hours == 0 ? $"{time.Days} d" : $"{time.Days} d {time.Hours} h";

    /// <summary>Where it is, and the colour of its dot.</summary>
    public static (string Words, string Dot) State(AskedAccess asked, DateTimeOffset now) => asked.State switch
    {
        AskState.Pending => ("Waits for an answer", "warn"),
        AskState.Granted => ($"Granted until {Until(asked.Given!, now)}", "ok"),
        AskState.Denied => ("Denied", "bad"),
        AskState.Withdrawn => ("Withdrawn", "off"),
        AskState.Closed => ("Closed", "off"),
        _ => ("Ended", "off"),
    };

    /// <summary>Who answered and what, where there is something to say.</summary>
    public static string Answer(AskedAccess asked) => asked switch
    {
        { State: AskState.Granted } => $"by {asked.AnsweredBy}",
        { State: AskState.Denied } => $"by {asked.AnsweredBy}: {asked.Answer}",
        { State: AskState.Ended } => $"granted by {asked.AnsweredBy}. {asked.Answer}",
        _ => asked.Answer,
    };

    /// <summary>What somebody is told of their own request when it changed.</summary>
    public static string News(AskedAccess asked, DateTimeOffset now) => asked.State switch
    {
        AskState.Granted => $"{asked.AnsweredBy} granted you {What(asked)} until {Until(asked.Given!, now)}.",
        AskState.Denied => $"{asked.AnsweredBy} denied you {What(asked)}: {asked.Answer}",
        AskState.Ended => $"Your access to {What(asked)} has ended. {asked.Answer}",
        _ => $"Your request for {What(asked)} is closed. {asked.Answer}",
    };

    public static string Until(GivenAccess given, DateTimeOffset now) => $"{Times.Minute(given.Until, now)} UTC";

    /// <summary>Where one asks for a machine.</summary>
    public static string PathFor(string machine) => $"{AccessPage.Path}?machine={Uri.EscapeDataString(machine)}";
}
