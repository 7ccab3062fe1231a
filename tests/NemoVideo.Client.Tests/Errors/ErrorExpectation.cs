using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>
/// The expected error for a failure: a line of <c>expectations.tsv</c>. <c>Says</c> and <c>NextStep</c> are parts of the texts;
/// <c>Sees</c> uses the notation of <see cref="FailingService"/>.
/// </summary>
internal sealed record ErrorExpectation(
    string Failure, bool IsFree, string[] Groups, NemoErrorKind Kind, string[] Says, string[] NextStep, string Sees);
