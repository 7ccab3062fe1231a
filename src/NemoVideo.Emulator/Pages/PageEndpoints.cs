using NemoVideo.Emulator.Endpoints;

namespace NemoVideo.Emulator.Pages;

/// <summary>The pages of the emulator. As for the control API, no token is needed: only programs on this computer can open them.</summary>
internal static class PageEndpoints
{
    private static readonly string[] Files = [HttpMethods.Get, HttpMethods.Head];

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<Thumbnails>();
        services.AddSingleton<TimelinePicture>();
        services.AddSingleton<MediaView>();
        services.AddSingleton<RequestView>();
        services.AddSingleton<SessionPage>();
        services.AddSingleton<SessionListPage>();
        services.AddSingleton<RequestPage>();
        services.AddSingleton<FaultPage>();
        services.AddSingleton<LiveStream>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, PageFilter>();
        WebPages.Map(all);

        var pages = all.MapGroup("").WithMetadata(new EmulatorOnly());
        pages.MapGet("/", (HttpRequest request, SessionListPage list, int? page) => list.Show(request, page));
        pages.MapGet("/events", (HttpContext http, SessionListPage list, LiveStream live) => live.SendAsync(http, list.Fragments));
        pages.MapGet("/session/{sessionId}", (string sessionId, SessionPage page) => page.Show(sessionId));
        pages.MapGet("/session/{sessionId}/events", Follow);
        pages.MapMethods("/session/{sessionId}/frames/{uploadId}", Files, FramesAsync);
        pages.MapMethods("/session/{sessionId}/uploads/{uploadId}", Files, Upload);
        pages.MapMethods("/session/{sessionId}/renders/{key}.mp4", Files, Video);
        pages.MapGet("/requests", (RequestPage page) => page.Show());
        pages.MapGet("/requests/events", (HttpContext http, RequestPage page, LiveStream live) => live.SendAsync(http, page.Fragments));
        pages.MapGet("/faults", (FaultPage page) => page.Show());
        pages.MapGet("/faults/events", (HttpContext http, FaultPage page, LiveStream live) => live.SendAsync(http, page.Fragments));
        pages.MapPost("/faults", (HttpContext http, FaultPage page) => page.AddAsync(http));
        pages.MapPost("/faults/clear", (FaultPage page) => page.Clear());
        pages.MapPost("/faults/release", (FaultPage page) => page.Release());
        pages.MapGet("/pages/{name}", Asset);
        pages.MapGet("/favicon.ico", static () => Asset("icon.svg"));
    }

    // An EventSource reconnects after the end of a stream, but not after the status 404.
    private static async Task Follow(HttpContext http, string sessionId, SessionStore sessions, SessionPage page, LiveStream live)
    {
        if (sessions.Find(sessionId) is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await live.SendAsync(http, () => page.Fragments(sessionId));
    }

    private static async Task<IResult> FramesAsync(
        string sessionId, string uploadId, SessionStore sessions, Thumbnails frames, CancellationToken cancellationToken) =>
        Find(sessions, sessionId, uploadId) is { } upload && await frames.ReadAsync(sessionId, upload, cancellationToken) is { } path
            ? CdnEndpoints.File(path)
            : Results.NotFound();

    private static IResult Upload(string sessionId, string uploadId, SessionStore sessions) =>
        Find(sessions, sessionId, uploadId) is { } upload ? CdnEndpoints.File(sessions.PathOf(sessionId, upload)) : Results.NotFound();

    private static IResult Video(string sessionId, string key, RenderQueue renders) =>
        renders.FindByKey(key) is { } render && render.SessionId == sessionId && renders.ProgressOf(render).Status == RenderStatus.Completed
            ? CdnEndpoints.File(render.File!.Path)
            : Results.NotFound();

    private static Upload? Find(SessionStore sessions, string sessionId, string uploadId) =>
        sessions.Find(sessionId)?.Uploads.FirstOrDefault(upload => upload.Id == uploadId);

    private static IResult Asset(string name)
    {
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        return typeof(PageEndpoints).Assembly.GetManifestResourceStream("pages/" + name) is { } content
            ? Results.Stream(content, type)
            : Results.NotFound();
    }
}
