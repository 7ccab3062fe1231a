using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NemoVideo.PowerShell.Completion;

/// <summary>Completes the ids of the sessions that were made over the connection, newest first. A name finds its id as well.</summary>
internal sealed class SessionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var sessions = Completions.ConnectionOf(fakeBoundParameters)?.Sessions.Reverse() ?? [];
        return Completions.Matching(
            sessions.Select(static session => (session.SessionId, session.Name ?? session.SessionId, $"{session.Name} ({session.SessionId})")),
            wordToComplete);
    }
}
