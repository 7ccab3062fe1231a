using System.Reflection;
using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Repository.Tests.Code;

namespace NemoVideo.Repository.Tests.Documents;

/// <summary>Compares names in the help with the compiled cmdlets.</summary>
public sealed partial class NameTests
{
    // The name of the token in a user's vault: Get-Secret -Name NemoToken.
    private const string SecretOfExamples = "NemoToken";

    private static readonly BuiltProject Cmdlets = BuiltProject.Of("NemoVideo.PowerShell");
    private static readonly string ErrorTable = Path.Combine(SourceTree.Root, "src", "NemoVideo.PowerShell", "Errors", "errors.md");

    /// <summary>The error IDs that scripts use: those of the client's kinds, and those that the cmdlets name.</summary>
    private static readonly HashSet<string> Ids =
    [
        .. Enum.GetValues<NemoErrorKind>().Select(static kind => (string)Cmdlets.Assembly.GetType("NemoVideo.PowerShell.ErrorKinds", throwOnError: true)!
            .GetMethod("IdOf", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [kind])!),
        .. Cmdlets.Uses.Where(static use => use.File!.StartsWith("Errors/", StringComparison.Ordinal) || use.File.EndsWith("ErrorRecords.cs", StringComparison.Ordinal))
            .Select(static use => use.Text ?? "").Where(static text => Id().IsMatch(text)),
    ];

    [Fact]
    public void ErrorTable_Always_HasAnEntryForEachErrorId() => Assert.Equal(
        Ids.Order(StringComparer.Ordinal),
        Heading().Matches(File.ReadAllText(ErrorTable)).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Pages_NamesThatStartWithNemo_Exist()
    {
        var types = Cmdlets.Assembly.GetExportedTypes().Select(static type => type.Name).ToList();
        var nouns = types.Where(static name => name.EndsWith("Command", StringComparison.Ordinal) && name.Contains("Nemo", StringComparison.Ordinal))
            .Select(static name => name[name.IndexOf("Nemo", StringComparison.Ordinal)..^"Command".Length]);
        var samples = Directory.GetFiles(Path.Combine(SourceTree.Root, "samples"), "*.ps1")
            .Select(static path => Path.GetFileNameWithoutExtension(path).Split('-')[1]);
        string[] known = [.. Ids, .. types, .. nouns, .. samples, "NemoVideo", SecretOfExamples];

        Assert.All(Directory.GetFiles(Path.Combine(SourceTree.Root, "docs", "en-US"), "*.md").Append(ErrorTable), path => Assert.All(
            Name().Matches(File.ReadAllText(path)),
            match => Assert.True(known.Contains(match.Value), $"{Path.GetFileName(path)} names {match.Value}, and there is no such thing.")));
    }

    [GeneratedRegex(@"^Nemo[A-Z]\w+$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^### (\w+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<![\w.])Nemo[A-Z]\w+")]
    private static partial Regex Name();
}
