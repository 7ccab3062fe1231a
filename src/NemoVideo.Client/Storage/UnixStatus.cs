namespace NemoVideo.Client.Storage;

/// <summary>The status of a file, folder or link in a Unix file system.</summary>
/// <param name="Mode">Type and permission bits, as <c>stat</c> returns them.</param>
/// <param name="Owner">The user ID of its owner.</param>
/// <param name="Group">The ID of its group.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Identity">Identifies the file on this computer. A rename doesn't change it.</param>
/// <param name="ChangeTime">When the content or the status last changed. Programs can't set it.</param>
/// <param name="WriteTime">When the content was last written.</param>
internal readonly record struct UnixStatus(
    int Mode, uint Owner, uint Group, long Length, string Identity, (long Seconds, long Nanoseconds) ChangeTime,
    (long Seconds, long Nanoseconds) WriteTime)
{
    private const int TypeMask = 0xF000;

    public bool IsRegularFile => (Mode & TypeMask) == 0x8000;

    public bool IsFolder => (Mode & TypeMask) == 0x4000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;

    public bool IsOfCurrentUser => Owner == UnixFileSystem.CurrentUser;
}
