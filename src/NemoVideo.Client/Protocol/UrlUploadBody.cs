namespace NemoVideo.Client.Protocol;

/// <summary>The body of an upload by address (protocol section 6).</summary>
internal sealed record UrlUploadBody(IReadOnlyList<string> Urls, string SourceType);
