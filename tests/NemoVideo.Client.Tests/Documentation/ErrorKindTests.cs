using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Documentation;

/// <summary>Each error kind has an ID that the help describes. This test reads the source of the cmdlets, so it needs no PowerShell.</summary>
public sealed partial class ErrorKindTests
{
    private static readonly Dictionary<string, string> Ids =
        Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "NemoVideo.PowerShell", "Errors", "ErrorKinds.cs")))
            .ToDictionary(static match => match.Groups["kind"].Value, static match => match.Groups["id"].Value);

    private static readonly string Table =
        File.ReadAllText(Path.Combine(Repository.Root, "src", "NemoVideo.PowerShell", "Errors", "errors.md"));

    public static TheoryData<NemoErrorKind> Kinds => [.. Enum.GetValues<NemoErrorKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IdOf_EachKind_IsDescribed(NemoErrorKind kind) =>
        Assert.Matches($"(?m)^### {Ids.GetValueOrDefault(kind.ToString(), $"Nemo{kind}")} ", Table);

    [GeneratedRegex(@"NemoErrorKind\.(?<kind>\w+) => ""(?<id>\w+)""")]
    private static partial Regex Row();
}
