namespace NemoVideo.Emulator.Pages;

/// <summary>The page of one session: timeline, conversation, media and requests.</summary>
internal sealed class SessionPage(
    SessionStore sessions,
    ConversationStore conversations,
    TokenStore tokens,
    TimelinePicture timeline,
    MediaView media,
    RequestView requests)
{
    public IResult Show(string sessionId)
    {
        if (sessions.Find(sessionId) is not { } session)
        {
            return Layout.Message(StatusCodes.Status404NotFound, "Session not found", "The emulator has no session with this ID.");
        }

        var parts = Fragments(session);
        return Layout.Page(session.TaskName, "", Html.Of($"""
            <div class="session">
            <div class="head">
            <p class="crumb"><a href="/">Sessions</a></p>
            <h1><bdi>{session.TaskName}</bdi></h1>
            {Fragment.In("head", parts)}
            </div>
            <section class="panel wide" aria-labelledby="h-timeline"><h2 id="h-timeline">Timeline</h2>
            <div id="timeline-panel">{Fragment.In("timeline-panel", parts)}</div></section>
            <section class="panel talk" aria-labelledby="h-conversation"><h2 id="h-conversation">Conversation</h2>
            <p class="note">The agent writes for users of the website. Instead of clicking an Export button,
             run <code>Start-NemoExport</code>.</p>
            <ol class="conversation" id="{ConversationView.Parent}" aria-live="polite"
             aria-labelledby="h-conversation">{Fragment.In(ConversationView.Parent, parts)}</ol>
            <p class="empty">No messages yet.</p></section>
            <div class="side">
            <section class="panel" aria-labelledby="h-renders"><h2 id="h-renders">Renders</h2>
            <ul class="renders" id="{MediaView.Renders}" data-order="newest">{Fragment.InReverse(MediaView.Renders, parts)}</ul>
            <p class="empty">No renders yet.</p></section>
            <section class="panel" aria-labelledby="h-uploads"><h2 id="h-uploads">Uploads</h2>
            <ul class="uploads" id="{MediaView.Uploads}">{Fragment.In(MediaView.Uploads, parts)}</ul>
            <p class="empty">No uploads yet.</p></section>
            </div>
            <section class="panel log" aria-labelledby="h-requests"><h2 id="h-requests">Requests</h2>
            <ul class="requests" id="{RequestView.Parent}" data-order="newest">{Fragment.InReverse(RequestView.Parent, parts)}</ul>
            <p class="empty">No requests yet.</p></section>
            </div>
            """), livePath: $"/session/{session.SessionId}/events");
    }

    /// <summary>The fragments of a session as they are now. Null if there is no such session.</summary>
    public IReadOnlyList<Fragment>? Fragments(string sessionId) => sessions.Find(sessionId) is { } session ? Fragments(session) : null;

    private List<Fragment> Fragments(Session session) =>
    [
        new("facts", "head", "dl", "figures", Facts(session)),
        new("timeline", "timeline-panel", "div", "timeline-box", timeline.Draw(session)),
        .. ConversationView.Fragments(conversations.Read(session.SessionId)),
        .. media.Fragments(session),
        .. requests.OfSession(session.SessionId),
    ];

    private Html Facts(Session session)
    {
        var draft = new Draft(session.Draft);
        return Html.Of($"""
            <div><dt>Length</dt><dd>{PageText.Length(draft.Length)}</dd></div>
            <div><dt>Canvas</dt><dd>{draft.Width}×{draft.Height}</dd></div>
            {Html.If(draft.Properties.ContainsKey("transition"), $"<div><dt>Transition</dt><dd>fade</dd></div>")}
            <div><dt>Messages sent</dt><dd>{PageText.Number(session.MessageCount)}</dd></div>
            <div><dt>Credits left</dt><dd>{PageText.Number(tokens.CreditsOf(session.UserId))}</dd></div>
            <div class="long"><dt>Session ID</dt><dd><code>{session.SessionId}</code></dd></div>
            """);
    }
}
