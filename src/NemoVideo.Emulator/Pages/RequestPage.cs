namespace NemoVideo.Emulator.Pages;

/// <summary>The page with the latest requests of all clients, and the internal errors of the emulator.</summary>
internal sealed class RequestPage(RequestView requests, RequestLog log)
{
    public IResult Show()
    {
        var parts = Fragments();
        return Layout.Page("Requests", "/requests", Html.Of($"""
            <div class="head"><h1>Requests</h1><p class="lead">The latest requests of all clients, the newest first.</p></div>
            <div id="failures-panel">{Fragment.In("failures-panel", parts)}</div>
            <section class="panel log"><h2 class="visually-hidden">Latest requests</h2>
            <div class="request-head">
            <span>Method</span><span>Path</span><span>Status</span><span>Duration</span><span>Received</span></div>
            <ul class="requests" id="{RequestView.Parent}" data-order="newest">{Fragment.InReverse(RequestView.Parent, parts)}</ul>
            <p class="empty">No requests yet.</p></section>
            """), livePath: "/requests/events");
    }

    public IReadOnlyList<Fragment> Fragments() =>
    [
        new("failures", "failures-panel", "div", "failures", Html.If(log.Failures.Count > 0, $"""
            <section class="panel problem"><h2>Internal errors of the emulator</h2>
            {log.Failures.Select(failure => Html.Of($"<pre tabindex=\"0\">{failure}</pre>"))}</section>
            """)),
        .. requests.Latest(),
    ];
}
