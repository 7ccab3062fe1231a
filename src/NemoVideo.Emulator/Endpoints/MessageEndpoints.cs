using NemoVideo.Emulator.Streaming;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Messages to the agent (protocol section 5).</summary>
internal static class MessageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/run_sse", RunAsync);

    private static async Task<IResult> RunAsync(
        HttpContext http, SessionStore sessions, ConversationStore conversations, TokenStore tokens, RequestLog log,
        EmulatorOptions options, IHostApplicationLifetime lifetime)
    {
        var body = await http.ReadJsonAsync();
        if (FindProblem(body) is { } problem)
        {
            return EmulatorResponse.Json(new JsonObject { ["detail"] = problem }, StatusCodes.Status422UnprocessableEntity);
        }

        var grant = http.Grant();
        if (sessions.Find(body!.Value.Text("session_id")!, grant.UserId) is not { } session)
        {
            return Rejection.SessionNotFound;
        }

        var message = TextOf(body.Value)!;
        var conversation = new Conversation(conversations, session.SessionId);
        conversation.AddMessage(message, http.Features.Get<FaultRule>());
        var plan = MessageReader.Read(message, session.TaskName, new Draft(session.Draft).IsEmpty);
        if (!tokens.TryFreeze(grant.Token, plan.Cost))
        {
            conversation.AddRejection(Rejection.OutOfCredits);
            return Rejection.OutOfCredits;
        }

        session = sessions.Change(session.SessionId, old => old with
        {
            MessageCount = old.MessageCount + 1,
            LastMessage = message,
            LastMessageAt = options.TimeProvider.GetUtcNow(),
        });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(http, Writer(options.Dialect, options.TimeProvider), options, log.Released, ended.Token);
        using var work = conversation.Record(new MessageRun(sessions, session, plan, options).Run()).GetEnumerator();
        var hasFailed = false;
        try
        {
            hasFailed = !await stream.SendAsync(work);
        }
        finally
        {
            // If the client has disconnected, the work is still finished and charged.
            while (!hasFailed && work.MoveNext())
            {
            }

            tokens.Settle(grant.Token, plan.Cost, isCharged: !hasFailed);
            conversation.AddEnd(hasFailed ? 0 : plan.Cost, isConnected: http.Entry().Record.State == RequestState.Open);
        }

        return Results.Empty;
    }

    /// <summary>Checks the body (protocol section 5). Returns null if it is valid.</summary>
    private static string? FindProblem(JsonElement? body) =>
        body is not { } message ? "the body is not a JSON object"
        : message.Text("app_name") != "nemo_agent" ? "app_name must be nemo_agent"
        : message.Text("user_id") != "me" ? "user_id must be me"
        : message.Text("session_id") is null ? "session_id is required"
        : TextOf(message) is null ? "a text in new_message.parts is required"
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

    private static IDialectWriter Writer(EventDialect dialect, TimeProvider time) => dialect switch
    {
        EventDialect.Adk => new AdkWriter(time),
        EventDialect.Mixed => new MixedWriter(new AdkWriter(time), new FlatWriter(named: true), new FlatWriter(named: false)),
        _ => new FlatWriter(named: dialect == EventDialect.Named),
    };
}
