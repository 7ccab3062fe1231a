using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>What the client makes of a failure: a line of <c>expectations.tsv</c>.</summary>
/// <param name="Failure">The failure's name.</param>
/// <param name="IsFree">Whether the token is a free one.</param>
/// <param name="Groups">The kinds of call it holds for.</param>
/// <param name="Kind">The kind of error.</param>
/// <param name="Says">What must stand in the message.</param>
/// <param name="NextStep">What must stand in the next step.</param>
/// <param name="Sees">What the service sees, in the notation of <see cref="FailingService"/>.</param>
internal sealed record ErrorExpectation(
    string Failure, bool IsFree, string[] Groups, NemoErrorKind Kind, string[] Says, string[] NextStep, string Sees);
