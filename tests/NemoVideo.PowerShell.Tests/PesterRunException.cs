using NemoVideo.Demo;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The Pester run itself went wrong; says how, with all that the run wrote.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="outcome">The run.</param>
internal sealed class PesterRunException(string message, ProcessOutcome outcome)
    : Exception($"{message}\n{outcome.Error}\n{outcome.Output}".TrimEnd());
