namespace NemoVideo.Soak;

/// <summary>A session as the server holds it.</summary>
internal sealed record ServerSession(int MessageCount, IReadOnlyList<ServerUpload> Uploads);
