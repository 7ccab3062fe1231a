namespace NemoVideo.Client.Tests.Errors;

/// <summary>A failure of the service: a line of <c>failures.tsv</c>. Status and code are null if the failure has none of its own.</summary>
internal sealed record ErrorFailure(string Name, string? Status, string? Code, string Message);
