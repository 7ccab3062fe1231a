using System.Collections.Concurrent;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Exports;

/// <summary>The renders that a connection has submitted, and its polls.</summary>
#pragma warning disable CA1001 // The semaphore needs no disposal.
internal sealed class SubmittedRenders
{
#pragma warning restore CA1001
    private const int MaxPolls = 16;

    /// <summary>Their times and timelines, by ID.</summary>
    public ConcurrentDictionary<string, (long Time, string SessionId, string Fingerprint)> Renders { get; } = new();

    /// <summary>Limits the connections, however many renders are polled.</summary>
    public SemaphoreSlim Polls { get; } = new(MaxPolls);
}

/// <summary>Renders: submit, poll, cancel, wait (protocol section 8).</summary>
internal sealed class RenderOperations(ApiTransport transport, SubmittedRenders submitted)
{
    private const int Conflict = (int)HttpStatusCode.Conflict;
    private const int Forbidden = (int)HttpStatusCode.Forbidden;
    private static readonly TimeSpan NewTime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Submits a render. If the response is lost, the render is polled by its ID. A failed submit is retried with a new ID, because it is
    /// free: once if the service rejected it, and otherwise as often as a read.
    /// </summary>
    public async Task<RenderJob> SubmitAsync(
        TimelineState timeline, RenderOutput output, Action<string>? submitting, CancellationToken cancellationToken)
    {
        if (!timeline.CheckIsReadable().IsReady)
        {
            throw NotReady(timeline);
        }

        for (var (retry, pause) = (0, transport.Limits.RetryDelay); ; retry++, pause += pause)
        {
            if (await TrySubmitAsync(timeline, output, retry, submitting, cancellationToken).ConfigureAwait(false) is { } render)
            {
                submitted.Renders[render.Id] = (transport.Time.GetTimestamp(), timeline.SessionId, timeline.Fingerprint);
                return render;
            }

            await transport.PauseAsync(pause, cancellationToken, "The export could not be started").ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Cancels a render. A finished render causes a conflict. If the response is lost or doesn't confirm the cancellation, the outcome is
    /// read from the status.
    /// </summary>
    public async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var response = await transport.SendAsync(ApiCalls.CancelRender, id, content: null, cancellationToken).ConfigureAwait(false);
            if (RenderResponse.Read(response, id) is { IsLost: false })
            {
                throw new NemoException(
                    NemoErrorKind.InvalidResponse, "The service's response doesn't confirm the cancellation.", "Try again later.")
                { Outcome = Outcome.Unknown };
            }
        }
        catch (NemoException refusal) when (refusal is { StatusCode: HttpStatusCode.Conflict } or { ServiceCode: Conflict })
        {
            throw Finished(id, refusal);
        }
        catch (NemoException lost) when (lost.IsLost)
        {
            await CheckIsCanceledAsync(id, lost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Polls a render until it is finished. After a transient error, it continues, unless the service is unreachable.</summary>
    public async Task<RenderJob> WaitAsync(
        string id, TimeSpan interval, TimeSpan timeout, IProgress<RenderJob>? progress, CancellationToken cancellationToken)
    {
        using var timeouts = transport.StartTimeouts(timeout, Timeout.InfiniteTimeSpan, cancellationToken);
        var unreachable = new UnreachableTimer(transport.Limits.UnreachableTimeout, transport.Time);
        NemoException? failure = null;
        string? status = null;
        try
        {
            while (true)
            {
                try
                {
                    var job = await GetAsync(id, timeouts.Token).ConfigureAwait(false);
                    (failure, status) = (null, job.StatusText);
                    unreachable.Observe(null);
                    progress?.Report(job);
                    if (job.IsFinished)
                    {
                        return job;
                    }
                }
                catch (NemoException transient) when (transient.IsTransient || transient.IsLost
                    || (transient.Kind == NemoErrorKind.RenderNotFound && IsNew(id)))
                {
                    // The service continues the render. At the timeout, its error counts, and not that of the last poll.
                    timeouts.Token.ThrowIfCancellationRequested();
                    failure = unreachable.Observe(transient) ? throw Unreachable(id, unreachable.Limit, transient) : transient;
                }

                // Only an undocumented status needs an explanation.
                var reason = failure?.Message.TrimEnd('.') ?? (status?.ToUpperInvariant() is null or "PENDING" or "PROCESSING" ? null
                    : $"The status of the export is '{status}'");
                await transport.PauseAsync(interval, timeouts.Token, reason, "Checking again").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception)
        {
            // If the last poll failed, its error is the reason for the timeout.
            throw timeouts.ToException(exception) is not NemoTimeoutException timedOut ? timeouts.ToException(exception)
                : failure is not null ? timedOut.Restate(
                    $"{timedOut.Message} The last request for the export status failed: {failure.Message}", failure.NextStep)
                : status is not null ? timedOut.Restate($"{timedOut.Message} The export's last status was '{status}'.", timedOut.NextStep)
                : timedOut;
        }
    }

    /// <summary>The session and the fingerprint of the timeline that this connection submitted; null for another render.</summary>
    public (string SessionId, string Fingerprint)? FindSubmitted(string id) =>
        submitted.Renders.TryGetValue(id, out var one) ? (one.SessionId, one.Fingerprint) : null;

    /// <summary>Whether the service may not find a render yet (firecrawl 2662).</summary>
    private bool IsNew(string id) => submitted.Renders.TryGetValue(id, out var one) && transport.Time.GetElapsedTime(one.Time) < NewTime;

    private static NemoException NotReady(TimelineState timeline)
    {
        const string Problem = "The timeline is empty, so there is nothing to export.";
        return timeline.Uploads.Count == 0
            ? new(NemoErrorKind.NotReady, Problem, "Upload a clip, or send a message that asks the agent to generate one.")
            {
                Action = NemoAction.AddMedia,
            }
            : new(
                NemoErrorKind.NotReady,
                $"{Problem} The session contains uploads that aren't on the timeline: {TimelineSummary.Of(timeline.Uploads)}.",
                "Send a message that tells the agent how to use the uploads.")
            {
                Action = NemoAction.SendMessage,
                ActionTarget = timeline.SessionId,
            };
    }

    private static NemoException Unreachable(string id, TimeSpan limit, NemoException failure) => failure.Restate(
        $"The module stopped waiting for the export '{id}' because it couldn't reach the service for {RateLimit.Format(limit)}. "
            + failure.Message,
        "Check the network, and then wait for the export again. The service continues to process the export, and you aren't charged for "
            + "waiting.",
        action: NemoAction.DownloadAgain, target: id);

    private static NemoException Finished(string id, NemoException refusal) => refusal.Restate(
        $"The export '{id}' has already finished and can't be canceled.",
        "If the status of the export is Completed, download the video.",
        NemoErrorKind.RenderFinished, NemoAction.ReadExport, id, Outcome.NotDone);

    /// <summary>Returns normally if the render ended without a video, as a canceled render does. Otherwise, throws.</summary>
    private async Task CheckIsCanceledAsync(string id, NemoException lost, CancellationToken cancellationToken)
    {
        RenderStatus? status = null;
        try
        {
            status = (await GetAsync(id, cancellationToken).ConfigureAwait(false)).Status;
        }
        catch (NemoException)
        {
            // The status stays unknown.
        }

        if (status is not (RenderStatus.Failed or RenderStatus.Canceled))
        {
            var reason = status is null ? "Its status couldn't be read." : "At the last check, it was still in progress.";
            throw status == RenderStatus.Completed ? Finished(id, lost) : lost.Restate(
                $"{lost.Message} The export '{id}' may or may not have been canceled. {reason}",
                "Canceling an export twice is safe, so try again later.", action: NemoAction.CancelExport, target: id);
        }
    }

    /// <summary>Polls a render once.</summary>
    public async Task<RenderJob> GetAsync(string id, CancellationToken cancellationToken)
    {
        await submitted.Polls.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await transport.SendAsync(ApiCalls.ReadRender, id, content: null, cancellationToken).ConfigureAwait(false);

            // Only the response to a submit can assign an ID. Another ID in a status would select the file of another session's video.
            return RenderResponse.Read(response, id) is { } job ? job with { Id = id } : throw new NemoException(
                NemoErrorKind.InvalidResponse, "The service's response doesn't contain the status of the export.", "Try again later.")
            { Outcome = Outcome.Unknown };
        }
        finally
        {
            submitted.Polls.Release();
        }
    }

    /// <summary>Submits with a new ID. Returns null if the submit failed and the service doesn't have the render.</summary>
    private async Task<RenderJob?> TrySubmitAsync(
        TimelineState timeline, RenderOutput output, int retry, Action<string>? submitting, CancellationToken cancellationToken)
    {
        // In the form that protocol section 8 shows.
        var id = $"render_{transport.Time.GetUtcNow().ToUnixTimeMilliseconds()}_{Guid.NewGuid().ToString("N").Substring(0, 12)}";
        submitting?.Invoke(id);
        try
        {
            var body = ApiTransport.Json(ToJson(id, timeline, output));
            var request = transport.SendAsync(ApiCalls.SubmitRender, id: null, body, cancellationToken);
            var response = await request.ConfigureAwait(false);
            return RenderResponse.Read(response, id) ?? throw new NemoException(
                NemoErrorKind.InvalidResponse, "The service's response doesn't confirm the export.", "Try again later.")
            { Outcome = Outcome.Unknown };
        }
        catch (NemoException failure) when (failure.StatusCode != HttpStatusCode.Forbidden && failure.ServiceCode != Forbidden
            && failure.Kind is NemoErrorKind.ConnectionLost or NemoErrorKind.Timeout or NemoErrorKind.ServiceFailure
                or NemoErrorKind.InvalidResponse)
        {
            var last = failure.Outcome == Outcome.NotDone ? 1 : Math.Max(1, transport.Limits.RetryCount);
            return await FindAsync(id, failure, cancellationToken).ConfigureAwait(false) is { } job ? job
                : retry < last ? null
                : throw (failure.Outcome != Outcome.Unknown ? failure : failure.Restate(
                    $"{failure.Message} No export was started.", "Try again later.", null, NemoAction.StartExport, timeline.SessionId));
        }
    }

    /// <summary>Finds the render of a submit whose response was lost; null if the service doesn't have it.</summary>
    private async Task<RenderJob?> FindAsync(string id, NemoException lost, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException unknown) when (IsUnknownId(unknown))
        {
            return null;
        }
        catch (NemoException)
        {
            throw lost.Restate(
                $"It is unknown whether the export '{id}' was started. "
                    + "The service did not confirm that the export started, and the export's status couldn't be read.",
                $"Check the status of the export '{id}' later, before you start another export.",
                action: NemoAction.ReadExport,
                target: id);
        }
    }

    /// <summary>
    /// Whether the service doesn't have the ID: 404 or an undocumented code, but not an authentication, limit or server error.
    /// </summary>
    public static bool IsUnknownId(NemoException failure) =>
        failure.Kind is NemoErrorKind.RenderNotFound or NemoErrorKind.SessionNotFound
        || failure is { Kind: NemoErrorKind.ServiceFailure, IsTransient: false, ServiceCode: not (null or 0 or (>= 500 and <= 599)) };

    /// <summary>Creates the body of a submit. The draft is written as its raw text, so that every value is unchanged.</summary>
    private static string ToJson(string id, TimelineState timeline, RenderOutput output)
    {
        var (session, draft) = (Quote(timeline.SessionId), timeline.Draft!.Value.GetRawText());
        return $$"""{"id":{{Quote(id)}},"sessionId":{{session}},"draft":{{draft}},"output":{{output.ToJson()}}}""";
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
