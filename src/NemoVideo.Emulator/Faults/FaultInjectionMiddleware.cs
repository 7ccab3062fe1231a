using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace NemoVideo.Emulator.Faults;

/// <summary>Applies the planned fault to a request. Endpoints apply the faults of streams and renders.</summary>
internal sealed class FaultInjectionMiddleware(
    RequestDelegate next, FaultPlan plan, TokenStore tokens, EmulatorOptions options, IHostApplicationLifetime lifetime)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (EmulatorOnly.Is(http) || plan.Take(http.Request) is not { } fault)
        {
            await next(http);
            return;
        }

        // Other users can add faults, and a browser must not run a script from one as a part of the emulator's pages.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Entry().Change(old => old with { Fault = fault.Text });
        if (ResponseOf(http, fault) is { } response)
        {
            // Without reading the request to its end, a client that is still uploading would see a broken pipe instead of the response.
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            await response.ExecuteAsync(http);
        }
        else
        {
            await ApplyAsync(http, fault);
        }
    }

    /// <summary>The response that the fault sends instead of processing the request. Null if the request is processed.</summary>
    private static IResult? ResponseOf(HttpContext http, FaultRule fault) => fault.Kind switch
    {
        // The code for a status (protocol section 2).
        FaultKind.Status => new Rejection(fault.Number, fault.Number == 401 ? 1001 : fault.Number, "fault", fault.RetryAfterSec),
        FaultKind.Code => new Rejection(200, fault.Number, "fault"),
        FaultKind.Response => Results.Text(fault.Argument ?? "", fault.MediaType ?? "application/json", Encoding.UTF8, fault.Number),
        FaultKind.Flood => new FloodResult(fault),
        FaultKind.Redirect => Redirect(http, fault),
        _ => null,
    };

    private static IResult Redirect(HttpContext http, FaultRule fault)
    {
        http.Response.Headers.Location = fault.Argument!.Replace("*", http.Request.Path.ToUriComponent(), StringComparison.Ordinal);
        return Results.StatusCode(fault.Number == 0 ? StatusCodes.Status302Found : fault.Number);
    }

    private async Task ApplyAsync(HttpContext http, FaultRule fault)
    {
        http.Features.Set(fault);

        var response = http.Response;
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                http.ResetConnection();
                return;
            case FaultKind.TruncateResponse:
                var whole = await BufferAsync(http);
                response.ContentLength = Math.Min(fault.Number, whole.Length);
                await response.Body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)response.ContentLength), http.RequestAborted);
                return;
            case FaultKind.StatusAfterWork:
                await BufferAsync(http);
                response.Clear();
                await new Rejection(fault.Number, fault.Number, "fault").ExecuteAsync(http);
                return;
            case FaultKind.DropResponse:
                response.OnStarting(() =>
                {
                    http.ResetConnection();
                    return Task.CompletedTask;
                });
                break;
            case FaultKind.HoldResponse:
                response.OnStarting(() => HoldAsync(http));
                break;
            case FaultKind.HoldRequestBody:
                http.Request.Body = new PausedRequestBody(http.Request.Body, fault.Number, HoldAsync(http));
                break;
            case FaultKind.DuplicateResponse:
                var transport = (DuplicatingTransport)http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
                transport.StartBuffering();
                response.OnCompleted(transport.SendTwiceAsync);
                break;
            case FaultKind.RevokeTokens:
                tokens.RevokeAll();
                break;
            case FaultKind.DropBody:
                response.Body = new PausedResponseBody(response.Body, fault.Number, () => InterruptAsync(http));
                break;
            case FaultKind.HoldBody:
                response.Body = new PausedResponseBody(response.Body, fault.Number, () => HoldAsync(http));
                break;
            case FaultKind.ThrottleBody:
                response.Body = new ThrottledResponseBody(
                    response.Body, fault.Number, () => Task.Delay(fault.Pause, options.TimeProvider, http.RequestAborted));
                break;
        }

        await next(http);
    }

    /// <summary>Processes the request, and returns its response without sending it.</summary>
    private async Task<MemoryStream> BufferAsync(HttpContext http)
    {
        var body = http.Response.Body;
        var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            await next(http);
            return buffer;
        }
        finally
        {
            http.Response.Body = body;
        }
    }

    private async Task HoldAsync(HttpContext http)
    {
        var entry = http.Entry();
        entry.AddHold();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await entry.Released.WaitAsync(linked.Token);
    }

    private static Task InterruptAsync(HttpContext http)
    {
        http.CloseConnection();
        throw new ConnectionAbortedException("A simulated fault closed the connection before the response body was complete.");
    }
}
