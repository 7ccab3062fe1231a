using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.State;
using NemoVideo.Emulator.Streaming;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Messages to the agent (protocol section 5).</summary>
internal sealed class MessageEndpoints(
    SessionStore sessions, TokenStore tokens, ReleaseSignal release, EmulatorOptions options, IHostApplicationLifetime lifetime)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/run_sse", (HttpContext http, MessageEndpoints messages) => messages.RunAsync(http));

    private async Task<IResult> RunAsync(HttpContext http)
    {
        var body = await http.ReadJsonAsync();
        if (FindProblem(body) is { } problem)
        {
            return EmulatorResponse.Json(new JsonObject { ["detail"] = problem }, StatusCodes.Status422UnprocessableEntity);
        }

        var grant = http.Grant();
        if (sessions.Find(body!.Value.Text("session_id")!, grant.UserId) is not { } session)
        {
            return Refusal.SessionNotFound;
        }

        var plan = MessageReader.Read(TextOf(body.Value)!, session.TaskName, Draft.Parse(session.Draft).IsEmpty);
        if (!tokens.TryFreeze(grant.Token, plan.Cost))
        {
            return Refusal.OutOfCredits;
        }

        session = sessions.Change(session.SessionId, old => old with { MessageCount = old.MessageCount + 1 });
        var run = new MessageRun(sessions, session, plan, options);
        await RespondAsync(http, run, () => tokens.Charge(grant.Token, plan.Cost), () => tokens.Release(grant.Token, plan.Cost));
        return Results.Empty;
    }

    private async Task RespondAsync(HttpContext http, MessageRun run, Action charge, Action refund)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(http, Writer(options.Dialect), options, release, lifetime.ApplicationStopping);
        using var work = run.Run().GetEnumerator();
        var state = StreamState.Open;
        try
        {
            await stream.BeginAsync(ended.Token);
            while (state == StreamState.Open && work.MoveNext())
            {
                state = await stream.SendAsync(work.Current, ended.Token);
            }

            state = state == StreamState.Open ? await stream.EndAsync(ended.Token) : state;
        }
        finally
        {
            if (state == StreamState.Failed)
            {
                refund();
            }
            else
            {
                // If the client has disconnected, the work is still finished and charged.
                while (work.MoveNext())
                {
                }

                charge();
            }
        }
    }

    /// <summary>Checks the body (protocol section 5). Returns null if it is valid.</summary>
    private static string? FindProblem(JsonElement? body) =>
        body is not { } message ? "the body is no JSON object"
        : message.Text("app_name") != "nemo_agent" ? "app_name must be nemo_agent"
        : message.Text("user_id") != "me" ? "user_id must be me"
        : message.Text("session_id") is null ? "session_id is required"
        : TextOf(message) is null ? "new_message.parts with a text is required"
        : null;

    private static string? TextOf(JsonElement body)
    {
        var message = body.Property("new_message");
        if (message.Property("role").ValueKind != JsonValueKind.Undefined && message.Text("role") != "user")
        {
            return null;
        }

        var text = string.Join('\n', message.Property("parts").Items().Select(part => part.Text("text")).OfType<string>());
        return text.Length > 0 ? text : null;
    }

    private IDialectWriter Writer(EventDialect dialect) => dialect switch
    {
        EventDialect.Adk => new AdkWriter(options.TimeProvider, options.Heartbeat),
        EventDialect.Mixed => new MixedWriter(Writer(EventDialect.Adk), Writer(EventDialect.Named), Writer(EventDialect.Flat)),
        _ => new FlatWriter(dialect == EventDialect.Named, options.Heartbeat),
    };
}
