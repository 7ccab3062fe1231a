using System.Text;
using Microsoft.AspNetCore.Connections;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Recording;

/// <summary>The outermost step of every request: writes the record, and catches what the emulator itself gets wrong.</summary>
internal sealed class RecordingMiddleware(RequestDelegate next, RequestLog log)
{
    private const int RecordedBodyByteCount = 8 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/_emulator"))
        {
            await next(http);
            return;
        }

        var entry = log.Add(http.Request, Origin.Of(http));
        http.Features.Set(entry);
        using var whenAborted = http.RequestAborted.Register(entry.Aborted);
        http.Response.OnStarting(() =>
        {
            entry.Answered(http.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await ReceiveBodyAsync(http, entry);
            await next(http);
            await http.Response.CompleteAsync();
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionAbortedException or ConnectionResetException
            || http.RequestAborted.IsCancellationRequested)
        {
            // The client went, a fault took the connection, or the emulator ends: nobody is left to answer.
            http.Reset();
        }
        catch (BadHttpRequestException refused)
        {
            // Most often a client that went in the middle of its body, told before the connection's end is.
            entry.Aborted();
            await AnswerAsync(http, new Refusal(refused.StatusCode, refused.StatusCode, refused.Message));
        }
#pragma warning disable CA1031 // The last resort: whatever went wrong is recorded for the tests to see.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.Failed(failure);
            await AnswerAsync(http, new Refusal(500, 500, "The emulator failed; see its list of failures."));
        }
        finally
        {
            entry.Completed();
        }
    }

    // A JSON or text body is taken in whole before anything else happens, so that it is on record
    // whatever becomes of the request. A file is not: it is counted as its endpoint reads it.
    private static async Task ReceiveBodyAsync(HttpContext http, RequestEntry entry)
    {
        var counted = new CountedBody(http.Request.Body, entry);
        var contentType = http.Request.ContentType ?? "";
        if (contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            http.Request.Body = counted;
            return;
        }

        var body = new MemoryStream();
        await counted.CopyToAsync(body, http.RequestAborted);
        if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            var length = (int)Math.Min(body.Length, RecordedBodyByteCount);
            entry.BodyWas(Encoding.UTF8.GetString(body.GetBuffer(), 0, length));
        }

        body.Position = 0;
        http.Request.Body = body;
    }

    private static async Task AnswerAsync(HttpContext http, Refusal refusal)
    {
        if (http.Response.HasStarted)
        {
            http.Reset();
            return;
        }

        await refusal.ToResult().ExecuteAsync(http);
    }
}
