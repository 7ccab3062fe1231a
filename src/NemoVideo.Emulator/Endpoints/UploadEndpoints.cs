using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Uploads of files and of URLs (protocol section 6). If one is rejected, the request adds nothing.</summary>
internal static class UploadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/upload-video/nemo_agent/me/{sessionId}", ReceiveAsync);

    /// <summary>An upload as in the response and in the state (protocol sections 6 and 7). Unknown facts are omitted.</summary>
    public static JsonObject Describe(Upload upload, string sessionId, CdnAddress cdn)
    {
        var response = new JsonObject
        {
            ["filename"] = upload.FileName,
            ["file_type"] = upload.Kind.ToString().ToLowerInvariant(),
            ["cdn_url"] = cdn.UploadUrl(sessionId, upload.StoredName),
            ["hash"] = upload.Hash,
            ["size"] = upload.ByteCount,
        };
        response.AddUnlessNull("duration", upload.Facts.Duration?.TotalSeconds);
        response.AddUnlessNull("width", upload.Facts.Width);
        response.AddUnlessNull("height", upload.Facts.Height);
        response.AddUnlessNull("fps", upload.Facts.FrameRate);
        return response;
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext http, string sessionId, SessionStore sessions, UploadReceiver receiver, CdnAddress cdn)
    {
        if (sessions.Find(sessionId, http.Grant().UserId) is null)
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            return Rejection.SessionNotFound;
        }

        var batch = new UploadBatch(sessionId);
        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary)
        {
            await ReceivePartsAsync(new MultipartReader(boundary, http.Request.Body), receiver, batch, http.RequestAborted);
        }
        else if (await http.ReadJsonAsync() is { } body && body.Text("source_type") == "url")
        {
            await ReceiveUrlsAsync(body.Property("urls").Items(), receiver, batch, http.RequestAborted);
        }

        if (batch.Rejection is not null || batch.Uploads.Count == 0)
        {
            receiver.Discard(batch);
            return batch.Rejection ?? Rejection.BadRequest("a field 'files' with a file, or a list of URLs named 'urls', is required");
        }

        receiver.Accept(batch);
        return EmulatorResponse.Ok(new JsonObject
        {
            ["files"] = new JsonArray([.. batch.Uploads.Select(upload => Describe(upload, sessionId, cdn))]),
            ["session_state_applied"] = true,
        });
    }

    private static async Task ReceivePartsAsync(
        MultipartReader parts, UploadReceiver receiver, UploadBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                // Clients escape a quote with a percent code, as browsers do.
                if (part.AsFileSection() is { Name: "files", FileStream: { } content } file)
                {
                    var name = file.FileName.Replace("%22", "\"", StringComparison.Ordinal);
                    await receiver.ReceiveAsync(batch, name, content, cancellationToken);
                }
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException and not BadHttpRequestException
            && !cancellationToken.IsCancellationRequested)
        {
            batch.Rejection ??= Rejection.BadRequest("the multipart body is malformed");
        }
    }

    private static async Task ReceiveUrlsAsync(
        IEnumerable<JsonElement> urls, UploadReceiver receiver, UploadBatch batch, CancellationToken cancellationToken)
    {
        foreach (var element in urls)
        {
            if (!Uri.TryCreate(element.ToString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                batch.Rejection ??= Rejection.BadRequest($"not an http or https URL: {element}");
                return;
            }

            await receiver.ReceiveAsync(batch, url, cancellationToken);
        }
    }
}
