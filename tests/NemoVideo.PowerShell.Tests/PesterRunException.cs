using NemoVideo.Demo;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The Pester run itself failed. The message contains the output of the run.</summary>
/// <param name="message">The reason for the failure.</param>
/// <param name="outcome">The outcome of the process.</param>
internal sealed class PesterRunException(string message, ProcessOutcome outcome)
    : Exception($"{message}\n{outcome.Error}\n{outcome.Output}".TrimEnd());
