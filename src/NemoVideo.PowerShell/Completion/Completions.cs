using System.Collections;
using System.Management.Automation;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Completion;

/// <summary>What the completers have in common: what is begun, and a value written so that the line can be run.</summary>
internal static class Completions
{
    /// <summary>The results for the values that begin as the word on the line does, whatever quotes stand around it.</summary>
    /// <param name="values">The values, each with what the list shows and what a tooltip tells.</param>
    /// <param name="wordToComplete">The word on the line.</param>
    public static IEnumerable<CompletionResult> Matching(
        IEnumerable<(string Value, string Shown, string Tip)> values, string wordToComplete)
    {
        var begun = wordToComplete.Trim('\'', '"');
        return values
            .Where(value => value.Value.StartsWith(begun, StringComparison.OrdinalIgnoreCase)
                || value.Shown.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(static value => new CompletionResult(Written(value.Value), DisplayText.Line(value.Shown), CompletionResultType.ParameterValue, DisplayText.Line(value.Tip)));
    }

    /// <summary>The connection that the line names, else that of the runspace; null where there is none. Never makes one.</summary>
    public static NemoConnection? ConnectionOf(IDictionary boundParameters) =>
        boundParameters["Connection"] as NemoConnection ?? RunspaceConnection.Current.Connection;

    private static string Written(string value) =>
        value.All(static one => char.IsLetterOrDigit(one) || one is '-' or '_') ? value : QuotedText.Of(value);
}
