namespace NemoVideo.PowerShell.Tests;

/// <summary>One result of the Pester suite: of a test, or of a file or block that broke outside its tests.</summary>
/// <param name="File">The name of the test file.</param>
/// <param name="Name">Describe, contexts and the test itself, with dots between.</param>
/// <param name="Result">Pester's word: Passed, Failed, Skipped or Inconclusive.</param>
/// <param name="Message">What failed, or why it was skipped.</param>
/// <param name="Stack">Where in the scripts it failed.</param>
public sealed record PesterTest(string File, string Name, string Result, string? Message, string? Stack);
