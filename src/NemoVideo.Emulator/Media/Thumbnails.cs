namespace NemoVideo.Emulator.Media;

/// <summary>The first picture of uploaded clips and images, for the pages. Requires ffmpeg.</summary>
internal sealed class Thumbnails(EmulatorOptions options, SessionStore sessions) : IDisposable
{
    public const int Width = 228;
    public const int Height = 128;

    private readonly string? _ffmpeg = options.UseFfmpeg ? ChildProcess.FindOnPath("ffmpeg") : null;
    private readonly SemaphoreSlim _slot = new(1);

    /// <summary>The path of the picture in a URL. Null if there is none.</summary>
    public string? AddressOf(Session session, Upload upload) =>
        _ffmpeg is null || upload.Kind == MediaKind.Audio ? null : $"/session/{session.SessionId}/frames/{upload.Id}";

    /// <summary>The path of the JPEG file, which is created at the first call. Null if ffmpeg can't read the upload.</summary>
    public async Task<string?> ReadAsync(string sessionId, Upload upload, CancellationToken cancellationToken)
    {
        var source = sessions.PathOf(sessionId, upload);
        var path = source + ".frame.jpg";
        await _slot.WaitAsync(cancellationToken);
        try
        {
            if (_ffmpeg is not null && !File.Exists(path))
            {
                var filter = $"scale={Width}:{Height}:force_original_aspect_ratio=increase,crop={Width}:{Height}";
                string[] output = ["-vf", filter, "-frames:v", "1", "-update", "1", "-q:v", "4", path];
                await ChildProcess.RunAsync(
                    _ffmpeg, ["-nostdin", "-y", .. ChildProcess.SafeInput, "-i", source, .. output], workingDirectory: null, cancellationToken);
            }

            return File.Exists(path) ? path : null;
        }
        finally
        {
            _slot.Release();
        }
    }

    public void Dispose() => _slot.Dispose();
}
