using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace NemoVideo.Demo;

/// <summary>
/// The command that starts PowerShell, or the reason why there is none. The tool has leading arguments, and runs in its working directory
/// only. The source is <c>NEMO_PWSH</c>, <c>PATH</c>, <c>the .NET tool</c> or <c>none</c>.
/// </summary>
internal sealed record PowerShellCommand(
    string? FileName, IReadOnlyList<string> LeadingArguments, string? WorkingDirectory, string Source, string? Reason)
{
    [MemberNotNullWhen(true, nameof(FileName))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsFound => FileName is not null;

    public ProcessStartInfo CreateStart(params IEnumerable<string> arguments)
    {
        if (!IsFound)
        {
            throw new InvalidOperationException($"PowerShell was not found: {Reason}");
        }

        var start = new ProcessStartInfo(FileName, [.. LeadingArguments, .. arguments]);
        if (WorkingDirectory is not null)
        {
            start.WorkingDirectory = WorkingDirectory;
        }

        return start;
    }

    public static PowerShellCommand None(string reason) => new(null, [], null, "none", reason);
}
