using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Rendering;

/// <summary>Makes the file of a render: by ffmpeg where it is, else the uploaded clip as it is, else the built-in one.</summary>
internal sealed class VideoMaker(FfmpegRenderer ffmpeg, RenderPlanner planner, SessionStore sessions, BuiltInClip builtIn)
{
    public async Task<RenderedFile> MakeAsync(RenderJob job, CancellationToken cancellationToken)
    {
        var plan = planner.Plan(job);
        if (!ffmpeg.IsThere)
        {
            return StandIn(job, plan, "not rendered: no ffmpeg");
        }

        try
        {
            return await ffmpeg.RenderAsync(job.Key, plan, cancellationToken);
        }
        catch (RenderFailedException failure)
        {
            return StandIn(job, plan, failure.Message);
        }
    }

    private RenderedFile StandIn(RenderJob job, RenderPlan plan, string note)
    {
        var uploads = (sessions.Find(job.SessionId)?.Uploads ?? []).Select(upload => sessions.PathOf(job.SessionId, upload));
        var clip = plan.Clips.Select(planned => planned.Path).Concat(uploads).FirstOrDefault(IsPlayable);
        var path = clip ?? builtIn.FilePath;
        return new RenderedFile
        {
            Path = path,
            ByteCount = new FileInfo(path).Length,
            Duration = Mp4Boxes.ReadDuration(path),
            MadeBy = path == builtIn.FilePath ? "builtin" : "upload",
            Note = note,
        };
    }

    // The output is asked for as MP4, and must play: neither a WebM nor a broken file can stand in for it.
    private static bool IsPlayable(string path) =>
        Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && Mp4Boxes.ReadDuration(path) is not null;
}
