using NemoVideo.Client.Http;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Exports;

/// <summary>Downloads a video, resumes it, and checks its length. The token is sent only to the API, and never after a redirect.</summary>
internal sealed class DownloadOperation(
    ApiTransport transport, ApiOrigin origin, RenderJob job, IProgress<TransferProgress>? progress)
{
    private const int MaxRedirects = 5;
    private const int MaxDisplayedCharacters = 300;
    private const int ChunkBytes = 80 * 1024;

    private const string CheckForPages =
        "Make sure that a proxy or sign-in page isn't replacing the service's responses. Then try to download the video again.";

    private EntityTagHeaderValue? _version;
    private bool _isOpen;

    public Task<string> SaveAsync(VideoFile file, CancellationToken cancellationToken) =>
        file.WriteAsync(job.Id, FillAsync, cancellationToken);

    private async Task FillAsync(FileStream file, CancellationToken cancellationToken)
    {
        var fallback = origin.Resolve(ApiCalls.Download.PathFor(job.Id));
        var address = FirstAddress() ?? fallback;
        var attempt = 0;
        NemoException? first = null;
        while (true)
        {
            try
            {
                await ReceiveAsync(address, file, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NemoException ended) when (ended.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && _version is not null)
            {
                // The file is complete, or the video has changed. Only a download from the start shows which of them is true.
                _version = null;
            }
            catch (NemoException failure) when (
                (_isOpen || failure.Kind == NemoErrorKind.Timeout) && failure.IsTransient && attempt < transport.Limits.RetryCount)
            {
                // The transport has already retried a request that got no response. This retries an interrupted body or a timeout.
                attempt++;
                await transport.PauseAsync(transport.Limits.RetryDelay, cancellationToken).ConfigureAwait(false);
            }
            catch (NemoException failure) when (failure.Kind != NemoErrorKind.FileAccess && address != fallback)
            {
                // The output URL failed. The API serves the file too.
                (address, _version, attempt, first) = (fallback, null, 0, failure);
                if (failure.Kind == NemoErrorKind.InvalidResponse)
                {
                    transport.Warn($"{failure.Message} Downloading the video from the API instead.");
                }
            }
            catch (NemoException failure) when (failure.Kind == NemoErrorKind.RenderNotFound && first is { StatusCode: not null })
            {
                // The service has just reported the video, so that is the problem: its URL can have expired (pachyderm 2437).
                throw first.Restate(
                    $"The video can't be downloaded from its URL: {first.Message}", "Try to download the video again.",
                    NemoErrorKind.ServiceFailure, NemoAction.DownloadAgain, job.Id);
            }
        }
    }

    /// <summary>Returns the output URL if it may be read, or null if the video must be downloaded from the API.</summary>
    private Uri? FirstAddress()
    {
        var refusal = job.OutputAddress is { } output ? OutputAddress.Refusal(output, origin, origin.Address)
            : job.OtherAddress is { } other ? (other.Contains(Redaction.Placeholder) ? OutputAddress.HasToken : OutputAddress.IsNotWeb)
            : null;
        if (refusal is null)
        {
            return job.OutputAddress;
        }

        var url = Display(job.OutputAddress?.GetLeftPart(UriPartial.Path) ?? job.OtherAddress!);
        transport.Warn($"The video URL {url} from the service was not used, because {refusal}. Downloading the video from the API instead.");
        return null;
    }

    private static string Display(string address) => UrlText.Hide(address).Shorten(MaxDisplayedCharacters);

    private async Task ReceiveAsync(Uri address, FileStream file, CancellationToken cancellationToken)
    {
        using var timeouts = transport.StartTransferTimeouts(cancellationToken);
        _isOpen = false;
        using var response = await OpenAsync(address, _version is null ? 0 : file.Position, timeouts).ConfigureAwait(false);
        _isOpen = true;
        Seek(response, file);

        var total = TotalOf(response, file.Position);
        if (total > transport.Limits.MaxDownloadBytes)
        {
            throw TooLarge();
        }

        using var body = await ResponseBody.OpenAsync(response, timeouts.Token).ConfigureAwait(false);
        var chunk = new byte[ChunkBytes];
        int count;
        while ((count = await ReadAsync(body, chunk, address, timeouts).ConfigureAwait(false)) > 0)
        {
            if (file.Position + count > transport.Limits.MaxDownloadBytes)
            {
                throw TooLarge();
            }

            await file.WriteAsync(chunk, 0, count, cancellationToken).ConfigureAwait(false);
            progress?.Report(new TransferProgress(file.Position, total ?? job.ByteCount));
        }

        // Without a length, the end of the connection looks like the end of the body, so only the size in the render's status shows it.
        var isDelimited = total is not null || response.Headers.TransferEncodingChunked == true || response.Version.Major > 1;
        var expected = total ?? (isDelimited && origin.Includes(address) ? null : job.ByteCount);
        if (file.Position < Math.Max(1, expected ?? 1) || Mp4Boxes.LacksItsEnd(file, needsMovie: true))
        {
            // If the response was complete, there is nothing to resume.
            _version = isDelimited ? null : _version;
            throw Interrupted($"The download ended after {file.Position} bytes, before the end of the video.");
        }

        if (MediaContent.OtherThanVideo(file) is { } content)
        {
            _version = null;
            throw Broken(NemoErrorKind.InvalidResponse, DescribeNoVideo(content), CheckForPages);
        }
    }

    /// <summary>Whether a download can be resumed with this version. .NET can't send other characters than ASCII in a header.</summary>
    private static bool CanResume(EntityTagHeaderValue version) => !version.IsWeak && version.Tag.All(static one => one <= '\x7f');

    /// <summary>Empties the file if the response is the whole video.</summary>
    private void Seek(HttpResponseMessage response, FileStream file)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            _version = response.Headers.ETag is { } version && CanResume(version) && ResponseBody.EncodingOf(response) is null
                ? version : null;
            file.SetLength(0);
            file.Position = 0;
        }
        else if (!IsRest(response, file.Position))
        {
            _version = null;
            throw Interrupted("The download couldn't be resumed. The service returned another version, didn't confirm the version, "
                + $"or didn't resume at byte {file.Position}.");
        }
    }

    /// <summary>The length of the complete video according to the response; null if unknown.</summary>
    private static long? TotalOf(HttpResponseMessage response, long position) => ResponseBody.EncodingOf(response) is not null ? null
        : response.Content.Headers.ContentRange?.Length
        ?? (response.Content.Headers.ContentLength is { } left ? position + Math.Min(left, long.MaxValue - position) : null);

    /// <summary>Whether a partial response begins at a byte and has the version that was requested.</summary>
    private bool IsRest(HttpResponseMessage response, long position) =>
        response.Content.Headers.ContentRange?.From == position && _version?.Equals(response.Headers.ETag) == true;

    private static string DescribeNoVideo(string content) =>
        $"The video was not downloaded, because the service returned {content} instead of a video.";

    private NemoException Interrupted(string message) => Broken(NemoErrorKind.ConnectionLost, message, "Try to download the video again.");

    private NemoException Broken(NemoErrorKind kind, string message, string nextStep) =>
        new(kind, message, nextStep) { Outcome = Outcome.Unknown, Action = NemoAction.DownloadAgain, ActionTarget = job.Id };

    /// <summary>The error for a body that is too large. An endless body would fill the disk.</summary>
    private NemoException TooLarge() => new(
        NemoErrorKind.InvalidResponse,
        $"The video exceeds the download limit of {transport.Limits.MaxDownloadBytes} bytes and was not downloaded.",
        "If you expect a video this large, reconnect with a higher value for the MaxDownloadBytes option. "
            + "If you expect a smaller video, try again later.");

    /// <summary>Reads only from the network, so that network errors can't be confused with disk errors.</summary>
    private async Task<int> ReadAsync(Stream body, byte[] chunk, Uri address, RequestTimeouts timeouts)
    {
        try
        {
            var count = await body.ReadAsync(chunk, 0, chunk.Length, timeouts.Token).ConfigureAwait(false);
            timeouts.ReportActivity(count);
            return count;
        }
        catch (Exception exception) when (ApiTransport.IsTransport(exception))
        {
            throw transport.Translate(exception, timeouts, address, RequestKind.Read);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri address, long offset, RequestTimeouts timeouts)
    {
        for (var redirect = 0; redirect <= MaxRedirects; redirect++)
        {
            using var request = new ApiRequest(ApiCalls.Download, address)
            {
                // Another host must not choose which URLs are read with the user's token, not even URLs of the API.
                IsAuthorized = redirect == 0 && origin.Includes(address),
            };
            if (offset > 0)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(_version!);
            }

            HttpResponseMessage response;
            try
            {
                response = await transport.OpenAsync(request, timeouts).ConfigureAwait(false);
            }
            catch (NemoException failure) when (
                failure is { Kind: NemoErrorKind.InvalidResponse, RawResponse: { Length: > 0 } text }
                && text.TrimStart().FirstOrDefault() is not ('{' or '['))
            {
                throw failure.Restate(DescribeNoVideo(MediaContent.Page), CheckForPages, action: NemoAction.DownloadAgain, target: job.Id);
            }
            catch (NemoException failure) when (
                redirect > 0 && (failure.StatusCode is not null || failure.Kind == NemoErrorKind.ConnectionFailed))
            {
                // The request had no token, and any server can be the target. The error says nothing about the token, account or export.
                throw failure.Restate(
                    "The service redirected the download to another URL, but the video couldn't be downloaded from that URL "
                        + (failure.ServiceCode is { } code ? $"(code {code})."
                            : failure.StatusCode is { } status ? $"(HTTP {(int)status})." : "(no connection)."),
                    "Try again later.",
                    NemoErrorKind.ServiceFailure,
                    NemoAction.None);
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                address = NextAddress(address, response);
            }
        }

        throw new NemoException(NemoErrorKind.InvalidResponse, "The video URL redirected too many times.", "Try again later.");
    }

    private Uri NextAddress(Uri from, HttpResponseMessage response)
    {
        var next = response.Headers.Location is { } to && Uri.TryCreate(from, to, out var found) ? found : null;
        if (next is null)
        {
            throw Refused("The video URL returned a redirect without a valid target.");
        }

        var refusal = transport.Redaction.IsIn(next) ? OutputAddress.HasToken : OutputAddress.Refusal(next, origin, from);
        var displayed = refusal == OutputAddress.HasToken ? Redaction.Placeholder : Display(next.GetLeftPart(UriPartial.Path));
        return refusal is null
            ? next
            : throw Refused($"The video URL redirects to {displayed}. The module didn't follow the redirect, because {refusal}.");

        static NemoException Refused(string message) => new(
            NemoErrorKind.InvalidResponse, message, "Try again later. If the error persists, check that the API URL is correct.");
    }
}
