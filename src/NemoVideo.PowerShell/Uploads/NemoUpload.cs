namespace NemoVideo.PowerShell.Output;

/// <summary>A file that was uploaded into a session. Null is a value that the service didn't send.</summary>
public sealed class NemoUpload
{
    private readonly UploadedMedia _media;

    internal NemoUpload(string sessionId, bool ownsSession, string? path, long? length, UploadedMedia media, string? message = null)
    {
        Message = string.IsNullOrWhiteSpace(message) ? null : message;
        _media = media;
        SessionId = sessionId;
        OwnsSession = ownsSession;
        Path = path;
        Length = length;
    }

    /// <summary>The name of the file at the service, which can differ from that of the local file.</summary>
    public string Name => UrlText.Hide(_media.FileName);

    /// <summary>The ID of the session. Binds to -Session of the other cmdlets.</summary>
    public string SessionId { get; }

    /// <summary>Whether the session was created for this file only (-SessionPerFile).</summary>
    public bool OwnsSession { get; }

    /// <summary>The path of the local file; null for an upload from a URL.</summary>
    public string? Path { get; }

    /// <summary>The full path of the local file that the session was created for (-SessionPerFile); null for none.</summary>
    public string? SourcePath => OwnsSession ? Path : null;

    /// <summary>The message for Invoke-NemoEdit, which Send-NemoUpload doesn't send; null for none.</summary>
    public string? Message { get; }

    /// <summary>The size of the file in bytes; null for an upload from a URL.</summary>
    public long? Length { get; }

    /// <summary>The kind of media, such as video.</summary>
    public string? MediaKind => UrlText.HideOrNull(_media.MediaKind);

    /// <summary>The length of the media.</summary>
    public TimeSpan? Duration => _media.Duration;

    /// <summary>The width in pixels.</summary>
    public int? Width => _media.Width;

    /// <summary>The height in pixels.</summary>
    public int? Height => _media.Height;

    /// <summary>The number of frames per second.</summary>
    public double? FrameRate => _media.FrameRate;

    /// <summary>The service's hash of the file.</summary>
    public string? Hash => UrlText.HideOrNull(_media.Hash);

    /// <summary>The URL of the file at the service.</summary>
    public Uri? Url => _media.Address;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
