namespace NemoVideo.Emulator.Pages;

/// <summary>The page that plans, lists and removes faults.</summary>
internal sealed class FaultPage(FaultPlan plan, RequestLog log)
{
    /// <summary>Common faults, which the browser offers for the field.</summary>
    private static readonly string[] Examples =
    [
        "POST /run_sse: status 429 retry-after 2",
        "POST /run_sse: code 2001",
        "POST /run_sse: drop after 2 events",
        "POST /run_sse: end after 1 events",
        "POST /run_sse: hold after 1 events with heartbeats",
        "POST /run_sse: ask \"Which song do you want?\"",
        "POST /run_sse: error event \"The model is overloaded\" after 1 events",
        "POST /api/upload-video/*: drop before answer",
        "GET /api/state/*: status 503 x2",
        "POST /api/render/proxy/lambda: fail render \"Out of memory\"",
        "GET /output/*: drop after 1000 bytes",
        "GET /output/*: drip 2000 bytes every 200 ms",
        "* *: status 401",
    ];

    public IResult Show(string? problem = null, string? rule = null) => Layout.Page("Faults", "/faults", Html.Of($"""
        <div class="head"><h1>Faults</h1><p class="lead">Plan a failure, run your script, and see what it does.</p></div>
        {Html.If(problem is not null, $"<p class=\"problem\" role=\"alert\" id=\"problem\">{problem}</p>")}
        <div class="fault-panels">
        <section class="panel" aria-labelledby="h-plan"><h2 id="h-plan">Plan a fault</h2>
        <form method="post" action="/faults">
        <label for="rule">Fault, as for the <code>--fault</code> option</label>
        <input id="rule" name="rule" required value="{rule ?? ""}" placeholder="For example: POST /run_sse: status 503 x2" list="examples"
         spellcheck="false" autocomplete="off" {Html.If(problem is not null, $"aria-invalid=\"true\" aria-describedby=\"problem\"")}>
        <datalist id="examples">{Examples.Select(static example => Html.Of($"<option value=\"{example}\"></option>"))}</datalist>
        <button type="submit">Plan the fault</button>
        </form>
        <details><summary>All actions</summary><pre tabindex="0">{FaultRule.Grammar}</pre></details>
        </section>
        <section class="panel" aria-labelledby="h-active"><h2 id="h-active">Planned faults</h2>
        <div id="active-panel">{Fragment.In("active-panel", Fragments())}</div></section>
        </div>
        """), livePath: "/faults/events", status: problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    /// <summary>The planned faults as they are now.</summary>
    public IReadOnlyList<Fragment> Fragments()
    {
        var rules = plan.Snapshot();
        var rows = rules.Select(static rule => Html.Of($"""<li><code>{rule.Text}</code><span class="times">{TimesOf(rule)}</span></li>"""));
        return
        [
            new("active", "active-panel", "div", "active", Html.Of($"""
                {Html.If(rules.Count == 0, $"<p class=\"empty\">No faults are planned. All requests are processed normally.</p>")}
                {Html.If(rules.Count > 0, $"<ul class=\"rules\">{rows}</ul>")}
                <div class="actions">
                {Html.If(log.Snapshot().Any(static request => request.HoldCount > 0 && !request.IsDone), $"""
                <form method="post" action="/faults/release"><button type="submit" class="quiet">Release held requests</button></form>
                """)}
                {Html.If(rules.Count > 0, $"""
                <form method="post" action="/faults/clear"><button type="submit" class="quiet">Remove all faults</button></form>
                """)}
                </div>
                """)),
        ];
    }

    public async Task<IResult> AddAsync(HttpContext http)
    {
        var rule = (await http.Request.ReadFormAsync(http.RequestAborted))["rule"].ToString();
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

    private static IResult Done() => Results.Redirect("/faults");

    private static string TimesOf(FaultRule rule) => rule.Times switch
    {
        int.MaxValue => "always",
        1 => "once",
        var times => PageText.Plural(times, "time"),
    };
}
