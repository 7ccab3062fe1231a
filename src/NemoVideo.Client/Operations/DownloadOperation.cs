using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>
/// Downloads one finished video, resumes where a connection broke, and checks the length. The bearer goes along only where the
/// address is the API's own, and along no redirect.
/// </summary>
internal sealed class DownloadOperation(ApiTransport transport, ApiOrigin origin, RenderJob job, IProgress<TransferProgress>? progress, OperationJournal journal, PartialDownloads partials, Action<string> notice)
{
    private const int MaxRedirects = 5;
    private const int MaxShownCharacters = 300;
    private const int ChunkBytes = 80 * 1024;

    // A smaller video is downloaded again sooner than its version is recorded.
    private const int MinResumableBytes = 1024 * 1024;

    private EntityTagHeaderValue? _version;
    private string _noted = "";
    private bool _isOpen;

    public Task SaveAsync(string path, bool overwrite, CancellationToken cancellationToken) =>
        new VideoFile(path, overwrite).WriteAsync(job.Id, journal, partials, FillAsync, cancellationToken);

    private async Task FillAsync(PartialVideo video, CancellationToken cancellationToken)
    {
        video.File.Position = video.File.Length;
        _version = video.Version;
        _noted = _version?.ToString() ?? "";
        var fallback = origin.Resolve($"api/render/proxy/{ServiceId.ToPathSegment(job.Id)}/download");
        var address = FirstAddress() ?? fallback;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ReceiveAsync(address, video, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NemoException complete) when (complete.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && _version is not null)
            {
                // Nothing is left to be sent, or it is another video by now: only the whole of it tells.
                _version = null;
            }
            catch (NemoException failure) when (
                (_isOpen || failure.Kind == NemoErrorKind.Timeout) && failure.IsTransient && attempt < transport.Limits.RetryCount)
            {
                // A failed opening has been repeated by its own policy; here are resumed a body that broke, and silence.
                await transport.PauseAsync(transport.Limits.RetryDelay, cancellationToken).ConfigureAwait(false);
            }
            catch (NemoException failure) when (failure.Kind != NemoErrorKind.FileAccess && address != fallback)
            {
                // The output address is gone or refuses: the API itself serves the file as well.
                address = fallback;
                _version = null;
            }
        }
    }

    /// <summary>The address that the service names, where it may be read; null where the API itself is to serve the video.</summary>
    private Uri? FirstAddress()
    {
        var refusal = job.OutputAddress is { } output ? OutputAddress.Refusal(output, origin, origin.Address)
            : job.OtherAddress is { } other ? (RedactedText.IsIn(other) ? OutputAddress.HoldsToken : OutputAddress.NotOfTheWeb)
            : null;
        if (refusal is not null)
        {
            var shown = Shorten(Redaction.OfAddresses(job.OutputAddress?.GetLeftPart(UriPartial.Path) ?? job.OtherAddress!));
            notice($"The service names {shown} as the address of the video. It was not read: {refusal}. The video is fetched from the service itself.");
        }

        return refusal is null ? job.OutputAddress : null;
    }

    private async Task ReceiveAsync(Uri address, PartialVideo video, CancellationToken cancellationToken)
    {
        var file = video.File;
        using var timeouts = transport.StartTransferTimeouts(cancellationToken);
        _isOpen = false;
        using var response = await OpenAsync(address, _version is null ? 0 : file.Position, timeouts).ConfigureAwait(false);
        _isOpen = true;
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            _version = response.Headers.ETag is { IsWeak: false } version ? version : null;
            await NoteVersionAsync(video, response.Content.Headers.ContentLength >= MinResumableBytes ? _version?.ToString() ?? "" : "").ConfigureAwait(false);

            // The server begins with the first byte.
            file.SetLength(0);
            file.Position = 0;
        }
        else if (response.Content.Headers.ContentRange?.From is { } from && from != file.Position)
        {
            _version = null;
            throw new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The service sent another part of the video ({from}) than was asked for ({file.Position}).",
                "Run Wait-NemoExport again for the same export.");
        }

        // Where the answer does not say its length, its end is told from a broken connection by what the job says.
        var total = file.Position + response.Content.Headers.ContentLength ?? job.ByteCount;
        var most = Math.Min(total ?? long.MaxValue, transport.Limits.MaxDownloadBytes);
        if (total > most)
        {
            throw TooLarge(most);
        }

#if NET
        using var body = await response.Content.ReadAsStreamAsync(timeouts.Token).ConfigureAwait(false);
