using System.Collections;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using NemoVideo.Client.Skills;
using NemoVideo.Language;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Completion;

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

/// <summary>Completes the IDs of exports of the connection, newest first.</summary>
internal sealed class ExportCompleter : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        (ConnectionOf(boundParameters)?.Exports.Reverse() ?? []).Select(static export => new Suggestion(
            export.Id, null, $"{export.Id} ({export.Status})", $"{export.Name ?? export.Id}: {export.Status}"));
}

/// <summary>Completes the IDs of sessions of the connection and of previous processes, newest first.</summary>
internal sealed class SessionCompleter : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        (ConnectionOf(boundParameters) is { } connection
            ? connection.ListSessions(connection.IsOpen ? connection.Client.ReadHistory() : null).Reverse() : [])
            .Select(static session => new Suggestion(
                session.SessionId, session.Name, session.Name ?? session.SessionId, $"{session.Name} ({session.SessionId})"));
}

/// <summary>Completes fixed values.</summary>
internal abstract class ListCompleter(IEnumerable<string> values) : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        values.Select(static one => new Suggestion(one, null, one, one));
}

/// <summary>Completes the qualities of a video.</summary>
internal sealed class QualityCompleter() : ListCompleter(Qualities)
{
    public static readonly string[] Qualities = ["low", "medium", "high"];
}

/// <summary>Completes the resolutions of a video.</summary>
internal sealed class ResolutionCompleter() : ListCompleter(ExportForm.Resolutions);

/// <summary>Completes the languages that the service documents.</summary>
internal sealed class LanguageCompleter() : ListCompleter(["en", "zh-CN", "ja"]);

/// <summary>Completes the names of the built-in skills.</summary>
internal sealed class SkillCompleter() : ListCompleter(SkillProfile.BuiltInNames);
