namespace NemoVideo.Emulator.Recording;

/// <summary>What the emulator has of one session, as of the moment it was asked.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Name">The name it was made with.</param>
/// <param name="UploadCount">Files taken into its timeline.</param>
/// <param name="MessageCount">Messages accepted, each of them worked on and charged.</param>
public sealed record SessionRecord(string Id, string Name, int UploadCount, int MessageCount);
