using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NemoVideo.PowerShell.Completion;

/// <summary>Completes language codes, such as en, zh-CN and ja, with the language's own name; an English name finds its code as well.</summary>
internal sealed class LanguageCompleter : IArgumentCompleter
{
    /// <summary>The codes that the service's documents name come first.</summary>
    private static readonly string[] Named = ["en", "zh-CN", "ja"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begun = wordToComplete.Trim('\'', '"');
        var named = Named.Select(CultureInfo.GetCultureInfo);
        var others = CultureInfo.GetCultures(CultureTypes.NeutralCultures)
            .Where(static culture => culture.TwoLetterISOLanguageName.Length == 2 && culture.Name.Length == 2)
            .OrderBy(static culture => culture.Name, StringComparer.Ordinal);
        return named.Concat(others.Where(static culture => !Named.Contains(culture.Name)))
            .Where(culture => culture.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase)
                || culture.EnglishName.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(static culture => new CompletionResult(culture.Name, $"{culture.Name} ({culture.EnglishName})", CompletionResultType.ParameterValue, culture.NativeName));
    }
}
