namespace NemoVideo.Demo;

/// <summary>What came of a program that was run to its end, or to the end of its time.</summary>
/// <param name="ExitCode">The exit code; null where the program had to be killed because its time was up.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ProcessOutcome(int? ExitCode, string Output, string Error)
{
    /// <summary>The first line that says anything, of the errors if there are any; for a reason in one line.</summary>
    public string FirstLine =>
        $"{Error}\n{Output}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        ?? (ExitCode is { } code ? $"it said nothing and ended with code {code}" : "it said nothing until its time was up");
}
