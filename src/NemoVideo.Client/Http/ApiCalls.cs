namespace NemoVideo.Client.Http;

/// <summary>When a request may be retried.</summary>
internal enum RequestKind
{
    /// <summary>Only reads: retried after network failures, 408 and 5xx, and once after 429.</summary>
    Read,
    /// <summary>Changes something: retried only if the request had no effect, and once after 429.</summary>
    Change,
    /// <summary>Is charged: no handler repeats it. Only the edit can send a message a second time.</summary>
    Charged,
}

/// <summary>A call of the service's API. Its retries and the sweeps of the tests are derived from it.</summary>
/// <param name="Name">What the call does, for tests and documentation.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the API's base URL. <c>{session}</c> or <c>{render}</c> stands for the ID.</param>
/// <param name="Kind">When it may be retried.</param>
internal sealed record ApiCall(string Name, HttpMethod Method, string Path, RequestKind Kind)
{
    /// <summary>Whether the bearer token is added.</summary>
    public bool IsAuthorized { get; init; } = true;

    /// <summary>Whether the response contains a new token, which isn't redacted.</summary>
    public bool ReturnsToken { get; init; }

    /// <summary>Whether a 404 means that the session doesn't exist.</summary>
    public bool IsOfSession { get; init; }

    /// <summary>Whether a 404 means that the render doesn't exist.</summary>
    public bool IsOfRender { get; init; }

    /// <summary>Whether the response is an event stream or a file, which isn't buffered.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a redirect is a valid response. The caller follows it, without the token.</summary>
    public bool IsRedirectable { get; init; }

    /// <summary>Whether the response is read even if the server closes the connection before it has received the body.</summary>
    public bool IsUpload { get; init; }

    /// <summary>The path for a session or render.</summary>
    /// <exception cref="NemoException">The ID can't be part of a path.</exception>
    public string PathFor(string? id) => id is null ? Path
        : Path.Replace("{session}", ServiceId.ToPathSegment(id)).Replace("{render}", ServiceId.ToPathSegment(id));
}

/// <summary>All calls of the API (protocol sections 3 to 8).</summary>
internal static class ApiCalls
{
    private const string Renders = "api/render/proxy/lambda";

    public static readonly ApiCall RequestToken =
        new("request a free token", HttpMethod.Post, "api/auth/anonymous-token", RequestKind.Change)
        {
            IsAuthorized = false,
            ReturnsToken = true,
        };

    public static readonly ApiCall CreateSession =
        new("create a session", HttpMethod.Post, "api/tasks/me/with-session/nemo_agent", RequestKind.Change);

    public static readonly ApiCall CreateLink =
        new("create a link to a session", HttpMethod.Post, "api/auth/claim-token", RequestKind.Change);

    public static readonly ApiCall Upload =
        new("upload a file or a URL", HttpMethod.Post, "api/upload-video/nemo_agent/me/{session}", RequestKind.Change)
        {
            IsOfSession = true,
            IsUpload = true,
        };

    public static readonly ApiCall SendMessage =
        new("send a message", HttpMethod.Post, "run_sse", RequestKind.Charged) { IsOfSession = true, IsStreamed = true };

    public static readonly ApiCall ReadState =
        new("read the state", HttpMethod.Get, "api/state/nemo_agent/me/{session}/latest", RequestKind.Read) { IsOfSession = true };

    public static readonly ApiCall ReadCredits = new("read the credits", HttpMethod.Get, "api/credits/balance/simple", RequestKind.Read);

    public static readonly ApiCall SubmitRender = new("submit a render", HttpMethod.Post, Renders, RequestKind.Change);

    public static readonly ApiCall ReadRender =
        new("read a render", HttpMethod.Get, Renders + "/{render}", RequestKind.Read) { IsOfRender = true };

    public static readonly ApiCall CancelRender =
        new("cancel a render", HttpMethod.Post, Renders + "/{render}/cancel", RequestKind.Change) { IsOfRender = true };

    public static readonly ApiCall Download =
        new("download a video", HttpMethod.Get, "api/render/proxy/{render}/download", RequestKind.Read)
        {
            IsOfRender = true,
            IsStreamed = true,
            IsRedirectable = true,
        };

    public static IReadOnlyList<ApiCall> All { get; } =
    [
        RequestToken, CreateSession, CreateLink, Upload, SendMessage, ReadState, ReadCredits, SubmitRender, ReadRender, CancelRender,
        Download,
    ];
}

/// <summary>Validates IDs of the service, which become a segment of a path and part of one-line messages.</summary>
internal static class ServiceId
{
    private const int MaxLength = 1000;
    private const int MaxShownLength = 20;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text is not ("." or "..") && !text.Contains(Redaction.Placeholder)
        && ControlCharacters.OneLine(text) == text
        && !text.Any(static one => char.IsSurrogate(one) || char.GetUnicodeCategory(one) == UnicodeCategory.Format);

    public static string ToPathSegment(string id) => IsValid(id)
        ? Uri.EscapeDataString(id)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            id.Length == 0 ? "The ID is empty." : $"'{(id.Length > MaxLength ? id.Shorten(MaxShownLength) : id)}' isn't a valid ID.",
            "Specify the ID exactly as the service returned it.");
}
