using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace NemoVideo.Demo;

/// <summary>How to start PowerShell on this computer, or why that cannot be done.</summary>
/// <param name="FileName">The program to start; null where there is no PowerShell.</param>
/// <param name="LeadingArguments">What comes before PowerShell's own arguments.</param>
/// <param name="WorkingDirectory">
/// The folder it must be started in; null where any will do. Because of it, a script is best given by its full path.
/// </param>
/// <param name="Source">Where it was found, for people: "NEMO_PWSH", "PATH", "the .NET tool"; "none" where it was not.</param>
/// <param name="Reason">Why there is none, in one line; null where there is one.</param>
internal sealed record PowerShellCommand(
    string? FileName,
    IReadOnlyList<string> LeadingArguments,
    string? WorkingDirectory,
    string Source,
    string? Reason)
{
    /// <summary>Whether there is a PowerShell to start.</summary>
    [MemberNotNullWhen(true, nameof(FileName))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsFound => FileName is not null;

    /// <summary>Builds what starts PowerShell with arguments of its own; nothing is redirected yet.</summary>
    /// <param name="arguments">PowerShell's arguments, one by one and unquoted.</param>
    /// <returns>The start information.</returns>
    /// <exception cref="InvalidOperationException">There is no PowerShell (<see cref="IsFound"/>).</exception>
    public ProcessStartInfo CreateStart(params IEnumerable<string> arguments)
    {
        if (!IsFound)
        {
            throw new InvalidOperationException($"There is no PowerShell to start: {Reason}");
        }

        var start = new ProcessStartInfo(FileName, [.. LeadingArguments, .. arguments]);
        if (WorkingDirectory is not null)
        {
            start.WorkingDirectory = WorkingDirectory;
        }

        return start;
    }

    /// <summary>The answer where there is no PowerShell.</summary>
    /// <param name="reason">Why, in one line.</param>
    /// <returns>A command that cannot be started.</returns>
    public static PowerShellCommand None(string reason) => new(null, [], null, "none", reason);
}
