using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Uploads;

/// <summary>Uploads files and URLs (protocol section 6). A lost upload is retried only if it can't appear in the state later.</summary>
internal sealed class UploadOperations(ApiTransport transport, ApiOrigin origin, StateReader states, OperationJournal journal)
{
    private const string CheckFirst = "Check the session before you upload the file again.";

    /// <summary>The fields of a file that the service has stored.</summary>
    private static readonly string[] StoredFields = ["cdn_url", "url", "hash", "duration", "width"];

    /// <summary>
    /// Uploads a file. If it has changed since it was checked, the upload isn't completed. From then on, no video replaces the file.
    /// </summary>
    public async Task<UploadedMedia> UploadFileAsync(
        string sessionId, MediaFile file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await journal.RecordAsync(JournalKind.Source, file.ToSource(sessionId), cancellationToken).ConfigureAwait(false);
        return await UploadAsync(sessionId, file.Name, Send, cancellationToken).ConfigureAwait(false);

        Task<UploadedMedia> Send()
        {
            var timeouts = transport.StartTransferTimeouts(cancellationToken);
            return SendAsync(sessionId, () => new FileUploadContent(file, timeouts, progress), file.Name, timeouts);
        }
    }

    public Task<UploadedMedia> UploadUrlAsync(string sessionId, Uri address, CancellationToken cancellationToken)
    {
        UrlText.CheckIsComplete(address);
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        var name = Path.GetFileName(path.Contains("://") ? path.Split('?', '#')[0] : path);
        return UploadAsync(sessionId, name, Send, cancellationToken);

        Task<UploadedMedia> Send()
        {
            var url = UrlText.WithoutFragment(address).AbsoluteUri;
            var timeouts = transport.StartTimeouts(transport.Limits.UrlUploadTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
            var body = new JsonObject { ["urls"] = new JsonArray(url), ["source_type"] = "url" };
            return SendAsync(sessionId, () => ApiTransport.Json(body), name, timeouts);
        }
    }

    private async Task<UploadedMedia> UploadAsync(
        string sessionId, string name, Func<Task<UploadedMedia>> send, CancellationToken cancellationToken)
    {
        var before = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var media = await SendOrFindAsync(before, name, send, cancellationToken).ConfigureAwait(false);

        if (media.IsPending && (await FindAfterAsync(before, name, cancellationToken).ConfigureAwait(false)).MatchesWithUploads(before))
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The service received '{name}', but didn't add the file to the session.",
                CheckFirst)
            { Action = NemoAction.ReadState, ActionTarget = sessionId };
        }

        return media;
    }

    /// <summary>The state, as soon as it contains the upload, because the agent doesn't see it before that.</summary>
    private async Task<TimelineState> FindAfterAsync(TimelineState before, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await states.GetUploadedAsync(before, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException unreadable)
        {
            // The kind of a read would say that nothing was uploaded.
            throw unreadable.Restate(
                $"{unreadable.Message} It is unknown whether the service added '{name}' to the session.",
                CheckFirst, NemoErrorKind.InvalidResponse, NemoAction.ReadState, before.SessionId);
        }
    }

    private async Task<UploadedMedia> SendOrFindAsync(
        TimelineState before, string name, Func<Task<UploadedMedia>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            TimelineState after;
            try
            {
                after = await states.GetUploadedAsync(before, cancellationToken).ConfigureAwait(false);
                if (lost.Kind == NemoErrorKind.ConnectionLost && after.MatchesWithUploads(before))
                {
                    // If the service adds the file later, another upload would add it twice.
                    await transport.PauseAsync(transport.Limits.RecoveryDelay, cancellationToken).ConfigureAwait(false);
                    after = await states.GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (NemoException)
            {
                // Its outcome would be that of a read, but whether the file was uploaded is still unknown.
                throw lost;
            }

            if (UploadedMedia.FindAdded(before, after, name) is { } found)
            {
                return found;
            }

            // After a timeout or a gateway error, the service may still be processing the first request.
            if (lost.Kind != NemoErrorKind.ConnectionLost || !after.MatchesWithUploads(before))
            {
                var hasResponse = lost.Kind == NemoErrorKind.InvalidResponse || lost.StatusCode is not null;
                var kind = hasResponse ? lost.Kind : NemoErrorKind.ConnectionLost;
                var problem = hasResponse
                    ? $"{lost.Message} The file may have been uploaded."
                    : $"The service did not confirm the upload of '{name}'. The file may have been uploaded.";
                throw lost.Restate(problem + " The upload was not retried.", CheckFirst, kind, NemoAction.ReadState, before.SessionId);
            }
        }

        return await send().ConfigureAwait(false);
    }

    /// <summary>Sends an upload. It disposes of the timeouts.</summary>
    private async Task<UploadedMedia> SendAsync(string sessionId, Func<HttpContent> createContent, string name, RequestTimeouts timeouts)
    {
        using var ending = timeouts;
        using var request = new ApiRequest(ApiCalls.Upload, origin.Resolve(ApiCalls.Upload.PathFor(sessionId)), createContent());
        var response = await transport.SendAsync(request, timeouts).ConfigureAwait(false);
        var data = response.Content();
        return data.Items("files").FirstOrDefault() is { ValueKind: JsonValueKind.Object } file
            ? UploadedMedia.Read(file, name) with
            {
                // An entry with only a name and a reason can be that of a file that was refused.
                IsPending = !Array.Exists(StoredFields, field => file.FirstText(field) is not (null or "0" or "0.0"))
                    || data.Flag("session_state_applied") == false,
            }
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The service's response doesn't confirm the upload of '{name}'.",
                "Check whether the session contains the file.")
            { Action = NemoAction.ReadState };
    }
}
