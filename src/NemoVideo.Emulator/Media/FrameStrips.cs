namespace NemoVideo.Emulator.Media;

/// <summary>Pictures of uploaded clips and images for the pages: frames at even distances, side by side. Requires ffmpeg.</summary>
internal sealed class FrameStrips(EmulatorOptions options, SessionStore sessions) : IDisposable
{
    public const int Width = 228;
    public const int Height = 128;

    private const int ClipFrameCount = 8;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string? _ffmpeg = options.UseFfmpeg ? ChildProcess.FindOnPath("ffmpeg") : null;
    private readonly SemaphoreSlim _slot = new(1);

    /// <summary>The path of the picture in a URL.</summary>
    public static string PathOf(Session session, Upload upload) => $"/session/{session.SessionId}/frames/{upload.Id}";

    /// <summary>The number of frames of an upload. 0 if there is no picture of it.</summary>
    public int CountOf(Upload upload) => (_ffmpeg, upload) switch
    {
        (null, _) or (_, { Kind: MediaKind.Audio }) => 0,
        (_, { Kind: MediaKind.Video, Facts.Duration: not null }) => ClipFrameCount,
        _ => 1,
    };

    /// <summary>The path of the JPEG file, which is created at the first call. Null if ffmpeg can't read the upload.</summary>
    public async Task<string?> ReadAsync(string sessionId, Upload upload, CancellationToken cancellationToken)
    {
        var source = sessions.PathOf(sessionId, upload);
        var path = source + ".frames.jpg";
        if (_ffmpeg is null || CountOf(upload) == 0)
        {
            return null;
        }

        await _slot.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path))
            {
                // Moved at the end, so that an incomplete file never has the final name.
                var created = source + ".new.jpg";
                var (exitCode, _, _) = await ChildProcess.RunAsync(_ffmpeg, Arguments(upload, source, created), null, Timeout, cancellationToken);
                if (exitCode != 0 || !File.Exists(created))
                {
                    return null;
                }

                File.Move(created, path, overwrite: true);
            }

            return path;
        }
        finally
        {
            _slot.Release();
        }
    }

    public void Dispose() => _slot.Dispose();

    private IReadOnlyList<string> Arguments(Upload upload, string source, string path)
    {
        var frames = CountOf(upload) == 1 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"fps={ClipFrameCount / upload.Facts.Duration!.Value.TotalSeconds:0.######}:start_time=0,");
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"{frames}scale={Width}:{Height}:force_original_aspect_ratio=increase,crop={Width}:{Height},tile={CountOf(upload)}x1");
        return
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y", .. ChildProcess.SafeInput, "-i", source,
            "-vf", filter, "-frames:v", "1", "-q:v", "4", path,
        ];
    }
}
