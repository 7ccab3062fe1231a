using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Renders: submit, poll, cancel, wait (protocol section 8).</summary>
internal sealed class RenderOperations(ApiTransport transport, RenderJournal journal)
{
    private const string Endpoint = "api/render/proxy/lambda";

    /// <summary>Submits a render. If the response is lost, it is polled by its ID. A failed submit is repeated once with a new ID.</summary>
    public async Task<RenderJob> SubmitAsync(TimelineState timeline, string format, string quality, CancellationToken cancellationToken)
    {
        if (timeline.RawDraft is not { } draft || !timeline.IsReady)
        {
            throw new NemoException(
                NemoErrorKind.NotReady, "The timeline is empty: there is nothing to export.", "Upload a clip, or have one generated.")
            {
                Action = NemoAction.AddMedia,
            };
        }

        var submit = new RenderSubmit(timeline.SessionId, draft, format, quality);
        return await TrySubmitAsync(submit, isLast: false, cancellationToken).ConfigureAwait(false)
            ?? (await TrySubmitAsync(submit, isLast: true, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Polls a render once, and records its final status in the journal.</summary>
    public async Task<RenderJob> GetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var job = await PollAsync(id, cancellationToken).ConfigureAwait(false);
            await journal.PolledAsync(id, job, cancellationToken).ConfigureAwait(false);
            return job;
        }
        catch (NemoException unknown) when (IsUnknownId(unknown))
        {
            await journal.MissingAsync(id, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Cancels a render. A finished render is a conflict, by status or service code. If the response is lost, the render's status shows
    /// whether it was canceled.
    /// </summary>
    public async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendForRenderAsync(
                RequestKind.Create, HttpMethod.Post, PathOf(id) + "/cancel", content: null, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException refusal) when (refusal is { StatusCode: HttpStatusCode.Conflict } or { ServiceCode: (int)HttpStatusCode.Conflict })
        {
            throw Finished(id, refusal);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            await CheckIsCanceledAsync(id, lost, cancellationToken).ConfigureAwait(false);
        }

        await journal.CancelledAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Polls a render until it is finished. After a transient error, polling continues.</summary>
    public async Task<RenderJob> WaitAsync(
        string id, TimeSpan interval, TimeSpan timeout, IProgress<RenderJob>? progress, CancellationToken cancellationToken)
    {
        using var timeouts = transport.StartTimeouts(timeout, Timeout.InfiniteTimeSpan, cancellationToken);
        NemoException? failure = null;
        while (true)
        {
            try
            {
                (var job, failure) = await TryGetAsync(id, timeouts).ConfigureAwait(false);
                if (job is not null)
                {
                    progress?.Report(job);
                    if (job.IsFinished)
                    {
                        return job;
                    }
                }

                await transport.PauseAsync(interval, timeouts.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                // If the last poll failed, its error is the reason for the timeout.
                throw timeouts.ToException(exception) is var ended && ended is NemoTimeoutException timedOut && failure is not null
                    ? timedOut.Restate($"{timedOut.Message} The last poll of the export failed: {failure.Message}", failure.NextStep)
                    : ended;
            }
        }
    }

    /// <summary>Polls once. Returns a transient error, because the render continues at the service.</summary>
    private async Task<(RenderJob? Job, NemoException? Failure)> TryGetAsync(string id, RequestTimeouts timeouts)
    {
        try
        {
            return (await GetAsync(id, timeouts.Token).ConfigureAwait(false), null);
        }
        catch (NemoException failure) when ((failure.IsTransient || failure.Outcome == Outcome.Unknown) && !timeouts.Token.IsCancellationRequested)
        {
            return (null, failure);
        }
    }

    private static NemoException Finished(string id, NemoException refusal) => refusal.Restate(
        $"The export '{id}' has already finished and can't be canceled.",
        "Check its status. If it is completed, download it.",
        NemoErrorKind.RenderFinished,
        NemoAction.ReadExport,
        id);

    /// <summary>Returns if the render ended without a video, as a canceled one does.</summary>
    private async Task CheckIsCanceledAsync(string id, NemoException lost, CancellationToken cancellationToken)
    {
        RenderStatus? status = null;
        try
        {
            status = (await PollAsync(id, cancellationToken).ConfigureAwait(false)).Status;
        }
        catch (NemoException)
        {
            // The status stays unknown.
        }

        if (status != RenderStatus.Failed)
        {
            throw status == RenderStatus.Completed ? Finished(id, lost) : lost.Restate(
                $"{lost.Message} It is unknown whether the export '{id}' was canceled: "
                    + (status is null ? "the service did not respond." : "it was still rendering."),
                "Cancel it again later. Canceling twice is safe.",
                action: NemoAction.CancelExport,
                target: id);
        }
    }

    private async Task<RenderJob> PollAsync(string id, CancellationToken cancellationToken) => RenderResponse.Read(
        await transport.SendForRenderAsync(RequestKind.Read, HttpMethod.Get, PathOf(id), null, cancellationToken).ConfigureAwait(false), id, transport.Redaction.IsIn);

    private static string PathOf(string id) => $"{Endpoint}/{ServiceId.ToPathSegment(id)}";

    /// <summary>Submits with a new ID; null if it failed and the service has no such render.</summary>
    private async Task<RenderJob?> TrySubmitAsync(RenderSubmit submit, bool isLast, CancellationToken cancellationToken)
    {
        var id = RenderId.New(transport.Time);
        var operation = await journal.BeginAsync(id, submit.SessionId, submit.Format, submit.Quality, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        try
        {
            var content = ApiTransport.Json(submit.ToJson(id));
            var job = RenderResponse.Read(
                await transport.SendAsync(RequestKind.Create, HttpMethod.Post, Endpoint, content, cancellationToken).ConfigureAwait(false), id, transport.Redaction.IsIn);
            await journal.SubmittedAsync(operation, id, job).ConfigureAwait(false);
            return job;
        }
        catch (NemoException failure) when (
            failure.Kind is NemoErrorKind.ConnectionLost or NemoErrorKind.Timeout or NemoErrorKind.ServiceFailure or NemoErrorKind.InvalidResponse)
        {
            if (await FindAsync(id, failure, cancellationToken).ConfigureAwait(false) is { } job)
            {
                await journal.SubmittedAsync(operation, id, job).ConfigureAwait(false);
                return job;
            }

            await operation.FailedAsync().ConfigureAwait(false);
            if (!isLast)
            {
                return null;
            }

            if (failure.Outcome == Outcome.Unknown)
            {
                throw failure.Restate(
                    $"{failure.Message} No export was started.", "Start the export again later.", null, NemoAction.StartExport, submit.SessionId);
            }

            throw;
        }
        catch (NemoException refused)
        {
            await operation.FailedAsync(refused).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The render of a submit whose response was lost; null if the service has none.</summary>
    private async Task<RenderJob?> FindAsync(string id, NemoException lost, CancellationToken cancellationToken)
    {
        try
        {
            return await PollAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException unknown) when (IsUnknownId(unknown))
        {
            return null;
        }
        catch (NemoException)
        {
            throw lost.Restate(
                $"It is unknown whether the export '{id}' was started: the response was lost, and the service did not respond to a status request.",
                "Check its status later, before you start another.",
                action: NemoAction.ReadExport,
                target: id);
        }
    }

    /// <summary>Whether the service doesn't know the ID: 404 or an undocumented code, but no authentication, limit or server error.</summary>
    public static bool IsUnknownId(NemoException failure) =>
        failure.Kind is NemoErrorKind.RenderNotFound or NemoErrorKind.SessionNotFound
        || failure is { Kind: NemoErrorKind.ServiceFailure, IsTransient: false, ServiceCode: not (null or 0 or (>= 500 and <= 599)) };

    private sealed record RenderSubmit(string SessionId, JsonElement Draft, string Format, string Quality)
    {
        /// <summary>The request body. The draft is written as its raw text, with every value unchanged.</summary>
        public string ToJson(string id)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteString("sessionId", SessionId);
                writer.WritePropertyName("draft");
                writer.WriteRawValue(Draft.GetRawText());
                writer.WriteStartObject("output");
                writer.WriteString("format", Format);
                writer.WriteString("quality", Quality);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }
}
