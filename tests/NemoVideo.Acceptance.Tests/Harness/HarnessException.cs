namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A test can't run as it should. Unlike a failed assertion, this is never a known failure of the module.</summary>
/// <param name="message">What happened.</param>
internal sealed class HarnessException(string message) : Exception(message);
