using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Uploads;

/// <summary>Uploads files and URLs (protocol section 6). A lost upload is retried only if it can't appear in the state later.</summary>
internal sealed class UploadOperations(ApiTransport transport, ApiOrigin origin, StateReader states)
{
    private const string CheckFirst = "Check the session before you upload the file again.";

    /// <summary>The fields of a file that the service has stored.</summary>
    private static readonly string[] StoredFields = ["cdn_url", "url", "hash", "duration", "width"];

    /// <summary>Uploads a file. If it has changed since it was checked, the upload isn't completed.</summary>
    public Task<UploadedMedia> UploadFileAsync(
        string sessionId, bool isNew, MediaFile file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        FileUploadContent? content = null;
        return UploadAsync(sessionId, isNew, file.Name, Send, () => content?.IsComplete == true, cancellationToken);

        Task<UploadedMedia> Send()
        {
            var timeouts = transport.StartTransferTimeouts(cancellationToken);
            content = new FileUploadContent(file, timeouts, progress, transport.Limits.UrlUploadTimeout);
            return SendAsync(sessionId, () => content, file.Name, timeouts);
        }
    }

    public Task<UploadedMedia> UploadUrlAsync(string sessionId, bool isNew, Uri address, CancellationToken cancellationToken)
    {
        UrlText.CheckIsComplete(address);
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        var name = Path.GetFileName(path.Contains("://") ? path.Split('?', '#')[0] : path);
        return UploadAsync(sessionId, isNew, name, Send, static () => true, cancellationToken);

        Task<UploadedMedia> Send()
        {
            var url = UrlText.WithoutFragment(address).AbsoluteUri;
            var timeouts = transport.StartTimeouts(transport.Limits.UrlUploadTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
            var body = new JsonObject { ["urls"] = new JsonArray(url), ["source_type"] = "url" };
            return SendAsync(sessionId, () => ApiTransport.Json(body), name, timeouts);
        }
    }

    /// <summary>A new session is empty, so its state isn't read before.</summary>
    private async Task<UploadedMedia> UploadAsync(
        string sessionId, bool isNew, string name, Func<Task<UploadedMedia>> send, Func<bool> isSent, CancellationToken cancellationToken)
    {
        var before = isNew ? TimelineState.Empty(sessionId) : await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var media = await SendOrFindAsync(before, name, send, isSent, cancellationToken).ConfigureAwait(false);

        if (media.IsPending && (await FindAfterAsync(before, name, cancellationToken).ConfigureAwait(false)).MatchesWithUploads(before))
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The service received '{name}', but didn't add the file to the session.",
                CheckFirst)
            { Outcome = Outcome.Unknown, Action = NemoAction.ReadState, ActionTarget = sessionId };
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
            throw unreadable.Restate(
                $"{unreadable.Message} It is unknown whether the service added '{name}' to the session.",
                CheckFirst, null, NemoAction.ReadState, before.SessionId, Outcome.Unknown);
        }
    }

    /// <summary>
    /// Sends an upload. If its outcome is unknown, finds out from the state. A file that was not sent completely can't be there, so it is
    /// sent again as soon as the service can be reached.
    /// </summary>
    private async Task<UploadedMedia> SendOrFindAsync(
        TimelineState before, string name, Func<Task<UploadedMedia>> send, Func<bool> isSent, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (NemoException lost) when (lost.IsLost && (int?)lost.StatusCode is not (>= 400 and < 500 and not 408))
            {
                var hasResponse = lost.Kind == NemoErrorKind.InvalidResponse || lost.StatusCode is not null;
                var isPartial = !isSent() || lost.GetBaseException() is SendFailedException;
                var after = hasResponse && isPartial ? null
                    : await FindLostAsync(before, isPartial, lost, cancellationToken).ConfigureAwait(false);
                if (after is not null && UploadedMedia.FindAdded(before, after, name) is { } found)
                {
                    return found;
                }

                // After a gateway error, the service may still be processing the first request.
                if (hasResponse || after?.MatchesWithUploads(before) != true || attempt >= (isPartial ? transport.Limits.RetryCount : 1))
                {
                    var kind = hasResponse ? lost.Kind : NemoErrorKind.ConnectionLost;
                    var problem = hasResponse
                        ? $"{lost.Message} The file may have been uploaded."
                        : $"The service did not confirm the upload of '{name}'. The file may have been uploaded.";
                    throw lost.Restate(problem + " The upload was not retried.", CheckFirst, kind, NemoAction.ReadState, before.SessionId);
                }
            }
        }
    }

    /// <summary>The last readable state after a lost upload; null for none.</summary>
    private async Task<TimelineState?> FindLostAsync(
        TimelineState before, bool isPartial, NemoException lost, CancellationToken cancellationToken)
    {
        TimelineState? after = null;
        try
        {
            after = await (isPartial ? states.GetAsync(before.SessionId, cancellationToken)
                : states.GetUploadedAsync(before, cancellationToken)).ConfigureAwait(false);
        }
        catch (NemoException)
        {
            // The network can be gone for a while.
        }

        return after is not null && (isPartial || !after.MatchesWithUploads(before)) ? after : (await states.WaitForChangeAsync(
            before.SessionId, after, (_, state) => isPartial || !state.MatchesWithUploads(before), lost.Message, cancellationToken)
            .ConfigureAwait(false)).Last;
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
            { Outcome = Outcome.Unknown, Action = NemoAction.ReadState };
    }
}
