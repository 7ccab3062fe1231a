namespace NemoVideo.PowerShell.Tests;

/// <summary>What <c>Invoke-Suite.ps1</c> writes about a run.</summary>
/// <param name="Result">Pester's verdict on the whole: Passed or Failed.</param>
/// <param name="PowerShellVersion">The version of the PowerShell that ran the suite.</param>
/// <param name="PesterVersion">The version of Pester.</param>
/// <param name="Tests">The results, in the order they came.</param>
internal sealed record PesterReport(string Result, string PowerShellVersion, string PesterVersion, IReadOnlyList<PesterTest> Tests);
