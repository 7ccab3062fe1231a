namespace NemoVideo.Emulator.Pages;

/// <summary>Shows requests with their headers, and what went wrong.</summary>
internal sealed class RequestView(RequestLog log, RenderQueue renders)
{
    public const string Parent = "requests";

    private const int ShownCount = 100;
    private const int SearchedCount = 10_000;

    private static readonly JsonSerializerOptions Indented = new(EmulatorJson.Options) { WriteIndented = true };

    /// <summary>The latest requests in order of arrival.</summary>
    public IEnumerable<Fragment> Latest() => log.Latest(ShownCount).Select(ToFragment);

    /// <summary>The latest requests of a session: those with its ID, or with the ID of one of its renders.</summary>
    public IEnumerable<Fragment> OfSession(string sessionId)
    {
        var renderNames = renders.OfSession(sessionId).SelectMany(static render => new[] { render.Id, render.Key }).ToList();
        return log.Latest(SearchedCount).Where(Belongs).TakeLast(ShownCount).Select(ToFragment);

        bool Belongs(RequestRecord request) =>
            request.Path.Contains(sessionId, StringComparison.Ordinal)
            || request.Body?.Contains(sessionId, StringComparison.Ordinal) == true
            || renderNames.Exists(name => request.Path.Contains(name, StringComparison.Ordinal));
    }

    private static Fragment ToFragment(RequestRecord request) => new(
        string.Create(CultureInfo.InvariantCulture, $"request-{request.Id}"),
        Parent,
        "li",
        HasFailed(request) ? "request failed" : "request",
        Show(request));

    private static bool HasFailed(RequestRecord request) =>
        request.Status >= 400 || request.State == RequestState.Aborted || request.Rejection is not null || request.Fault is not null;

    private static Html Show(RequestRecord request)
    {
        var outcome = request.State switch
        {
            RequestState.Open when request.Status is null => "open",
            RequestState.Aborted => request.Status is { } sent ? string.Create(CultureInfo.InvariantCulture, $"{sent} aborted") : "aborted",
            _ => request.Status?.ToString(CultureInfo.InvariantCulture) ?? "open",
        };
        var took = request.EndedAt is { } end ? PageText.Duration(end - request.ReceivedAt) : "…";
        return Html.Of($"""
            <details><summary>
            <span class="method">{request.Method}</span><span class="path">{PathOf(request)}</span>
            <span class="outcome">{outcome}</span><span class="took">{took}</span>{PageText.Time(request.ReceivedAt)}
            {Html.If(request.Rejection is not null, $"<span class=\"reason\">{request.Rejection}</span>")}
            {Html.If(request.Fault is not null, $"<span class=\"reason\">Fault: {request.Fault}</span>")}
            </summary>
            <div class="inside">
            <p class="facts">{Facts(request)}</p>
            <h3>Headers</h3>
            <dl class="headers">{Headers(request)}</dl>
            {Html.If(request.Body is { Length: > 0 }, $"<h3>Body</h3><pre tabindex=\"0\">{Pretty(request.Body!)}</pre>")}
            </div>
            </details>
            """);
    }

    // The query of a link contains its claim token.
    private static string PathOf(RequestRecord request) => request.Path == "/workspace/claim" ? request.Path : request.Path + request.Query;

    private static string Facts(RequestRecord request)
    {
        var facts = new List<string> { $"Host: {request.Origin}", $"{PageText.Size(request.BytesReceived)} received" };
        if (request.EventsSent > 0)
        {
            facts.Add($"{PageText.Plural(request.EventsSent, "event")} sent");
        }

        if (request.HoldCount > 0)
        {
            facts.Add($"held {PageText.Plural(request.HoldCount, "time")}");
        }

        return string.Join(" · ", facts);
    }

    private static IEnumerable<Html> Headers(RequestRecord request) =>
        request.Headers.Append(new("Authorization", request.HasAuthorization ? "" : null!))
            .Where(static header => header.Value is not null)
            .OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static header => SecretHeaders.Names.Contains(header.Key)
                ? Html.Of($"""<div><dt>{header.Key}</dt><dd class="secret">hidden</dd></div>""")
                : Html.Of($"""<div><dt>{header.Key}</dt><dd>{header.Value}</dd></div>"""));

    private static string Pretty(string body)
    {
        try
        {
            return JsonNode.Parse(body)?.ToJsonString(Indented) ?? body;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Only the first part of a long body is recorded, and a lone surrogate can't be written.
            return body;
        }
    }
}
