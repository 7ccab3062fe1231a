using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>What the content network serves: finished renders and uploads, to whoever knows the address.</summary>
internal static class CdnEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/output/{key}.mp4", Methods, Output);
        routes.MapMethods("/media/{sessionId}/{storedName}", Methods, Media);
    }

    private static IResult Output(string key, RenderQueue renders) =>
        renders.FindByKey(key) is { } job && renders.ProgressOf(job).Status == RenderStatus.Completed
            ? ServedFile.Of(job.File!.Path)
            : Results.NotFound();

    private static IResult Media(string sessionId, string storedName, SessionStore sessions) =>
        sessions.Find(sessionId)?.Uploads.FirstOrDefault(upload => upload.StoredName == storedName) is { } upload
            ? ServedFile.Of(sessions.PathOf(sessionId, upload))
            : Results.NotFound();
}
