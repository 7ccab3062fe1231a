namespace NemoVideo.Client.Tests.Errors;

/// <summary>What fails, as the service names it: a line of <c>failures.tsv</c>.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Status">The HTTP status; null where it has none of its own.</param>
/// <param name="Code">The code; null where it has none.</param>
/// <param name="Words">The service's words.</param>
internal sealed record ErrorFailure(string Name, string? Status, string? Code, string Words);
