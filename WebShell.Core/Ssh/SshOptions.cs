using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Ssh;

/// <summary>How machines are reached (section <c>WebShell:Ssh</c>). Durations are written as <c>hh:mm:ss</c>.</summary>
public sealed class SshOptions
{
    public const string Section = "WebShell:Ssh";

    /// <summary>Where the pinned host keys are kept, OpenSSH known_hosts format; relative to the data directory. Default <c>known_hosts</c>.</summary>
    [Required]
    public string KnownHostsFile { get; set; } = "known_hosts";

    /// <summary>The directory that relative paths of this section start from. Default <c>WebShell:DataDirectory</c>.</summary>
    public string DataDirectory { get; set; } = ".";

    /// <summary>Time for looking up a host name. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ResolveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for connect, greeting and key exchange together. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Head start of one address before the next one of the same name is tried beside it. Default 0.25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:10")]
    public TimeSpan NextAddressDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a connect is tried again that failed for a passing reason before the machine showed its key: refused, unreachable, no answer, hung up, too many at once. Default 3; 0 never.</summary>
    [Range(0, 5)]
    public int ConnectRetries { get; set; } = 3;

    /// <summary>The wait before the first of these, up to a fifth more or less; each further one is three times as long. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time for sign-in and opening the terminal, without the person's thinking. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SignInTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for the person to answer a question; sshd itself gives up after LoginGraceTime, 120 s. Default 110 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(110);

    /// <summary>The socket of the service account's ssh-agent, for credentials with an <c>AgentKeyFile</c>; the environment's SSH_AUTH_SOCK is never looked at. Default: none.</summary>
    public string? AgentSocket { get; set; }

    /// <summary>A machine that was silent for this long is asked for a sign of life. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan KeepaliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A machine that sent no byte for this long is given up. Default 45 s; at least twice the interval.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "01:00:00")]
    public TimeSpan KeepaliveTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Connections to one machine that may be on their way to being signed in at the same time. Default 5.</summary>
    [Range(1, 100)]
    public int HandshakesPerVm { get; set; } = 5;

    /// <summary>The same for this node altogether. Default 50.</summary>
    [Range(1, 10_000)]
    public int HandshakesPerNode { get; set; } = 50;

    /// <summary>Failed sign-ins of one login on one machine after which it is paused. Default 3.</summary>
    [Range(1, 100)]
    public int FailedSignInsBeforePause { get; set; } = 3;

    /// <summary>How long such a pause lasts. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SignInPause { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Addresses (<c>192.0.2.1</c>), networks (<c>192.0.2.0/24</c>) or endpoints (<c>192.0.2.1:5432</c>, <c>[2001:db8::1]:5432</c>) never dialled: the portal's own listeners, its database. Default: none.</summary>
    public IList<string> DeniedAddresses { get; set; } = [];

    /// <summary>Unread output held per shell before its connection is no longer read, in bytes. Default 1 MiB, which only a machine that ignores its window reaches.</summary>
    [Range(16 * 1024, 16 * 1024 * 1024)]
    public int OutputPauseBytes { get; set; } = 1024 * 1024;

    /// <summary>Unread output at which reading goes on, in bytes. Default 512 KiB.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int OutputResumeBytes { get; set; } = 512 * 1024;

    /// <summary>Input held per shell before a writer has to wait, in bytes. Default 1 MiB.</summary>
    [Range(16 * 1024, 64 * 1024 * 1024)]
    public int InputQueueBytes { get; set; } = 1024 * 1024;

    /// <summary>Threads that carry all SSH connections; 0 chooses half of the cores, 1–4. Default 0.</summary>
    [Range(0, 64)]
    public int Loops { get; set; }

    /// <summary><see cref="Loops"/> with its default worked out.</summary>
    public int EffectiveLoops => Loops > 0 ? Loops : Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    public string KnownHostsPath => Path.GetFullPath(Path.Combine(DataDirectory, KnownHostsFile));
}

/// <summary>Names every mistake in <see cref="SshOptions"/>.</summary>
[OptionsValidator]
public sealed partial class SshOptionsAnnotations : IValidateOptions<SshOptions>;

/// <summary>The rules between the values of <see cref="SshOptions"/>.</summary>
public sealed class SshOptionsRules : IValidateOptions<SshOptions>
{
    public ValidateOptionsResult Validate(string? name, SshOptions options)
    {
        var mistakes = new List<string>();
        if (options.OutputResumeBytes > options.OutputPauseBytes)
        {
            mistakes.Add($"{SshOptions.Section}:{nameof(SshOptions.OutputResumeBytes)} must not be above {nameof(SshOptions.OutputPauseBytes)}.");
        }

        if (options.KeepaliveTimeout < options.KeepaliveInterval * 2)
        {
            mistakes.Add($"{SshOptions.Section}:{nameof(SshOptions.KeepaliveTimeout)} must be at least twice {nameof(SshOptions.KeepaliveInterval)}.");
        }

        foreach (var entry in options.DeniedAddresses.Where(entry => !DeniedAddress.TryParse(entry, out _)))
        {
            mistakes.Add($"{SshOptions.Section}:{nameof(SshOptions.DeniedAddresses)}: '{entry}' is none of ADDRESS, ADDRESS/PREFIX, ADDRESS:PORT.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
