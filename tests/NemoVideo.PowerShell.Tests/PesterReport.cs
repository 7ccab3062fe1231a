namespace NemoVideo.PowerShell.Tests;

/// <summary>The report that <c>Invoke-Suite.ps1</c> writes.</summary>
/// <param name="Result">The result of the whole run: Passed or Failed.</param>
/// <param name="Tests">The results, in the order of the run.</param>
/// <param name="LongCount">The number of long tests that were left out.</param>
internal sealed record PesterReport(string Result, IReadOnlyList<PesterTest> Tests, int LongCount = 0);
