using System.ComponentModel;
using System.Diagnostics;

namespace NemoVideo.Pictures.Reports;

/// <summary>Reads a frame of a video as a small JPEG picture, with ffmpeg.</summary>
/// <param name="program">The full path of ffmpeg.</param>
/// <param name="timeout">When ffmpeg is ended; null for the default.</param>
internal sealed class PosterFrames(string program, TimeSpan? timeout = null)
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxPixels = 4096 * 2304;
    private const string FileName = "ffmpeg";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Finds ffmpeg in the folders of a PATH variable; null if it isn't installed. Relative folders are ignored.</summary>
    public static PosterFrames? Find(string? path) =>
        ProgramPath.Find(PathRules.IsWindows ? FileName + ".exe" : FileName, path) is { } found
            ? new PosterFrames(found) : null;

    /// <summary>Reads a keyframe, usually the last one before a third of the video, as a data URI; null if ffmpeg can't in time.</summary>
    /// <param name="video">The full path of the video.</param>
    /// <param name="duration">The duration of the video; null if it is unknown.</param>
    /// <param name="byteCount">The size of the video; null if it is unknown. A file of another size isn't this video.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    public async Task<string?> ReadAsync(string video, TimeSpan? duration, long? byteCount, CancellationToken cancellationToken)
    {
        // A quotation mark, or a backslash before one, would have to be escaped differently on each system.
        if (new FileInfo(video) is not { Exists: true } file || (byteCount is not null && file.Length != byteCount)
            || video.Contains("\"") || video.EndsWith("\\", StringComparison.Ordinal))
        {
            return null;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(timeout ?? DefaultTimeout);
        var picture = await Task.Run(() => Run(Arguments(video, duration), ending.Token), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return picture is null ? null : "data:image/jpeg;base64," + Convert.ToBase64String(picture);
    }

    /// <summary>
    /// A video can't make ffmpeg open another file or a URL, as a playlist could. Only one keyframe is decoded, on one thread, and no block
    /// of memory is larger than 128 MiB. Without a new start time, ffmpeg would discard the frame.
    /// </summary>
    private static string Arguments(string video, TimeSpan? duration)
    {
        var time = ((duration?.TotalSeconds ?? 0) / 3).ToString("0.###", CultureInfo.InvariantCulture);
        return "-nostdin -hide_banner -loglevel quiet -max_alloc 134217728 -protocol_whitelist file -format_whitelist mov,matroska,avi "
            + $"-max_pixels {MaxPixels} -threads 1 -skip_frame nokey -noaccurate_seek -ss {time} -i \"file:{video}\" -frames:v 1 -an -sn "
            + "-vf scale=320:320:force_original_aspect_ratio=decrease,setpts=PTS-STARTPTS -q:v 5 -f image2pipe -c:v mjpeg pipe:1";
    }

    private byte[]? Run(string arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            using var ending = cancellationToken.Register(() => Kill(process));
            using var picture = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(picture);
            process.WaitForExit();
            return process.ExitCode == 0 && picture.Length is > 0 and <= MaxBytes ? picture.ToArray() : null;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
#if NET
            // The program can be a script that starts ffmpeg.
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has exited.
        }
    }
}
