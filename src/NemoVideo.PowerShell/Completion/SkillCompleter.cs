using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoVideo.Client.Skills;

namespace NemoVideo.PowerShell.Completion;

/// <summary>Completes the names of the built-in skills, with what each makes and how long that takes as the tooltip.</summary>
internal sealed class SkillCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.Matching(SkillProfile.BuiltInNames.Select(static name => (name, name, Describe(SkillProfile.BuiltIn(name)))), wordToComplete);

    private static string Describe(SkillProfile skill) => string.Format(
        CultureInfo.InvariantCulture, "{0}, in {1:0.#} to {2:0.#} minutes", skill.Resolution, skill.ShortestTime?.TotalMinutes, skill.LongestTime?.TotalMinutes);
}
