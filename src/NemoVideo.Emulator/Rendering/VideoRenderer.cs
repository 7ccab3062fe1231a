using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Rendering;

/// <summary>Creates the file of a render: with ffmpeg if it is installed, otherwise an uploaded clip, otherwise the built-in clip.</summary>
internal sealed class VideoRenderer(FfmpegRenderer ffmpeg, RenderPlanner planner, SessionStore sessions, BuiltInClip builtIn)
{
    public async Task<RenderedFile> RenderAsync(Render render, CancellationToken cancellationToken)
    {
        var plan = planner.Plan(render);
        if (!ffmpeg.IsInstalled)
        {
            return Fallback(render, plan, "not rendered: no ffmpeg");
        }

        try
        {
            return await ffmpeg.RenderAsync(render.Key, plan, cancellationToken);
        }
        catch (RenderFailedException exception)
        {
            return Fallback(render, plan, exception.Message);
        }
    }

    private RenderedFile Fallback(Render render, RenderPlan plan, string note)
    {
        var uploads = (sessions.Find(render.SessionId)?.Uploads ?? []).Select(upload => sessions.PathOf(render.SessionId, upload));
        var path = plan.Clips.Select(clip => clip.Path).Concat(uploads).FirstOrDefault(IsPlayable) ?? builtIn.FilePath;
        var origin = path == builtIn.FilePath ? "builtin" : "upload";
        return new RenderedFile(path, new FileInfo(path).Length, Mp4Boxes.ReadDuration(path), origin, note);
    }

    // The output must be a playable MP4 file.
    private static bool IsPlayable(string path) =>
        Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && Mp4Boxes.ReadDuration(path) is not null;
}
