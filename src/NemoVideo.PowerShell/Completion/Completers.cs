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
        (ConnectionOf(boundParameters) is { } connection ? connection.ListSessions(ReadHistory(connection)).Reverse() : [])
            .Select(static session => new Suggestion(
                session.SessionId, session.Name, session.Name ?? session.SessionId, $"{session.Name} ({session.SessionId})"));

    /// <summary>The history; null if it can't be read, because a completion can't report an error.</summary>
    private static NemoHistory? ReadHistory(NemoConnection connection)
    {
        try
        {
            return connection.IsOpen ? connection.Client.ReadHistory() : null;
        }
        catch (NemoException)
        {
            return null;
        }
    }
}

/// <summary>Completes the names of the built-in skills. The tooltip has the resolution and the usual duration.</summary>
internal sealed class SkillCompleter : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        SkillProfile.BuiltInNames.Select(static name => new Suggestion(name, null, name, Describe(SkillProfile.BuiltIn(name))));

    private static string Describe(SkillProfile skill) => $"{skill.Resolution} videos, usually ready in {skill.TypicalTime}";
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

/// <summary>Completes ISO codes of languages. The languages that the service documents are first.</summary>
internal sealed class LanguageCompleter : Completer
{
    private static readonly string[] Documented = ["en", "zh-CN", "ja"];

    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) => Documented.Select(CultureInfo.GetCultureInfo)
        .Concat(CultureInfo.GetCultures(CultureTypes.NeutralCultures)
            .Where(static culture => culture.Name.Length == 2 && !Documented.Contains(culture.Name))
            .OrderBy(static culture => culture.Name, StringComparer.Ordinal))
        .Select(static culture => new Suggestion(
            culture.Name, culture.EnglishName, $"{culture.Name} ({culture.EnglishName})", culture.NativeName));
}
