namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>What is known of an export beside what the service tells of it.</summary>
/// <param name="SessionId">The session that it was made from; null where only the id is known.</param>
/// <param name="Name">The name that its file gets; null where only the id is known.</param>
/// <param name="Path">The downloaded file; null where it was not downloaded.</param>
/// <param name="Length">That file's size in bytes.</param>
internal sealed record KnownExport(string? SessionId, string? Name, string? Path, long? Length);
