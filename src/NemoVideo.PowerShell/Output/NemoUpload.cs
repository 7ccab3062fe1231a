using NemoVideo.Client.Operations;

namespace NemoVideo.PowerShell.Output;

/// <summary>A file that was uploaded into a session. What the service does not say is null.</summary>
public sealed class NemoUpload
{
    internal NemoUpload(string sessionId, bool ownsSession, string? path, long? length, UploadedMedia media)
    {
        SessionId = sessionId;
        OwnsSession = ownsSession;
        Path = path;
        Length = length;
        Name = media.FileName;
        MediaKind = media.MediaKind;
        Duration = media.Duration;
        Width = media.Width;
        Height = media.Height;
        FrameRate = media.FrameRate;
        Hash = media.Hash;
        Url = media.Address;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The session it is in; binds to -Session of the other cmdlets.</summary>
    public string SessionId { get; }

    /// <summary>Whether the session was made for this file alone (-SessionPerFile).</summary>
    public bool OwnsSession { get; }

    /// <summary>The local file; null for an upload by address.</summary>
    public string? Path { get; }

    /// <summary>The file's size in bytes; null for an upload by address.</summary>
    public long? Length { get; }

    /// <summary>What it is, such as video.</summary>
    public string? MediaKind { get; }

    /// <summary>Its playing time.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Its width in pixels.</summary>
    public int? Width { get; }

    /// <summary>Its height in pixels.</summary>
    public int? Height { get; }

    /// <summary>Its frames per second.</summary>
    public double? FrameRate { get; }

    /// <summary>The service's hash of it.</summary>
    public string? Hash { get; }

    /// <summary>Where the service keeps it.</summary>
    public Uri? Url { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
