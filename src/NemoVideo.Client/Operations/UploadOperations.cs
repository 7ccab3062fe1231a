using System.Text.Json;
using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Resuming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>
/// Uploads: <c>POST /api/upload-video/nemo_agent/me/&lt;sid&gt;</c> (protocol section 6). An upload whose answer was lost is
/// looked for in the state, and sent again only if it is clearly not there and cannot still come.
/// </summary>
internal sealed class UploadOperations(ApiTransport transport, ApiOrigin origin, StateReader states, OperationJournal journal)
{
    public async Task<UploadedMedia> UploadFileAsync(
        string sessionId, string path, bool ownsSession, EarlierFiles? run, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var file = MediaFile.Check(path);
        var hash = await FileHash.OfAsync(file, cancellationToken).ConfigureAwait(false);
        var isKept = run?.TryTake(sessionId, hash, file.Name) ?? true;
        var announced = new JsonObject
        {
            ["session"] = sessionId,
            ["name"] = file.Name,
            ["place"] = Path.GetFullPath(path),
            ["sha256"] = hash,
            ["bytes"] = file.Length,
            ["own"] = ownsSession && isKept,
        };
        return await AnnounceAsync(
            announced, file.Name, () => SendFileAsync(sessionId, file, hash, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<UploadedMedia> UploadUrlAsync(string sessionId, Uri address, bool ownsSession, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath));
        var announced = new JsonObject
        {
            ["session"] = sessionId,
            ["name"] = name,
            ["place"] = JournalText.Place(address),
            ["own"] = ownsSession,
        };
        return await AnnounceAsync(
            announced, name, () => SendUrlAsync(sessionId, address, name, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static string LookFirst(string sessionId) => $"Look at Get-NemoState -Session '{sessionId}' before you send it again.";

    private static string PathOf(string sessionId) => $"api/upload-video/nemo_agent/me/{ServiceId.ToPathSegment(sessionId)}";

    /// <summary>One operation, however often it is sent: what it comes to is asked of the service where an answer was lost.</summary>
    private async Task<UploadedMedia> AnnounceAsync(
        JsonObject announced, string name, Func<Task<UploadedMedia>> send, CancellationToken cancellationToken)
    {
        var sessionId = (string)announced["session"]!;
        var before = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var operation = await journal.BeginAsync(JournalKind.Upload, announced, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        try
        {
            var media = await AnswerOrFindAsync(sessionId, name, before, send, cancellationToken).ConfigureAwait(false);
            if (media.IsYetToCome)
            {
                await WaitForStateAsync(before, cancellationToken).ConfigureAwait(false);
            }

            await operation.DoneAsync().ConfigureAwait(false);
            return media;
        }
        catch (NemoException failure)
        {
            await operation.FailedAsync(failure).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What comes into the state behind the next message would look as what that message has done.</summary>
    private async Task WaitForStateAsync(TimelineState before, CancellationToken cancellationToken)
    {
        try
        {
            await states.GetChangedAsync(before, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException)
        {
            // The upload is done; who asks next meets the failure.
        }
    }

    private async Task<UploadedMedia> AnswerOrFindAsync(
        string sessionId, string name, TimelineState before, Func<Task<UploadedMedia>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            var after = await states.GetChangedAsync(before, cancellationToken).ConfigureAwait(false);
            if (UploadFinder.Find(before, after, name, transport.Redaction) is { } found)
            {
                return found;
            }

            // After a deadline or a gateway's failure the service may still be at work on the first one.
            if (lost.Kind != NemoErrorKind.ConnectionLost || !after.Matches(before))
            {
                throw lost.Kind == NemoErrorKind.InvalidResponse
                    ? lost.Restate($"{lost.Message} It is not clear whether '{name}' is there: it was not sent again.", LookFirst(sessionId))
                    : lost.Restate(
                        $"The answer to the upload of '{name}' was lost, and it is not clear whether the file is there or still comes: it was not sent again.",
                        LookFirst(sessionId),
                        NemoErrorKind.ConnectionLost);
            }
        }

        return await send().ConfigureAwait(false);
    }

    private async Task<UploadedMedia> SendFileAsync(
        string sessionId, MediaFile file, string hash, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var timeouts = transport.StartTransferTimeouts(cancellationToken);
        using var request = new ApiRequest(RequestKind.Create, HttpMethod.Post, origin.Resolve(PathOf(sessionId)))
        {
            IsOfSession = true,
            Content = new FileUploadContent(file, hash, timeouts, progress),
        };
        return Read(await transport.SendAsync(request, timeouts).ConfigureAwait(false), file.Name);
    }

    private async Task<UploadedMedia> SendUrlAsync(string sessionId, Uri address, string name, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new UrlUploadBody([address.AbsoluteUri], "url"), WireContext.Relaxed.UrlUploadBody);
        using var timeouts = transport.StartTimeouts(transport.Limits.UrlUploadTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
        using var request = new ApiRequest(RequestKind.Create, HttpMethod.Post, origin.Resolve(PathOf(sessionId)))
        {
            IsOfSession = true,
            Content = ApiTransport.Json(body),
        };
        return Read(await transport.SendAsync(request, timeouts).ConfigureAwait(false), name);
    }

    private UploadedMedia Read(JsonElement data, string name)
    {
        var file = data.Items("files").FirstOrDefault();
        return file.ValueKind == JsonValueKind.Object
            ? UploadFinder.ReadMedia(file, name, transport.Redaction) with { IsYetToCome = data.Flag("session_state_applied") == false }
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The service's answer to the upload of '{name}' names no file.",
                "Look at Get-NemoState to see whether it is there.");
    }
}
