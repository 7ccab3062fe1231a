using Microsoft.AspNetCore.Connections;

namespace NemoVideo.Emulator.Recording;

/// <summary>The outermost middleware: records every request, and catches internal errors.</summary>
internal sealed class RecordingMiddleware(RequestDelegate next, RequestLog log)
{
    private const int RecordedBodyByteCount = 8 * 1024;
    private const int MaxBufferedByteCount = 16 << 20;

    public async Task InvokeAsync(HttpContext http)
    {
        // The body is kept in memory, and many requests need no token.
        var isEmulatorOnly = EmulatorOnly.Is(http);
        if (isEmulatorOnly || !IsMultipart(http.Request))
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBufferedByteCount;
        }

        if (isEmulatorOnly)
        {
            await next(http);
            return;
        }

        var entry = log.Add(http.Request, EmulatorListener.Of(http));
        http.Features.Set(entry);
        using var whenAborted = http.RequestAborted.Register(entry.SetAborted);
        http.Response.OnStarting(() =>
        {
            entry.SetResponse(http.Response.StatusCode, http.Features.Get<Rejection>());
            return Task.CompletedTask;
        });
        try
        {
            await ReceiveBodyAsync(http, entry);
            await next(http);

            // A client can close the connection as soon as it has received the end of the response.
            entry.SetCompleted();
            await http.Response.CompleteAsync();
        }
        catch (Exception aborted) when (aborted is OperationCanceledException or ConnectionAbortedException or ConnectionResetException
            || http.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected, a fault ended the connection, or the emulator is stopping.
            http.ResetConnection();
        }
        catch (BadHttpRequestException rejected)
        {
            // Kestrel reports a client that disconnected within its body before the end of the connection.
            if (rejected.StatusCode != StatusCodes.Status413PayloadTooLarge)
            {
                entry.SetAborted();
            }

            await RejectAsync(http, new Rejection(rejected.StatusCode, rejected.StatusCode, rejected.Message));
        }
        catch (Exception failure)
        {
            // Every internal error is recorded, so that tests can detect it.
            log.AddFailure(failure);
            await RejectAsync(http, new Rejection(500, 500, "The emulator failed. See GET /_emulator/failures."));
        }
        finally
        {
            entry.SetDone();
        }
    }

    // A JSON or text body is buffered and recorded first. Uploads are streamed, and counted as the endpoint reads them.
    private static async Task ReceiveBodyAsync(HttpContext http, RequestEntry entry)
    {
        http.Request.Body = new CountingBody(http.Request.Body, entry);
        if (IsMultipart(http.Request))
        {
            return;
        }

        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var contentType = http.Request.ContentType ?? "";
        if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)Math.Min(body.Length, RecordedBodyByteCount));
            entry.Change(old => old with { Body = text });
        }

        body.Position = 0;
        http.Request.Body = body;
    }

    private static bool IsMultipart(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task RejectAsync(HttpContext http, Rejection rejection)
    {
        if (http.Response.HasStarted)
        {
            http.ResetConnection();
            return;
        }

        await rejection.ExecuteAsync(http);
    }
}
