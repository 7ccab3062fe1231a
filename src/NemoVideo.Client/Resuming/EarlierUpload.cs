using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Resuming;

/// <summary>A file that an earlier process has uploaded to a session of its own.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Media">The file as the service has it.</param>
public sealed record EarlierUpload(string SessionId, UploadedMedia Media);
