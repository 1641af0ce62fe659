using Microsoft.Extensions.Options;

namespace WebShell.App.Operations;

/// <summary>
/// Translates the command line into configuration keys: <c>--port N</c>, <c>--data DIR</c>, <c>--no-demo</c>, <c>--urls</c>,
/// <c>--environment</c>, and any key as <c>--Section:Key value</c>. What it does not know is a mistake, never ignored.
/// </summary>
internal static class CommandLine
{
    /// <exception cref="OptionsValidationException">Names every mistake.</exception>
    public static string[] ToConfiguration(string[] args)
    {
        List<string> settings = [];
        List<string> mistakes = [];
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var argument))
        {
            var split = argument.IndexOf('=');
            var name = split < 0 ? argument : argument[..split];
            if (name == "--no-demo" && split < 0)
            {
                settings.Add("--WebShell:Demo=false");
            }
            else if (KeyOf(name) is not { } key)
            {
                mistakes.Add($"the option '{name}' is not known; there are --port N, --data DIR, --no-demo, --urls URLS, --environment NAME, and --Section:Key VALUE.");
            }
            else if (split >= 0 || rest.Count > 0)
            {
                Add(name, key, split >= 0 ? argument[(split + 1)..] : rest.Dequeue(), settings, mistakes);
            }
            else
            {
                mistakes.Add($"the option '{name}' needs a value.");
            }
        }

        return mistakes.Count == 0 ? [.. settings] : throw new OptionsValidationException("command line", typeof(CommandLine), mistakes);
    }

    private static string? KeyOf(string name) => name switch
    {
        "--port" or "--urls" => "urls",
        "--data" => "WebShell:DataDirectory",
        "--environment" => "environment",
        _ when name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':') => name[2..],
        _ => null,
    };

    private static void Add(string name, string key, string value, List<string> settings, List<string> mistakes)
    {
        if (name != "--port")
        {
            settings.Add($"--{key}={value}");
        }
        else if (ushort.TryParse(value, out var port))
        {
            settings.Add($"--urls=http://127.0.0.1:{port}");
        }
        else
        {
            mistakes.Add($"--port: '{value}' is not a port; a whole number from 0 (any free port) to 65535 is.");
        }
    }
}
