namespace NemoVideo.PowerShell.Tests;

/// <summary>A result of the Pester suite: a test, or a failure of a file or block outside its tests.</summary>
/// <param name="File">The name of the test file.</param>
/// <param name="Name">The names of Describe, Contexts and It, separated by periods.</param>
/// <param name="Result">Pester's result: Passed, Failed, Skipped or Inconclusive.</param>
/// <param name="Message">The failure, or the reason for skipping.</param>
/// <param name="Stack">The script stack trace of the failure.</param>
public sealed record PesterTest(string File, string Name, string Result, string? Message, string? Stack);
