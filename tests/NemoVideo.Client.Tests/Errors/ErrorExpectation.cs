using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>
/// The expected error for a failure: a line of <c>expectations.tsv</c>. <c>MessageParts</c> and <c>NextStep</c> are parts of the texts;
/// <c>Trace</c> uses the notation of <see cref="FailingService"/>.
/// </summary>
internal sealed record ErrorExpectation(
    string Failure, bool IsFree, string[] Groups, NemoErrorKind Kind, string[] MessageParts, string[] NextStep, string Trace);
