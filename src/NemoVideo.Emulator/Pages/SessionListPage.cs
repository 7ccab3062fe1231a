namespace NemoVideo.Emulator.Pages;

/// <summary>The first page: all sessions, the newest first.</summary>
internal sealed class SessionListPage(SessionStore sessions)
{
    private const int PageSize = 50;

    private const int MaxNameLength = 200;
    private const int MaxMessageLength = 500;

    /// <summary>Enough to tell sessions with the same name apart.</summary>
    private const int ShownIdLength = 8;

    public IResult Show(HttpRequest request, int? page)
    {
        var number = Math.Max(1, page ?? 1);
        var all = sessions.NewestFirst.ToList();
        var shown = all.Skip((number - 1) * PageSize).Take(PageSize).Reverse().Select(ToFragment).ToList();
        var older = number * PageSize < all.Count;
        var address = $"{request.Scheme}://{request.Host}";
        return Layout.Page("Sessions", "/", Html.Of($"""
            <div class="head"><h1>Sessions</h1><p class="lead">{PageText.Plural(all.Count, "session")} on this computer.</p></div>
            <ul class="sessions" id="sessions" data-order="newest">{Fragment.InReverse("sessions", shown)}</ul>
            <div class="empty start">
            <h2>Connect a PowerShell window</h2>
            <p>The emulator is ready. Sessions appear here as soon as a client creates one:</p>
            <pre tabindex="0">Connect-Nemo -ApiUrl {address}
            Get-ChildItem *.mp4 | New-NemoVideo 'trim the pauses, add a title' -Destination ./out</pre>
            </div>
            {Html.If(number > 1 || older, $"""
            <nav class="pages" aria-label="More sessions">
            {Html.If(number > 1, $"<a href=\"/?page={number - 1}\">Newer sessions</a>")}
            {Html.If(older, $"<a href=\"/?page={number + 1}\">Older sessions</a>")}
            </nav>
            """)}
            """), livePath: number == 1 ? "/events" : null);
    }

    /// <summary>The newest sessions as they are now, the newest last.</summary>
    public IReadOnlyList<Fragment> Fragments() => [.. sessions.NewestFirst.Take(PageSize).Reverse().Select(ToFragment)];

    private Fragment ToFragment(Session session)
    {
        var draft = new Draft(session.Draft);
        var id = session.SessionId[..Math.Min(session.SessionId.Length, ShownIdLength)];
        var at = session.LastMessageAt ?? session.CreatedAt;
        var scale = draft.Length > TimeSpan.Zero ? $"Timeline, 0s to {PageText.Length(draft.Length)}" : "";
        return new Fragment($"session-{session.SessionId}", "sessions", "li", "session-row", Html.Of($"""
            <div class="who"><h2><a href="/session/{session.SessionId}"><bdi>{PageText.Shorten(session.TaskName, MaxNameLength)}</bdi></a></h2>
            <p class="id"><span class="visually-hidden">Session ID begins with </span><code>{id}</code></p>
            <p class="last">{(session.LastMessage is { } message ? $"“{PageText.Shorten(message, MaxMessageLength)}”" : "No messages yet")}</p></div>
            <div class="strip">{scale}<div>{TimelinePicture.DrawSmall(draft)}</div></div>
            <dl class="figures">
            <div><dt>Length</dt><dd>{PageText.Length(draft.Length)}</dd></div>
            <div><dt>{(session.LastMessageAt is null ? "Created" : "Last message")}</dt><dd>{PageText.Date(at)}</dd></div>
            </dl>
            """));
    }
}
