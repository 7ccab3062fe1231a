using System.Net;
using System.Text;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Render jobs: submit, poll, cancel, wait (protocol section 8).</summary>
internal sealed class RenderOperations(ApiTransport transport, RenderJournal journal)
{
    private const string Endpoint = "api/render/proxy/lambda";

    /// <summary>
    /// Submits a render of a timeline. Where the answer was lost, the job is asked for by its id; a submit that failed is
    /// repeated once, with a new id.
    /// </summary>
    public async Task<RenderJob> SubmitAsync(TimelineState timeline, string format, string quality, CancellationToken cancellationToken)
    {
        if (timeline.RawDraft is not { } draft || !timeline.IsReady)
        {
            throw new NemoException(
                NemoErrorKind.NotReady,
                "The timeline has nothing to render yet.",
                "Upload a clip with Send-NemoUpload or have one generated with Invoke-NemoEdit first.");
        }

        return await TrySubmitAsync(timeline.SessionId, draft, format, quality, isLast: false, cancellationToken).ConfigureAwait(false)
            ?? (await TrySubmitAsync(timeline.SessionId, draft, format, quality, isLast: true, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Looks at a render. The first look that finds it finished completes it in the journal.</summary>
    public async Task<RenderJob> GetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var job = await PollAsync(id, cancellationToken).ConfigureAwait(false);
            await journal.SeenAsync(id, job, cancellationToken).ConfigureAwait(false);
            return job;
        }
        catch (NemoException unknown) when (IsUnknownId(unknown))
        {
            await journal.MissingAsync(id, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Cancels a render. One that is finished is a conflict, by status or by code. Where the answer was lost, the render tells
    /// whether it was cancelled.
    /// </summary>
    public async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendForRenderAsync(RequestKind.Create, HttpMethod.Post, PathOf(id) + "/cancel", content: null, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException refusal) when (refusal is { StatusCode: HttpStatusCode.Conflict } or { ServiceCode: (int)HttpStatusCode.Conflict })
        {
            throw Finished(id, refusal);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            await FindCancelledAsync(id, lost, cancellationToken).ConfigureAwait(false);
        }

        await journal.CancelledAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Polls a render until it is finished. A poll that fails for a passing reason goes on with the same id.
    /// </summary>
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
                throw Ended(timeouts.ToException(exception), failure);
            }
        }
    }

    /// <summary>One look, or why it failed in passing: the render goes on without being looked at, and the deadline bounds this.</summary>
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

    /// <summary>A deadline that ran out over looks that failed has its reason in them.</summary>
    private static Exception Ended(Exception ended, NemoException? failed) =>
        ended is NemoTimeoutException timeout && failed is not null
            ? timeout.Restate($"{timeout.Message} The last look at the export failed: {failed.Message}", failed.NextStep)
            : ended;

    private static NemoException Finished(string id, NemoException refusal) => refusal.Restate(
        $"The export '{id}' is finished, so it cannot be cancelled any more.",
        "Get-NemoExport shows whether it was completed, has failed or was cancelled; Save-NemoExport downloads one that was completed.",
        NemoErrorKind.RenderFinished);

    /// <summary>Returns where a render is over without a video, as a cancelled one is.</summary>
    private async Task FindCancelledAsync(string id, NemoException lost, CancellationToken cancellationToken)
    {
        RenderStatus status;
        try
        {
            status = (await PollAsync(id, cancellationToken).ConfigureAwait(false)).Status;
        }
        catch (NemoException)
        {
            throw Unclear("the service does not answer for it");
        }

        if (status != RenderStatus.Failed)
        {
            throw status == RenderStatus.Completed ? Finished(id, lost) : Unclear("it was still at work a moment ago");
        }

        NemoException Unclear(string why) => lost.Restate(
            $"{lost.Message} It is not clear whether the export '{id}' was cancelled: {why}.",
            "Run Stop-NemoExport again later: cancelling twice does no harm.");
    }

    private async Task<RenderJob> PollAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await transport.SendForRenderAsync(
            RequestKind.Read, HttpMethod.Get, PathOf(id), content: null, cancellationToken).ConfigureAwait(false);
        return RenderResponse.Read(answer, id, transport.Redaction.IsIn);
    }

    private static string PathOf(string id) => $"{Endpoint}/{ServiceId.ToPathSegment(id)}";

    /// <summary>One submit under an id of its own; null where it failed and the service clearly has no such job.</summary>
    private async Task<RenderJob?> TrySubmitAsync(
        string sessionId, JsonElement draft, string format, string quality, bool isLast, CancellationToken cancellationToken)
    {
        var id = RenderId.New(transport.Time);
        var operation = await journal.BeginAsync(id, sessionId, format, quality, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        try
        {
            var job = await SubmitOnceAsync(id, sessionId, draft, format, quality, cancellationToken).ConfigureAwait(false);
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
                throw failure.Restate($"{failure.Message} The service knows of no export that was started.", "Run Start-NemoExport again later.");
            }

            throw;
        }
        catch (NemoException refused)
        {
            await operation.FailedAsync(refused).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RenderJob> SubmitOnceAsync(
        string id, string sessionId, JsonElement draft, string format, string quality, CancellationToken cancellationToken)
    {
        var answer = await transport.SendAsync(
            RequestKind.Create,
            HttpMethod.Post,
            Endpoint,
            ApiTransport.Json(CreateBody(id, sessionId, draft, format, quality)),
            cancellationToken).ConfigureAwait(false);
        return RenderResponse.Read(answer, id, transport.Redaction.IsIn);
    }

    /// <summary>The job that a submit without an answer made; null where the service clearly has none.</summary>
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
                $"It is not clear whether the export '{id}' was started: the answer was lost, and the service does not answer for it.",
                $"Look with Get-NemoExport -Id {id} later, before you start another.");
        }
    }

    /// <summary>
    /// An unknown id answers 404 or a code that is not documented. A refused token, a limit or a failure of the service's own
    /// says nothing of the job.
    /// </summary>
    public static bool IsUnknownId(NemoException failure) =>
        failure.Kind is NemoErrorKind.RenderNotFound or NemoErrorKind.SessionNotFound
        || failure is { Kind: NemoErrorKind.ServiceFailure, IsTransient: false, ServiceCode: not (null or 0 or (>= 500 and <= 599)) };

    /// <summary>The draft goes back whole, every value as it came: it is written as its own text.</summary>
    private static string CreateBody(string id, string sessionId, JsonElement draft, string format, string quality)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("sessionId", sessionId);
            writer.WritePropertyName("draft");
            writer.WriteRawValue(draft.GetRawText());
            writer.WriteStartObject("output");
            writer.WriteString("format", format);
            writer.WriteString("quality", quality);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
