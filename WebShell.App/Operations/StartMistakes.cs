using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using WebShell.Core.Access.Rules;
using WebShell.Core.Accounts;
using WebShell.Core.Credentials;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary>What an operator did wrong when the portal does not start, one sentence each.</summary>
internal static class StartMistakes
{
    /// <summary>The sentences, or none where the exception is a fault of the program and deserves its stack trace.</summary>
    public static IReadOnlyList<string> Of(Exception exception) => exception switch
    {
        OptionsValidationException options => [.. options.Failures],
        StorageException or AccountException or RuleException or SecretUnreadableException => [exception.Message],
        StartMistakeException => [exception.Message],
        AggregateException several when several.InnerExceptions.All(e => Of(e).Count > 0) => [.. several.InnerExceptions.SelectMany(Of).Distinct()],
        IOException { InnerException: AddressInUseException } => [$"{exception.Message} Choose another port with --port N."],
        IOException { InnerException: SocketException } => [exception.Message],
        SocketException => [exception.Message],
        _ => [],
    };
}
