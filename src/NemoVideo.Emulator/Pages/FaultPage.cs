using NemoVideo.Emulator.Faults;

namespace NemoVideo.Emulator.Pages;

/// <summary>The page that plans, lists and removes faults.</summary>
internal sealed class FaultPage(FaultPlan plan, RequestLog log)
{
    private static readonly (string Value, string Name)[] Requests =
    [
        ("POST /run_sse", "a message"),
        ("POST /api/upload-video/*", "an upload"),
        ("POST /api/tasks/*", "a new session"),
        ("GET /api/state/*", "the state of a session"),
        ("POST /api/render/proxy/lambda", "the start of an export"),
        ("GET /api/render/proxy/lambda/*", "the status of an export"),
        ("GET /output/*", "a download of a video"),
        ("GET /api/credits/*", "the credits"),
        ("POST /api/auth/anonymous-token", "a free token"),
        ("* *", "any request"),
    ];

    private static readonly (string Group, (string Action, string Name)[] Choices)[] Actions =
    [
        ("The request isn't processed",
        [
            ("status 503", "The service is unavailable (503)"),
            ("status 429 retry-after 2", "The rate limit is exceeded (429). Retry after 2 seconds."),
            ("status 401", "The token is rejected (401)"),
            ("code 2001", "Out of credits (code 2001)"),
            ("reset", "The connection is reset"),
        ]),
        ("The request is processed, then",
        [
            ("drop before answer", "the response is lost"),
            ("status 502 after work", "the gateway fails (502)"),
            ("hold before answer", "the response is held until you release it"),
            ("cut answer to 20 bytes", "the response ends after 20 bytes"),
        ]),
        ("In the events of a message",
        [
            ("drop after 2 events", "The connection is lost after 2 events"),
            ("end after 1 events", "The stream ends after 1 event"),
            ("hold after 1 events with heartbeats", "After 1 event, the service sends only heartbeats until you release the request"),
            ("error event \"The model is overloaded\" after 1 events", "The agent reports an error"),
        ]),
        ("During an export or a download",
        [
            ("fail render \"Out of memory\"", "The render fails"),
            ("drop after 1000 bytes", "The connection is lost after 1,000 bytes"),
            ("drip 2000 bytes every 200 ms", "The file arrives slowly"),
        ]),
    ];

    private static readonly (string Value, string Name)[] Times =
        [("1", "once"), ("2", "twice"), ("3", "3 times"), ("10", "10 times"), ("*", "always")];

    public IResult Show(string? problem = null, string? rule = null) => Layout.Page("Faults", "/faults", Html.Of($"""
        <div class="head"><h1>Faults</h1><p class="lead">Plan a failure, run your script, and see what it does.</p></div>
        {Html.If(problem is not null, $"<p class=\"problem\" role=\"alert\" id=\"problem\">{problem}</p>")}
        <div class="fault-panels">
        <section class="panel" aria-labelledby="h-plan"><h2 id="h-plan">Plan a fault</h2>
        <form method="post" action="/faults">
        <label>If a client sends<select name="request">{Requests.Select(static item => Option(item.Value, item.Name + " – " + item.Value))}</select></label>
        <label>then this happens<select name="action">{Actions.Select(ToGroup)}</select></label>
        <label>How often<select name="times">{Times.Select(static item => Option(item.Value, item.Name))}</select></label>
        <button type="submit">Plan the fault</button>
        </form>
        </section>
        <section class="panel" aria-labelledby="h-write"><h2 id="h-write">Plan a fault as text</h2>
        <form method="post" action="/faults">
        <label for="rule">Fault, as for the <code>--fault</code> option</label>
        <input id="rule" name="rule" required value="{rule ?? ""}" placeholder="For example: POST /run_sse: status 503 x2"
         spellcheck="false" autocomplete="off" {Html.If(problem is not null, $"aria-invalid=\"true\" aria-describedby=\"problem\"")}>
        <button type="submit">Plan the fault</button>
        </form>
        <details><summary>All actions</summary><pre tabindex="0">{FaultRule.Grammar}</pre></details>
        </section>
        </div>
        <section class="panel" aria-labelledby="h-active"><h2 id="h-active">Planned faults</h2>
        <div id="active-panel">{Fragment.In("active-panel", Fragments())}</div></section>
        """), livePath: "/faults/events", status: problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    /// <summary>The planned faults as they are now.</summary>
    public IReadOnlyList<Fragment> Fragments()
    {
        var rules = plan.Snapshot();
        var canHold = rules.Any(static rule => rule.IsHold)
            || log.Snapshot().Any(static request => request.HoldCount > 0 && !request.IsDone);
        var rows = rules.Select(static rule => Html.Of($"""
            <li><code>{rule.Text}</code><span class="times">{TimesOf(rule)}</span>
            <form method="post" action="/faults/remove"><input type="hidden" name="id" value="{rule.Id}">
            <button type="submit" class="quiet" aria-label="Remove the fault {rule.Text}">Remove</button></form></li>
            """));
        return
        [
            new("active", "active-panel", "div", "active", Html.Of($"""
                {Html.If(rules.Count == 0, $"<p class=\"empty\">No faults are planned. All requests are processed normally.</p>")}
                {Html.If(rules.Count > 0, $"<ul class=\"rules\">{rows}</ul>")}
                <div class="actions">
                {Html.If(canHold, $"""
                <form method="post" action="/faults/release"><button type="submit" class="quiet">Release held requests</button></form>
                """)}
                {Html.If(rules.Count > 1, $"""
                <form method="post" action="/faults/clear"><button type="submit" class="quiet">Remove all faults</button></form>
                """)}
                </div>
                """)),
        ];
    }

    public async Task<IResult> AddAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var rule = form.ContainsKey("rule") ? form["rule"].ToString() : $"{form["request"]}: {form["action"]} x{form["times"]}";
        try
        {
            plan.Add(FaultRule.Parse(rule, isFromRequest: true));
            return Done();
        }
        catch (FormatException problem)
        {
            return Show(problem.Message.Split('\n')[0].TrimEnd('\r'), rule);
        }
    }

    public async Task<IResult> RemoveAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (int.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            plan.Remove(id);
        }

        return Done();
    }

    public IResult Clear()
    {
        plan.Clear();
        return Done();
    }

    public IResult Release()
    {
        log.Released.Raise();
        return Done();
    }

    // Status 303: reloading the page doesn't send the form again.
    private static SeeOther Done() => new SeeOther("/faults");

    private static Html ToGroup((string Group, (string Action, string Name)[] Choices) group) => Html.Of($"""
        <optgroup label="{group.Group}">{group.Choices.Select(static choice => Option(choice.Action, choice.Name))}</optgroup>
        """);

    private static Html Option(string value, string name) => Html.Of($"""<option value="{value}">{name}</option>""");

    private static string TimesOf(FaultRule rule) => rule.Times switch
    {
        int.MaxValue => "always",
        1 => "once",
        var times => PageText.Plural(times, "time"),
    };

    private sealed record SeeOther(string Path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Path;
            return Task.CompletedTask;
        }
    }
}
