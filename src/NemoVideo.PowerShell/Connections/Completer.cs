using System.Management.Automation.Language;

namespace NemoVideo.PowerShell;

/// <summary>One possible value of a parameter. The typed word can be the beginning of the value or of its name.</summary>
internal readonly record struct Suggestion(string Value, string? Name, string ListItem, string ToolTip);

/// <summary>Completes the values of a parameter, in the order of <see cref="Suggest"/>.</summary>
internal abstract class Completer : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        return Suggest(fakeBoundParameters)
            .Where(one => one.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                || one.Name?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true)
            .Select(static one => new CompletionResult(
                Quote(one.Value), one.ListItem, CompletionResultType.ParameterValue, one.ToolTip));
    }

    private static readonly Regex Plain = new(@"^[\p{L}\p{Nd}_][\p{L}\p{Nd}_-]*$", RegexOptions.CultureInvariant);

    protected abstract IEnumerable<Suggestion> Suggest(IDictionary boundParameters);

    /// <summary>The connection on the command line or of the runspace; null for none.</summary>
    private protected static NemoConnection? ConnectionOf(IDictionary boundParameters) =>
        boundParameters["Connection"] as NemoConnection ?? RunspaceDefaults.Current.Connection;

    private static string Quote(string value) => Plain.IsMatch(value) ? value : CommandText.Quote(value);
}

/// <summary>Completes fixed values.</summary>
internal abstract class ListCompleter(IEnumerable<string> values) : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        values.Select(static one => new Suggestion(one, null, one, one));
}

/// <summary>Completes the names of the built-in skills.</summary>
internal sealed class SkillCompleter() : ListCompleter(SkillProfile.BuiltInNames);
