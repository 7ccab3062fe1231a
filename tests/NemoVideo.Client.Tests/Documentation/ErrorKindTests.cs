using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Documentation;

/// <summary>The cmdlets classify every error kind. This test reads their source, so it needs no PowerShell.</summary>
public sealed partial class ErrorKindTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "NemoVideo.PowerShell", "Errors");

    private static readonly Dictionary<string, (string Id, string Category)> Classified =
        Classification().Matches(File.ReadAllText(Path.Combine(Folder, "ErrorKinds.cs")))
            .ToDictionary(static match => match.Groups["kind"].Value, static match => (match.Groups["id"].Value, match.Groups["category"].Value));

    public static TheoryData<NemoErrorKind> Kinds => [.. Enum.GetValues<NemoErrorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Classify_EachKind_HasErrorIdAndCategory(NemoErrorKind kind)
    {
        Assert.True(Classified.TryGetValue(kind.ToString(), out var found), $"{kind} has no error ID: add it to ErrorKinds.Classify.");
        Assert.Contains($"const string {found.Id} = ", File.ReadAllText(Path.Combine(Folder, "ErrorIds.cs")), StringComparison.Ordinal);
        Assert.True(found.Category != "NotSpecified" || kind == NemoErrorKind.Unexpected, $"{kind} has no specific category.");
    }

    [GeneratedRegex(@"NemoErrorKind\.(?<kind>\w+) => \(ErrorIds\.(?<id>\w+), ErrorCategory\.(?<category>\w+)\)")]
    private static partial Regex Classification();
}
