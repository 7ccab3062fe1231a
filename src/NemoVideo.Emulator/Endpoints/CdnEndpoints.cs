using Microsoft.Net.Http.Headers;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Finished renders and uploads on the CDN, for anyone who knows the URL.</summary>
internal static class CdnEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/output/{key}.mp4", Methods, Output);
        routes.MapMethods("/media/{sessionId}/{storedName}", Methods, Media);
    }

    /// <summary>A file with its length and a strong ETag. Ranges are supported, so that downloads can be resumed.</summary>
    public static IResult File(string path)
    {
        var file = new FileInfo(path);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return Results.File(
            path,
            MediaTypes.ContentTypeOf(path),
            lastModified: file.LastWriteTimeUtc,
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true);
    }

    private static IResult Output(string key, RenderQueue renders) =>
        renders.FindByKey(key) is { } render && renders.ProgressOf(render).Status == RenderStatus.Completed
            ? File(render.File!.Path)
            : Results.NotFound();

    private static IResult Media(string sessionId, string storedName, SessionStore sessions) =>
        sessions.Find(sessionId)?.Uploads.FirstOrDefault(upload => upload.StoredName == storedName) is { } upload
            ? File(sessions.PathOf(sessionId, upload))
            : Results.NotFound();
}
