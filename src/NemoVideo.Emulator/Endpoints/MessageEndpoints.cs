using System.Text.Json.Nodes;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;
using NemoVideo.Emulator.Streaming;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Messages to the agent (protocol section 5).</summary>
internal sealed class MessageEndpoints(
    SessionStore sessions, TokenStore tokens, HoldGate holds, EmulatorOptions options, IHostApplicationLifetime lifetime)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/run_sse", (HttpContext http, MessageEndpoints messages) => messages.RunAsync(http));

    private async Task<IResult> RunAsync(HttpContext http)
    {
        if (MessageRequest.Read(await JsonBody.ReadAsync(http), out var problem) is not { } message)
        {
            return EmulatorResponse.Json(new JsonObject { ["detail"] = problem }, StatusCodes.Status422UnprocessableEntity);
        }

        var grant = BearerFilter.GrantOf(http);
        if (sessions.Find(message.SessionId, grant.UserId) is not { } session)
        {
            return Refusal.SessionNotFound.ToResult();
        }

        var plan = MessageReader.Read(message.Text, session.TaskName, Draft.Parse(session.Draft).IsEmpty);
        if (!tokens.TryFreeze(grant.Token, plan.Cost))
        {
            return Refusal.OutOfCredits.ToResult();
        }

        session = sessions.Change(session.SessionId, old => old with { MessageCount = old.MessageCount + 1 });
        var run = new MessageRun(sessions, session.SessionId, plan, SilentEdits.IsSilent(options, session, plan));
        await AnswerAsync(http, run, () => tokens.Charge(grant.Token, plan.Cost), () => tokens.Release(grant.Token, plan.Cost));
        return Results.Empty;
    }

    private async Task AnswerAsync(HttpContext http, MessageRun run, Action charge, Action release)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(http, Writer(options.Dialect), options, holds, lifetime.ApplicationStopping);
        using var work = run.Play().GetEnumerator();
        var fate = StreamOutcome.GoesOn;
        try
        {
            await stream.BeginAsync(ended.Token);
            while (fate == StreamOutcome.GoesOn && work.MoveNext())
            {
                fate = await stream.SendAsync(work.Current, ended.Token);
            }

            fate = fate == StreamOutcome.GoesOn ? await stream.EndAsync(ended.Token) : fate;
        }
        finally
        {
            if (fate == StreamOutcome.Failed)
            {
                release();
            }
            else
            {
                // Whoever goes does not stop the work: it is done, and charged, without a listener.
                while (work.MoveNext())
                {
                }

                charge();
            }
        }
    }

    private IDialectWriter Writer(EventDialect dialect) => dialect switch
    {
        EventDialect.Adk => new AdkWriter(options.TimeProvider, options.Heartbeat),
        EventDialect.Mixed => new MixedWriter(Writer(EventDialect.Adk), Writer(EventDialect.Named), Writer(EventDialect.Flat)),
        _ => new FlatWriter(dialect == EventDialect.Named, options.Heartbeat),
    };
}
