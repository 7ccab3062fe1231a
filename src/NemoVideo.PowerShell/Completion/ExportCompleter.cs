using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NemoVideo.PowerShell.Completion;

/// <summary>Completes the ids of the exports that were started over the connection, newest first, with their last known status.</summary>
internal sealed class ExportCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var exports = Completions.ConnectionOf(fakeBoundParameters)?.Exports.Reverse() ?? [];
        return Completions.Matching(
            exports.Select(static export => (export.Id, $"{export.Id} ({export.Status})", $"{export.Name ?? export.Id}: {export.Status}")),
            wordToComplete);
    }
}