#else
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);

        // .NET Framework's network stream does not honour a token: closing it ends the read.
        using var registration = timeouts.Token.Register(response.Dispose);
#endif
        var chunk = new byte[ChunkBytes];
        int count;
        while ((count = await ReadAsync(body, chunk, address, timeouts).ConfigureAwait(false)) > 0)
        {
            if (file.Position + count > most)
            {
                throw TooLarge(most);
            }

            await file.WriteAsync(chunk, 0, count, cancellationToken).ConfigureAwait(false);
            progress?.Report(new TransferProgress(file.Position, total));
        }

        if (total is { } expected && file.Position != expected)
        {
            throw new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The video ended after {file.Position} of {expected} bytes.",
                "Run Wait-NemoExport again for the same export.");
        }

        if (file.Position < (job.ByteCount ?? 1))
        {
            // Whole by its own account, so there is nothing to resume: it is asked for anew.
            _version = null;
            throw new NemoException(
                NemoErrorKind.ConnectionLost,
                $"The service sent {file.Position} bytes, which is not the whole video.",
                "Run Wait-NemoExport again for the same export.");
        }
    }

    /// <summary>If this process is killed, another one can continue the file: with this version, or not at all.</summary>
    private async Task NoteVersionAsync(PartialVideo video, string version)
    {
        if (version != _noted)
        {
            _noted = version;
            await video.Operation.NoteAsync(new JsonObject { ["version"] = version }).ConfigureAwait(false);
        }
    }

    /// <summary>Told by the size that the service gave, or by what a video may be: without an end, it would fill the disk.</summary>
    private NemoException TooLarge(long most) => most == transport.Limits.MaxDownloadBytes
        ? new NemoException(
            NemoErrorKind.InvalidResponse,
            $"The video is larger than {most} bytes and was not downloaded.",
            "If it is to be that large, raise the connection's MaxDownloadBytes; else try again later.")
        : new NemoException(
            NemoErrorKind.InvalidResponse,
            $"The video is larger than the {most} bytes that the service told, and was not downloaded.",
            "Run Wait-NemoExport again for the same export; if it stays so, start another with Start-NemoExport.");

    /// <summary>Reads from the network only, so that its failures are not mistaken for the disk's.</summary>
    private async Task<int> ReadAsync(Stream body, byte[] chunk, Uri address, RequestTimeouts timeouts)
    {
        try
        {
            var count = await body.ReadAsync(chunk, 0, chunk.Length, timeouts.Token).ConfigureAwait(false);
            timeouts.Touch(count);
            return count;
        }
        catch (Exception exception) when (ApiTransport.IsTransport(exception))
        {
            throw transport.Translate(exception, timeouts, address, RequestKind.Read);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri address, long offset, RequestTimeouts timeouts)
    {
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            if (!origin.Includes(address))
            {
                await transport.CheckIsPublicAsync(address, timeouts.Token).ConfigureAwait(false);
            }

            using var request = new ApiRequest(RequestKind.Read, HttpMethod.Get, address)
            {
                // A foreign host must not steer what the user's own token reads, back to the API neither.
                IsAuthorized = hop == 0,
                IsStreamed = true,
                IsOfRender = true,
                IsRedirectable = true,
            };
            if (offset > 0)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(_version!);
            }

            var response = await transport.OpenAsync(request, timeouts).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            address = NextAddress(address, response);
            response.Dispose();
        }

        throw new NemoException(
            NemoErrorKind.InvalidResponse, "The video's address leads from one address to the next without end.", "Try again later.");
    }

    private Uri NextAddress(Uri from, HttpResponseMessage response)
    {
        var next = response.Headers.Location is { } location && Uri.TryCreate(from, location, out var found) ? found : null;
        var refusal = next is null ? "it names no other address"
            : transport.Redaction.IsIn(next) ? OutputAddress.HoldsToken
            : OutputAddress.Refusal(next, origin, from);
        var shown = next is null ? "nowhere" : refusal == OutputAddress.HoldsToken ? RedactedText.Mark : Redaction.OfAddresses(next.GetLeftPart(UriPartial.Path));
        return refusal is null
            ? next!
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The video's address leads on to {Shorten(shown)}, and is not followed: {refusal}.",
                "Try again later; if it stays so, the service is not to be trusted.");
    }
    private static string Shorten(string text) => text.Length > MaxShownCharacters ? text.Substring(0, MaxShownCharacters) + "…" : text;
}
