using NemoVideo.Client.Uploading;

namespace NemoVideo.Client.Resuming;

/// <summary>A session that an earlier process has made for one file.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Media">The file as the service has it; null where it never came there, and is yet to be sent.</param>
public sealed record EarlierUpload(string SessionId, UploadedMedia? Media);
